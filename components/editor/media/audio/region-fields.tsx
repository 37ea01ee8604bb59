"use client";

import { useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import type { Annotation } from "@/lib/annotation/annotation";
import { speakerOf } from "@/lib/editor/audio/region-index";
import { TimeField } from "./time-field";
import { useAudioEditor, useAudioSession } from "./use-audio-editor";

/** Start, end and length of a region, and who speaks. */
export function RegionFields({
  annotation,
  isDisabled,
}: {
  annotation: Annotation;
  isDisabled: boolean;
}) {
  const t = useTranslations("audio.fields");
  const { maker } = useAudioEditor();
  const { id, geometry } = annotation;
  if (geometry.kind !== "interval") return null;
  const { start, end } = geometry;
  const fields = [
    { name: "start", seconds: start, to: (at: number) => ({ start: at, end }) },
    { name: "end", seconds: end, to: (at: number) => ({ start, end: at }) },
    { name: "length", seconds: end - start, to: (at: number) => ({ start, end: start + at }) },
  ] as const;
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-3 gap-1.5">
        {fields.map(({ name, seconds, to }) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the field inside names itself
          <label key={`${id} ${name}`} className="grid gap-0.5 text-muted-foreground text-xs">
            {t(name)}
            <TimeField
              label={t(`${name}Long`)}
              seconds={seconds}
              isDisabled={isDisabled}
              onChange={(at, isJoining) => maker.place(id, to(at), { isJoining })}
            />
          </label>
        ))}
      </div>
      <SpeakerField key={id} annotation={annotation} isDisabled={isDisabled} />
    </div>
  );
}

function SpeakerField({ annotation, isDisabled }: { annotation: Annotation; isDisabled: boolean }) {
  const t = useTranslations("audio.fields");
  const editor = useAudioEditor();
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const { id } = annotation;
  const isWanted = useAudioSession(
    ({ wantedField }) => wantedField?.field === "speaker" && wantedField.id === id,
  );
  useEffect(() => {
    if (!isWanted) return;
    field.current?.focus();
    field.current?.select();
    editor.session.setState({ wantedField: null });
  }, [isWanted, editor]);

  function commitTyped(): void {
    if (typed !== null) editor.maker.setSpeaker([id], typed);
    setTyped(null);
  }

  return (
    <label className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-2 text-muted-foreground text-xs">
      {t("speaker")}
      <input
        ref={field}
        dir="auto"
        list={listId}
        maxLength={200}
        disabled={isDisabled}
        className={cn(controlClasses, "h-7 px-1.5 text-xs")}
        value={typed ?? speakerOf(annotation)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commitTyped}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            commitTyped();
            event.currentTarget.blur();
          }
          if (event.key === "Escape") {
            setTyped(null);
            event.currentTarget.blur();
          }
        }}
      />
      <datalist id={listId}>
        {editor.regions.speakers().map((speaker) => (
          <option key={speaker} value={speaker} />
        ))}
      </datalist>
    </label>
  );
}
