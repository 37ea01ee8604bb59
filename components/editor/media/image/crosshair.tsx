"use client";

import { useEffect, useRef } from "react";
import { toScreen } from "@/lib/editor/image/viewport";
import { toolOf } from "@/lib/tools/tools";
import { useImageEditor } from "./use-image-editor";

/** Two lines through the pointer while a drawing tool is chosen. Moved without React: at every frame. */
export function Crosshair() {
  const editor = useImageEditor();
  const horizontal = useRef<HTMLDivElement>(null);
  const vertical = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function update(): void {
      const { pointer, tool, viewport, heldPan } = editor.session.getState();
      const isShown =
        pointer !== null &&
        heldPan === null &&
        toolOf(tool).draws &&
        editor.preferences.getState().showCrosshair;
      for (const [line, axis] of [
        [horizontal.current, "y"],
        [vertical.current, "x"],
      ] as const) {
        if (!line) continue;
        line.style.visibility = isShown ? "visible" : "hidden";
        if (!isShown) continue;
        const at = Math.round(toScreen(viewport, pointer)[axis]);
        line.style.transform = axis === "y" ? `translateY(${at}px)` : `translateX(${at}px)`;
      }
    }
    update();
    const ends = [editor.session.subscribe(update), editor.preferences.subscribe(update)];
    return () => {
      for (const end of ends) end();
    };
  }, [editor]);
  const line =
    "pointer-events-none invisible absolute left-0 top-0 bg-white/80 shadow-[0_0_0_0.5px_rgb(0_0_0/0.55)]";
  return (
    <div aria-hidden="true">
      <div ref={horizontal} className={`${line} h-px w-full`} />
      <div ref={vertical} className={`${line} h-full w-px`} />
    </div>
  );
}
