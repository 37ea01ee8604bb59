"use client";

import { useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { formatTime } from "@/lib/audio/format-time";
import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import type { Interval } from "@/lib/geometry/interval";
import { useAudioEditor } from "./use-audio-editor";

/** Where the pointer is, and how long what is drawn or selected; written into the page directly, as it follows the hand. */
export function AudioReadouts() {
  const editor = useAudioEditor();
  const t = useTranslations("audio.status");
  const format = useFormatter();
  const pointer = useRef<HTMLSpanElement>(null);
  const length = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const { pointer: at } = editor.session.getState();
      setText(pointer.current, at === null ? "" : formatTime(at));
      const range = shownRange(editor);
      const seconds = range ? range.end - range.start : 0;
      const decimals = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
      setText(length.current, range ? `${format.number(seconds, decimals)} s` : "");
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
      <span ref={length} data-numeric title={t("length")} className="w-20 shrink-0" />
    </>
  );
}

/** Of what is in the hand, else of what is selected. */
function shownRange(editor: AudioEditor): Interval | null {
  const { drag } = editor.session.getState();
  return drag && drag.kind !== "move" ? drag.range : editor.target();
}

function setText(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
