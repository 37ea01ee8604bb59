"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { useActiveCommands, useKeymap } from "@/components/shell/command-registry";
import { ContextMenu, ContextMenuTrigger } from "@/components/ui/context-menu";
import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { AnnotationMenu } from "./annotation-menu";
import { ANNOTATION_ROW_PX, AnnotationRow } from "./annotation-row";
import { idsBetween } from "./annotation-rows";
import { useEditor, useSession } from "./editor-context";
import { keepFocus } from "./keep-focus";
import { setInSession } from "./session-sets";
import { useEditorCommand } from "./use-editor-command";
import { whenIdle } from "./use-idle-annotations";

/**
 * The rows that are in sight, with one stop of Tab. The arrows select, with Shift a range, with
 * Ctrl they only go; Space takes a row in or out, Enter goes close to it. Every other key is still the editor's.
 */
export function AnnotationListbox({ rows }: { rows: readonly Annotation[] }) {
  const t = useTranslations("editor.list");
  const editor = useEditor();
  const listId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useSession((state) => state.selection);
  const { activeIndex, setActive, anchorIndex, setAnchor } = useActiveRow(rows, selection);
  // With another function, the list would place all its rows anew.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 8,
    getItemKey,
    // Assistive technology is told of the active row by id, so it has to exist.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return indexes.includes(activeIndex) || activeIndex < 0
        ? indexes
        : [...indexes, activeIndex].sort((a, b) => a - b);
    },
  });
  useScrollToSelected({
    rows,
    selection,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: "auto" }),
  });
  const runShortcut = useRunShortcut();
  const zoomToSelection = useEditorCommand("view.zoom-to-selection");

  function mark(index: number, how: { isRange: boolean; isToggle: boolean }) {
    const row = rows[index];
    if (!row) return;
    if (how.isRange) {
      editor.select(idsBetween(rows, { from: anchorIndex, to: index }));
      setAnchor(rows[anchorIndex]?.id ?? row.id);
    } else if (how.isToggle) {
      const next = new Set(selection);
      if (!next.delete(row.id)) next.add(row.id);
      editor.select(next);
      setAnchor(row.id);
    } else {
      editor.select([row.id]);
      editor.reveal(row.id);
      setAnchor(row.id);
    }
    setActive(row.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    const pageRows = Math.max(
      1,
      Math.floor((scroller.current?.clientHeight ?? 0) / ANNOTATION_ROW_PX),
    );
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + pageRows,
      PageUp: activeIndex - pageRows,
      Home: 0,
      End: rows.length - 1,
    };
    const isMod = event.ctrlKey || event.metaKey;
    const target = targets[event.key];
    if (target !== undefined && !event.altKey) {
      event.preventDefault();
      const index = Math.min(rows.length - 1, Math.max(0, target));
      virtual.scrollToIndex(index);
      const row = rows[index];
      if (isMod && !event.shiftKey && row) setActive(row.id);
      else mark(index, { isRange: event.shiftKey, isToggle: false });
    } else if (event.key === " ") {
      event.preventDefault();
      mark(activeIndex, { isRange: event.shiftKey, isToggle: true });
    } else if (isMod && event.key.toLowerCase() === "a") {
      event.preventDefault();
      editor.select(rows.map(({ id }) => id));
    } else if (event.key === "Enter") {
      event.preventDefault();
      zoomToSelection.run();
    } else if (event.key !== "Tab") runShortcut(event);
  }

  function onClick(event: MouseEvent) {
    const { row, index, toggle } = targetOf(event, rows);
    if (!row) return;
    if (toggle) {
      const isOn = !editor.session.getState()[toggle].has(row.id);
      setInSession(editor, { set: toggle, ids: [row.id], isOn });
      return;
    }
    mark(index, { isRange: event.shiftKey, isToggle: event.ctrlKey || event.metaKey });
  }

  function onContextMenu(event: MouseEvent) {
    const row = targetOf(event, rows).row ?? rows[activeIndex];
    if (row && !editor.session.getState().selection.has(row.id)) editor.select([row.id]);
  }

  function onMouseOver(event: MouseEvent) {
    const { row } = targetOf(event, rows);
    const { hover } = editor.session.getState();
    if (row && hover?.id !== row.id)
      editor.session.setState({ hover: { id: row.id, handle: null } });
  }

  const active = rows[activeIndex];
  return (
    <ContextMenu modal={false}>
      <ContextMenuTrigger asChild>
        <div
          ref={scroller}
          role="listbox"
          aria-label={t("title")}
          aria-multiselectable="true"
          aria-activedescendant={active ? `${listId}${active.id}` : undefined}
          tabIndex={0}
          className="group/list min-h-0 flex-1 overflow-y-auto focus-visible:outline-none"
          onKeyDown={onKeyDown}
          onMouseDown={keepFocus}
          onClick={onClick}
          onContextMenu={onContextMenu}
          onMouseOver={onMouseOver}
          onMouseLeave={() => editor.session.setState({ hover: null })}
          onFocus={() => {
            if (active) virtual.scrollToIndex(activeIndex);
          }}
        >
          <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              return row ? (
                <AnnotationRow
                  key={row.id}
                  annotation={row}
                  domId={`${listId}${row.id}`}
                  index={index}
                  count={rows.length}
                  topPx={start}
                  isActive={index === activeIndex}
                />
              ) : null;
            })}
          </div>
        </div>
      </ContextMenuTrigger>
      <AnnotationMenu />
    </ContextMenu>
  );
}

function rowHeight(): number {
  return ANNOTATION_ROW_PX;
}

/**
 * The row that the keyboard is on, and the one that a range starts at; by id, since rows come and
 * go. After a selection that was made elsewhere the keyboard's place is there.
 */
function useActiveRow(rows: readonly Annotation[], selection: ReadonlySet<AnnotationId>) {
  const { session } = useEditor();
  const [active, setState] = useState<{ id: AnnotationId; selection: typeof selection } | null>(
    null,
  );
  const [anchorId, setAnchor] = useState<AnnotationId | null>(null);
  const [first] = selection;
  const indexOf = (id: AnnotationId | null | undefined) =>
    id === null || id === undefined ? -1 : rows.findIndex((row) => row.id === id);
  const isMadeHere = active?.selection === selection;
  const activeIndex = Math.max(0, indexOf(isMadeHere ? active.id : (first ?? active?.id)));
  const anchor = indexOf(anchorId);
  return {
    activeIndex,
    /** Call it after the selection has changed. */
    setActive: (id: AnnotationId) => setState({ id, selection: session.getState().selection }),
    anchorIndex: isMadeHere && anchor >= 0 ? anchor : activeIndex,
    setAnchor,
  };
}

/** Follows a selection that was made elsewhere, once; whoever scrolls away after that is left there. */
function useScrollToSelected({
  rows,
  selection,
  scrollTo,
}: {
  rows: readonly Annotation[];
  selection: ReadonlySet<AnnotationId>;
  scrollTo: (index: number) => void;
}) {
  const shown = useRef<ReadonlySet<AnnotationId> | null>(null);
  useEffect(() => {
    if (shown.current === selection || selection.size === 0) return;
    // A row that was just drawn comes a moment after its selection.
    const index = rows.findIndex(({ id }) => selection.has(id));
    if (index < 0) return;
    // The canvas shows the selection first: scrolling lays the whole list out anew.
    return whenIdle(() => {
      shown.current = selection;
      scrollTo(index);
    });
  });
}

/** The registry leaves keys inside a listbox alone; all that the list does not use are the editor's. */
function useRunShortcut(): (event: KeyboardEvent) => void {
  const keymap = useKeymap();
  const commands = useActiveCommands();
  return (event) => {
    const id = keymap.commandFor(event.nativeEvent);
    const command = commands.find((candidate) => candidate.id === id);
    if (!command?.isEnabled()) return;
    event.preventDefault();
    void command.run({ isRepeat: event.repeat });
  };
}

/** The row under the pointer, and its lock or eye when it is over one of them. */
function targetOf(event: MouseEvent, rows: readonly Annotation[]) {
  const target = event.target instanceof Element ? event.target : null;
  const option = target?.closest("[role=option]");
  const index = Number(option?.getAttribute("data-index") ?? Number.NaN);
  const part = target?.closest("[data-toggle]")?.getAttribute("data-toggle");
  const toggle = part === "locked" || part === "hidden" ? part : null;
  return { index, row: rows[index], toggle } as const;
}
