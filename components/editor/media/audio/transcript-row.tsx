"use client";

import { Pause, Play } from "lucide-react";
import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { keepFocus } from "@/components/editor/keep-focus";
import { useLabelLook } from "@/components/editor/use-label-look";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { MAX_ANNOTATION_TEXT } from "@/lib/annotation/annotation";
import { formatTime } from "@/lib/audio/format-time";
import { isRegion, type Region, speakerOf } from "@/lib/editor/audio/region-index";
import { useAudioEditor, useAudioSession } from "./use-audio-editor";

/** After a pause of this length what was typed is saved. */
const PAUSE_MS = 800;

type RowProps = {
  region: Region;
  index: number;
  count: number;
  topPx: number;
  /** Id of the list of known speakers. */
  speakersId: string;
  isHeard: boolean;
  measure(element: HTMLElement | null): void;
  /** To the text of the next or previous row; false when there is none. */
  onStep(by: 1 | -1): boolean;
  onFocusChange(isFocused: boolean): void;
};

const FIELD =
  "w-full min-w-0 rounded-sm border border-transparent bg-transparent px-1.5 py-1 text-card-foreground hover:border-border-strong focus-visible:border-ring focus-visible:bg-card focus-visible:outline-1 focus-visible:outline-offset-0 disabled:pointer-events-none";

/** A region as a line: when, who, what. */
export const TranscriptRow = memo(function TranscriptRow(props: RowProps) {
  const { region, index, count, topPx, speakersId, isHeard, measure, onStep, onFocusChange } =
    props;
  const t = useTranslations("audio.table");
  const editor = useAudioEditor();
  const { id, geometry, labelId } = region;
  const look = useLabelLook()(labelId);
  const isSelected = useAudioSession((state) => state.selection.has(id));
  const isPlayingIt = useAudioSession((state) => state.isPlaying && state.heardId === id);
  useAudioSession((state) => state.locked);
  const isDisabled = !editor.isEditable(id);
  const start = formatTime(geometry.start);

  const range = () => {
    const now = editor.document.current().get(id);
    return now && isRegion(now) ? now.geometry : null;
  };
  const choose = () => {
    const { selection } = editor.session.getState();
    if (selection.size !== 1 || !selection.has(id)) editor.select([id]);
    editor.reveal(id);
  };
  const playOrPause = () => {
    if (editor.session.getState().isPlaying) editor.transport.pause();
    else editor.transport.play(range, { isResuming: true });
  };

  /** What plays and steps without leaving the field. True when the key was one of them. */
  function onKey(event: KeyboardEvent): boolean {
    const isMod = event.ctrlKey || event.metaKey;
    if (isMod && event.key === " ") playOrPause();
    else if (isMod && event.key === "Enter") editor.transport.play(range);
    else if (isMod && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      onStep(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && event.currentTarget instanceof HTMLElement) {
      event.currentTarget.blur();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return (
    <li
      ref={measure}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-current={isHeard ? "true" : undefined}
      data-index={index}
      data-region={id}
      style={{ transform: `translateY(${topPx}px)` }}
      className={cn(
        "absolute inset-x-0 top-0 grid min-h-8.5 grid-cols-[2rem_9.5rem_minmax(4rem,9rem)_minmax(4rem,8rem)_minmax(0,1fr)] items-start gap-1 border-b px-1.5 py-0.5",
        isSelected ? "bg-primary-soft" : isHeard && "bg-accent",
      )}
    >
      <span>
        <IconButton
          label={isPlayingIt ? t("pause") : t("play", { start })}
          icon={isPlayingIt ? <Pause /> : <Play />}
          size="icon-sm"
          side="right"
          tabIndex={-1}
          onMouseDown={keepFocus}
          onClick={() => {
            if (isPlayingIt) editor.transport.pause();
            else {
              choose();
              editor.transport.play(range);
            }
          }}
        />
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: J and K select by the keyboard */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cell is not a control of its own */}
      <span
        data-numeric
        className="flex h-7 items-center whitespace-nowrap px-1 text-xs"
        onClick={choose}
      >
        {start}
        <span className="mx-1 text-muted-foreground">–</span>
        {formatTime(geometry.end)}
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: J and K select by the keyboard */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cell is not a control of its own */}
      <span className="flex h-7 min-w-0 items-center gap-1.5" onClick={choose}>
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-sm"
          style={{ backgroundColor: look.color }}
        />
        <span className={cn("truncate text-xs", !look.isKnown && "italic")} title={look.name}>
          {look.name}
        </span>
      </span>
      <span>
        <SpeakerCell
          key={`${id} speaker`}
          region={region}
          {...{ speakersId, isDisabled, onKey, onFocusChange }}
          onFocus={choose}
        />
      </span>
      <span>
        <TextCell
          key={`${id} text`}
          region={region}
          {...{ isDisabled, onKey, onStep, onFocusChange }}
          onFocus={choose}
        />
      </span>
    </li>
  );
});

type CellProps = {
  region: Region;
  isDisabled: boolean;
  onKey(event: KeyboardEvent): boolean;
  onFocus(): void;
  onFocusChange(isFocused: boolean): void;
};

function SpeakerCell(props: CellProps & { speakersId: string }) {
  const { region, isDisabled, speakersId, onKey, onFocus, onFocusChange } = props;
  const t = useTranslations("audio.table");
  const { maker } = useAudioEditor();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      aria-label={t("speakerOf", { start: formatTime(region.geometry.start) })}
      placeholder={t("speaker")}
      dir="auto"
      list={speakersId}
      maxLength={200}
      disabled={isDisabled}
      className={cn(FIELD, "h-7 text-xs")}
      value={typed ?? speakerOf(region)}
      onFocus={() => {
        onFocusChange(true);
        onFocus();
      }}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        onFocusChange(false);
        if (typed !== null) maker.setSpeaker([region.id], typed);
        setTyped(null);
      }}
      onKeyDown={(event) => {
        if (onKey(event)) return;
        if (event.key === "Enter") {
          if (typed !== null) maker.setSpeaker([region.id], typed);
          setTyped(null);
        }
      }}
    />
  );
}

function TextCell(props: CellProps & { onStep(by: 1 | -1): boolean }) {
  const { region, isDisabled, onKey, onStep, onFocus, onFocusChange } = props;
  const t = useTranslations("audio.table");
  const editor = useAudioEditor();
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const pending = useRef<{ timer: number; text: string } | null>(null);
  /** All that is typed in one visit to the field is one entry of the history. */
  const isJoining = useRef(false);
  const { id, text = "" } = region;
  const isWanted = useAudioSession(
    ({ wantedField }) => wantedField?.field === "text" && wantedField.id === id,
  );

  useEffect(() => {
    if (!isWanted) return;
    field.current?.focus();
    editor.session.setState({ wantedField: null });
  }, [isWanted, editor]);

  const flush = useRef(() => {
    const last = pending.current;
    pending.current = null;
    if (!last) return;
    clearTimeout(last.timer);
    if (editor.maker.setText(id, last.text, { isJoining: isJoining.current })) {
      isJoining.current = true;
    }
  });
  useEffect(() => flush.current, []);

  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      aria-label={t("textOf", { start: formatTime(region.geometry.start) })}
      placeholder={t("text")}
      maxLength={MAX_ANNOTATION_TEXT}
      disabled={isDisabled}
      className={cn(FIELD, "field-sizing-content block max-h-28 min-h-7 resize-none text-sm")}
      value={typed ?? text}
      onFocus={() => {
        isJoining.current = false;
        onFocusChange(true);
        onFocus();
      }}
      onChange={(event) => {
        setTyped(event.target.value);
        if (pending.current) clearTimeout(pending.current.timer);
        pending.current = {
          text: event.target.value,
          timer: window.setTimeout(() => flush.current(), PAUSE_MS),
        };
      }}
      onBlur={() => {
        onFocusChange(false);
        flush.current();
        setTyped(null);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || onKey(event)) return;
        const isNext = (event.key === "Enter" || event.key === "Tab") && !event.shiftKey;
        if (!isNext) return;
        flush.current();
        const isGone = onStep(1);
        // Behind the last row Tab leaves the table; Enter is no line break, as it would be nowhere else.
        if (isGone || event.key === "Enter") event.preventDefault();
      }}
    />
  );
}
