"use client";

import { Info, TriangleAlert } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useMessages, useTranslations } from "use-intl";
import { useEditor, useSession } from "./editor-context";
import { useMediaView } from "./media/editor-media";

/** A notice without a press of the pointer goes by itself. */
const NOTICE_MS = 6_000;

/** The line below the canvas: where, how large, how many, and what the next key or press does. */
export function StatusLine() {
  const { Readouts } = useMediaView();
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 overflow-hidden border-t bg-card px-3 text-muted-foreground text-xs">
      <Counts />
      <Readouts />
      <Hint />
    </footer>
  );
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
  const editor = useEditor();
  const t = useTranslations("tools");
  const messages = useMessages();
  const key = useSession(() => editor.hint());
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
