"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useLabelLook } from "@/components/editor/use-label-look";
import { Notice } from "@/components/ui/notice";
import { AudioAnnouncer } from "./audio-announcer";
import type { Sound } from "./sound/sound";
import { bindTimeInput } from "./surface/time-input";
import { createTimeSurface, type TimeSurface } from "./surface/time-surface";
import { useAudioEditor } from "./use-audio-editor";

/** Holds the surface that draws sound and regions; React has no part in what is on it. */
export function TimePane({ sound }: { sound: Sound }) {
  const editor = useAudioEditor();
  const t = useTranslations("audio");
  const { data } = useEditorPage();
  const lookOf = useLabelLook();
  const host = useRef<HTMLElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const surface = useRef<TimeSurface>(null);
  const nameOf = useRef((labelId: string) => lookOf(labelId).name);

  useEffect(() => {
    nameOf.current = (labelId) => lookOf(labelId).name;
    surface.current?.setNames(nameOf.current);
  }, [lookOf]);

  useEffect(() => {
    if (!(host.current && base.current && overlay.current)) return;
    const created = createTimeSurface({
      editor,
      sound,
      host: host.current,
      base: base.current,
      overlay: overlay.current,
      nameOf: nameOf.current,
    });
    surface.current = created;
    const endInput = bindTimeInput({ editor, host: host.current, surface: created });
    return () => {
      surface.current = null;
      endInput();
      created.dispose();
    };
  }, [editor, sound]);

  return (
    <section
      ref={host}
      data-testid="sound"
      aria-label={t("soundOf", { name: data.item.name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing area takes the keyboard.
      tabIndex={0}
      className="relative min-h-40 flex-1 touch-none select-none overflow-hidden bg-canvas outline-none focus-visible:inset-ring-2 focus-visible:inset-ring-ring"
    >
      <canvas ref={base} className="absolute inset-0 size-full" />
      <canvas ref={overlay} className="absolute inset-0 size-full" />
      <LoadFailure sound={sound} />
      <AudioAnnouncer />
    </section>
  );
}

function LoadFailure({ sound }: { sound: Sound }) {
  const t = useTranslations("audio.failed");
  const [failure, setFailure] = useState(sound.failure());
  useEffect(() => {
    setFailure(sound.failure());
    return sound.subscribe(() => setFailure(sound.failure()));
  }, [sound]);
  if (!failure) return null;
  return (
    <div className="absolute inset-x-0 top-8 mx-auto w-fit max-w-md">
      <Notice variant="warning">
        {failure.status === 0 ? t("network") : t("fetch", { status: failure.status })}
      </Notice>
    </div>
  );
}
