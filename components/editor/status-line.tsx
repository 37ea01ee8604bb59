"use client";

import { Info, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useFormatter, useMessages, useTranslations } from "use-intl";
import type { ImageEditor } from "@/lib/editor/image/image-editor";
import { geometrySpec } from "@/lib/geometry/geometry";
import { useEditor, useImageEditor, useImageSession, useSession } from "./editor-context";

/** A notice without a press of the pointer goes by itself. */
const NOTICE_MS = 6_000;

/** The line below the canvas: where, how large, how many, and what the next key or press does. */
export function StatusLine() {
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 overflow-hidden border-t bg-card px-3 text-muted-foreground text-xs">
      <Counts />
      <Readouts />
      <Hint />
    </footer>
  );
}

/**
 * Written into the page directly: these follow the pointer, and rendering them again at every move
 * would take from the frame that draws.
 */
function Readouts() {
  const editor = useImageEditor();
  const t = useTranslations("editor.status");
  const format = useFormatter();
  const pointer = useRef<HTMLSpanElement>(null);
  const size = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const number = (value: number) => format.number(Math.round(value), { useGrouping: false });
    const write = () => {
      const at = editor.session.getState().pointer;
      const { width, height } = editor.item.extent;
      const isOver = at && at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height;
      setText(pointer.current, isOver ? `${number(at.x)}, ${number(at.y)}` : "");
      const bounds = shownSize(editor);
      setText(size.current, bounds ? `${number(bounds.w)} × ${number(bounds.h)} px` : "");
    };
    write();
    const ends = [editor.session.subscribe(write), editor.document.subscribe(write)];
    return () => {
      for (const end of ends) end();
    };
  }, [editor, format]);
  return (
    <>
      <span ref={pointer} data-numeric title={t("pointer")} className="w-20 shrink-0" />
      <span ref={size} data-numeric title={t("size")} className="w-24 shrink-0" />
    </>
  );
}

function setText(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Of what is being drawn, else of the one that is changed or selected; image px. */
function shownSize(editor: ImageEditor): { w: number; h: number } | null {
  const { selection } = editor.session.getState();
  const [id] = selection.size === 1 ? selection : [];
  const drafts = editor.drafts();
  const [draft] = drafts.size === 1 ? drafts.values() : [];
  const geometry =
    editor.preview() ??
    draft ??
    (id === undefined ? undefined : editor.document.current().get(id)?.geometry);
  return geometry ? geometrySpec(geometry).bounds(geometry) : editor.marquee();
}

function Counts() {
  const { document } = useEditor();
  const t = useTranslations("editor.status");
  const readSize = () => document.current().size;
  const count = useSyncExternalStore(document.subscribe, readSize, readSize);
  const selected = useSession((state) => state.selection.size);
  const hidden = useSession((state) => state.hidden.size);
  return (
    <span data-numeric className="shrink-0">
      {t("annotations", { count })}
      {selected > 1 ? ` · ${t("selected", { count: selected })}` : ""}
      {hidden > 0 ? ` · ${t("hidden", { count: hidden })}` : ""}
    </span>
  );
}

function Hint() {
  const editor = useImageEditor();
  const t = useTranslations("tools");
  const messages = useMessages();
  const key = useImageSession(() => editor.hint());
  const notice = useSession((state) => state.notice);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => editor.session.setState({ notice: null }), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [editor, notice]);
  return (
    <span className="ml-auto flex min-w-0 items-center gap-1.5 [&_svg]:size-3.5 [&_svg]:shrink-0">
      <span role="status" className="contents">
        {notice === null ? null : (
          <>
            <TriangleAlert aria-hidden="true" className="text-warning" />
            <span className="truncate font-medium text-warning-foreground">
              {t(`notice.${notice}`)}
            </span>
          </>
        )}
      </span>
      {notice === null ? (
        <>
          <Info aria-hidden="true" />
          <span className="truncate">{textAt(messages.tools, key)}</span>
        </>
      ) : null}
    </span>
  );
}

/** The text under a dotted key that only a tool knows; empty when the catalogue lacks it. */
function textAt(tree: unknown, key: string): string {
  let node = tree;
  for (const part of key.split(".")) {
    if (typeof node !== "object" || node === null) return "";
    node = new Map<string, unknown>(Object.entries(node)).get(part);
  }
  return typeof node === "string" ? node : "";
}
