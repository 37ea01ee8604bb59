"use client";

import { useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ImageEditor } from "@/lib/editor/image/image-editor";
import { geometrySpec } from "@/lib/geometry/geometry";
import { useImageEditor } from "./use-image-editor";

/**
 * Written into the page directly: these follow the pointer, and rendering them again at every move
 * would take from the frame that draws.
 */
export function ImageReadouts() {
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
