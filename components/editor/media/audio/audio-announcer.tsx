"use client";

import { useTranslations } from "use-intl";
import { useLabelLook } from "@/components/editor/use-label-look";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { formatTime } from "@/lib/audio/format-time";
import { useAudioEditor, useAudioSession } from "./use-audio-editor";

/** Says where the playhead has come to rest, and which regions were begun, to those who do not see it. */
export function AudioAnnouncer() {
  const t = useTranslations("audio.announce");
  const editor = useAudioEditor();
  const lookOf = useLabelLook();
  const isPlaying = useAudioSession((state) => state.isPlaying);
  const playhead = useAudioSession((state) => state.playhead);
  const running = useAudioSession((state) => state.running);
  const here = isPlaying ? [] : editor.regions.at(playhead, 0).slice(0, 3);
  return (
    <VisuallyHidden role="status">
      {isPlaying ? t("playing") : t("at", { time: formatTime(playhead) })}{" "}
      {here.map(({ id, labelId, text = "" }) => (
        <span key={id}>
          {[lookOf(labelId).name, text.slice(0, 120)].filter(Boolean).join(": ")}{" "}
        </span>
      ))}
      {[...running].map(([labelId, start]) => (
        <span key={labelId}>
          {t("begun", { label: lookOf(labelId).name, time: formatTime(start) })}{" "}
        </span>
      ))}
    </VisuallyHidden>
  );
}
