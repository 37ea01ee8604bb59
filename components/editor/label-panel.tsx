"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Eye, EyeOff } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useRebindings } from "@/components/shell/command-registry";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import { runCommand } from "@/lib/commands/run-command";
import { labelCommands } from "@/lib/editor/commands/labels";
import { labelTakes } from "@/lib/editor/label-takes";
import { useEditor, useSession } from "./editor-context";
import { useEditorPage } from "./editor-page-context";
import { keepFocus } from "./keep-focus";
import { setInSession } from "./session-sets";
import { useIdleAnnotations } from "./use-idle-annotations";
import { useLabelLook } from "./use-label-look";

const ROW_PX = 28;
/** Up to this many labels are read at a glance; more are searched. */
const MAX_WITHOUT_SEARCH = 12;

type Use = { count: number; hidden: number };
/** `label` is null for one that annotations carry and the project has no more. */
type LabelRow = { id: string; label: Label | null };

/** The project's labels: which one the next shape gets, how often each is used here, and its eye. */
export function LabelPanel({ className }: { className?: string }) {
  const t = useTranslations("editor.labels");
  const labels = useSession((state) => state.labels);
  const lookOf = useLabelLook();
  const uses = useLabelUses();
  const [search, setSearch] = useState("");
  const assign = useAssignLabel();
  const editor = useEditor();
  const kinds = useSession(() => editor.labelKinds?.());
  const rows = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    const offered = labels.list.filter(
      (label) => !kinds || kinds.some((kind) => labelTakes(label, kind)),
    );
    const known = offered.map((label): LabelRow => ({ id: label.id, label }));
    const gone = [...uses.keys()]
      .filter((id) => !labels.get(id))
      .map((id): LabelRow => ({ id, label: null }));
    return [...known, ...gone].filter(({ id }) =>
      lookOf(id).name.toLocaleLowerCase().includes(wanted),
    );
  }, [labels, uses, search, lookOf, kinds]);
  const hasSearch = labels.list.length > MAX_WITHOUT_SEARCH;
  return (
    <section aria-label={t("title")} className={cn("flex min-h-0 flex-col", className)}>
      {hasSearch ? (
        <div className="px-2 pb-1.5">
          <Input
            type="search"
            className="h-7"
            aria-label={t("search")}
            placeholder={t("search")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              const first = rows.find(({ label }) => label !== null)?.label;
              if (event.key === "Enter" && first) assign(first);
              if (event.key === "Escape" && search !== "") setSearch("");
              else if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
            }}
          />
        </div>
      ) : null}
      {rows.length === 0 ? (
        <p className="px-3 py-2 text-muted-foreground text-xs">
          {labels.list.length === 0 ? t("none") : t("noMatch")}
        </p>
      ) : (
        <LabelRows rows={rows} uses={uses} onUse={assign} />
      )}
    </section>
  );
}

function LabelRows({
  rows,
  uses,
  onUse,
}: {
  rows: readonly LabelRow[];
  uses: ReadonlyMap<string, Use>;
  onUse: (label: Label) => void;
}) {
  const t = useTranslations("editor.labels");
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    initialRect: { width: 280, height: 8 * ROW_PX },
  });
  const tabStop = Math.min(current, rows.length - 1);

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>) {
    const part = event.target instanceof HTMLElement ? event.target.dataset["part"] : undefined;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      focusPart(event.key === "ArrowLeft" ? "use" : "eye", tabStop);
      return;
    }
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: tabStop + 1,
      ArrowUp: tabStop - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.min(rows.length - 1, Math.max(0, target));
    setCurrent(next);
    virtual.scrollToIndex(next);
    // The row may come into being only with the scroll.
    requestAnimationFrame(() => focusPart(part ?? "use", next));
  }

  function focusPart(part: string, index: number) {
    const row = scroller.current?.querySelector(`[data-index="${index}"]`);
    const button = row?.querySelector(`[data-part="${part}"]`);
    if (button instanceof HTMLElement) button.focus({ preventScroll: true });
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul
        aria-label={t("title")}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <LabelItem
              key={row.id}
              row={row}
              index={index}
              count={rows.length}
              topPx={start}
              use={uses.get(row.id)}
              isTabStop={index === tabStop}
              onFocus={() => setCurrent(index)}
              onUse={onUse}
            />
          ) : null;
        })}
      </ul>
    </div>
  );
}

function LabelItem({
  row,
  index,
  count,
  topPx,
  use,
  isTabStop,
  onFocus,
  onUse,
}: {
  row: LabelRow;
  index: number;
  count: number;
  topPx: number;
  use: Use | undefined;
  isTabStop: boolean;
  onFocus: () => void;
  onUse: (label: Label) => void;
}) {
  const t = useTranslations("editor.labels");
  const format = useFormatter();
  const editor = useEditor();
  const look = useLabelLook()(row.id);
  const isActive = useSession((state) => state.activeLabelId === row.id);
  const isHidden = use !== undefined && use.hidden === use.count;
  const idsOfLabel = () =>
    [...editor.document.current().values()]
      .filter(({ labelId }) => labelId === row.id)
      .map(({ id }) => id);
  return (
    <li
      data-index={index}
      aria-posinset={index + 1}
      aria-setsize={count}
      style={{ height: ROW_PX, transform: `translateY(${topPx}px)` }}
      className="group absolute inset-x-0 top-0 flex items-center px-2"
      onFocus={onFocus}
    >
      <button
        type="button"
        data-part="use"
        tabIndex={isTabStop ? 0 : -1}
        aria-pressed={row.label ? isActive : undefined}
        onMouseDown={keepFocus}
        onClick={() => (row.label ? onUse(row.label) : editor.select(idsOfLabel()))}
        className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left hover:bg-accent aria-pressed:bg-primary-soft aria-pressed:font-medium"
      >
        <span
          aria-hidden="true"
          className={cn(
            "size-3 shrink-0 rounded-sm outline-1 outline-foreground/20 -outline-offset-1",
            isHidden && "opacity-40",
          )}
          style={{ backgroundColor: look.color }}
        />
        <span className="sr-only">
          {t(row.label ? "use" : "selectGone", { name: look.name, count: use?.count ?? 0 })}
        </span>
        <span
          aria-hidden="true"
          className={cn("min-w-0 truncate", !look.isKnown && "italic")}
          title={look.name}
        >
          {look.name}
        </span>
        {look.isKnown ? null : (
          <span aria-hidden="true" className="shrink-0 text-muted-foreground text-xs">
            {t("deleted")}
          </span>
        )}
        <span
          aria-hidden="true"
          data-numeric
          className="ml-auto shrink-0 text-muted-foreground text-xs"
        >
          {use ? format.number(use.count) : ""}
        </span>
        <Hotkey label={row.label} />
      </button>
      <button
        type="button"
        data-part="eye"
        tabIndex={-1}
        disabled={!use}
        aria-pressed={isHidden}
        aria-label={t("hide", { name: look.name })}
        title={t(isHidden ? "showTitle" : "hideTitle")}
        onMouseDown={keepFocus}
        onClick={() => setInSession(editor, { set: "hidden", ids: idsOfLabel(), isOn: !isHidden })}
        className={cn(
          "flex size-7 shrink-0 items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground focus-visible:opacity-100 disabled:invisible [&_svg]:size-3.5",
          isHidden || (use?.hidden ?? 0) > 0 ? "" : "opacity-0 group-hover:opacity-100",
        )}
      >
        {isHidden ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
      </button>
    </li>
  );
}

function Hotkey({ label }: { label: Label | null }) {
  const rebindings = useRebindings();
  const shortcut = label
    ? (rebindings[`labels.use-${label.id}`]?.[0] ?? label.hotkey ?? undefined)
    : undefined;
  return (
    <span aria-hidden="true" className="flex w-6 shrink-0 justify-end">
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} />}
    </span>
  );
}

/** The command of a label: of what is selected, and of the next shape. */
function useAssignLabel(): (label: Label) => void {
  const editor = useEditor();
  const { shell } = useEditorPage();
  return (label) => {
    for (const command of labelCommands([label])) void runCommand(command, { editor, shell });
  };
}

/** How often each label is used on this item. */
function useLabelUses(): ReadonlyMap<string, Use> {
  const annotations = useIdleAnnotations();
  const hidden = useSession((state) => state.hidden);
  return useMemo(() => countUses(annotations, hidden), [annotations, hidden]);
}

function countUses(
  annotations: ReadonlyMap<string, Annotation>,
  hidden: ReadonlySet<string>,
): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const { id, labelId } of annotations.values()) {
    const use = uses.get(labelId) ?? { count: 0, hidden: 0 };
    use.count += 1;
    if (hidden.has(id)) use.hidden += 1;
    uses.set(labelId, use);
  }
  return uses;
}
