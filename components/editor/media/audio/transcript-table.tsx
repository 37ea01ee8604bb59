"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { AudioWaveform } from "lucide-react";
import {
  type PointerEvent,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { useEditor, usePreferences } from "@/components/editor/editor-context";
import { useEditorCommand } from "@/components/editor/use-editor-command";
import { useIdleAnnotations } from "@/components/editor/use-idle-annotations";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { isRegion } from "@/lib/editor/audio/region-index";
import { inReadingOrder } from "@/lib/editor/text/span-index";
import { TranscriptRow } from "./transcript-row";
import { useAudioEditor, useAudioSession } from "./use-audio-editor";

const ROW_PX = 34;
const MIN_HEIGHT_PX = 96;
const MAX_HEIGHT_PX = 700;
const STEP_PX = 24;

/** What is said, a row for each region in the order of time; the row that is heard is followed. */
export function TranscriptTable() {
  const t = useTranslations("audio.table");
  const heightPx = usePreferences((state) => state.transcriptHeightPx);
  // The sound is on screen first.
  const isDue = useDeferredValue(true, false);
  return (
    <section
      aria-label={t("title")}
      className="relative flex max-h-[50%] shrink-0 flex-col border-t bg-card"
      style={{ height: Math.min(MAX_HEIGHT_PX, Math.max(MIN_HEIGHT_PX, heightPx)) }}
    >
      <Divider />
      <Header />
      {isDue ? <Rows /> : null}
    </section>
  );
}

function Header() {
  const t = useTranslations("audio.table");
  const { preferences } = useEditor();
  const id = useId();
  const isPlayingNext = usePreferences((state) => state.playNextRow);
  return (
    <div className="flex h-8 shrink-0 items-center gap-3 border-b px-3 text-muted-foreground text-xs">
      <span className="font-medium text-foreground">{t("title")}</span>
      <span className="flex min-w-0 items-center gap-1.5 overflow-hidden whitespace-nowrap">
        <Kbd shortcut="mod+space" /> {t("playKey")}
        <Kbd shortcut="mod+enter" className="ml-2" /> {t("replayKey")}
        <Kbd shortcut="enter" className="ml-2" /> {t("nextKey")}
      </span>
      <label htmlFor={id} className="ml-auto shrink-0">
        {t("playNext")}
      </label>
      <Switch
        id={id}
        checked={isPlayingNext}
        onCheckedChange={(playNextRow) => preferences.setState({ playNextRow })}
      />
    </div>
  );
}

function Rows() {
  const t = useTranslations("audio.table");
  const editor = useAudioEditor();
  const idle = useIdleAnnotations();
  const scroller = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const heardId = useAudioSession((state) => (state.isPlaying ? state.heardId : null));
  const wanted = useAudioSession((state) =>
    state.wantedField?.field === "text" ? state.wantedField.id : null,
  );
  // A row that is to be written in, or is, cannot wait for the list: what is typed would be taken for shortcuts.
  const writtenId = wanted ?? focusedId;
  const annotations =
    writtenId === null || idle.has(writtenId) ? idle : editor.document.annotations();
  const rows = useMemo(
    () => [...annotations.values()].filter(isRegion).sort(inReadingOrder),
    [annotations],
  );
  const focusedIndex = rows.findIndex(({ id }) => id === focusedId);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (index) => rows[index]?.id ?? index,
    // The row that is written in stays, wherever one scrolls.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (focusedIndex < 0 || indexes.includes(focusedIndex)) return indexes;
      return [...indexes, focusedIndex].sort((a, b) => a - b);
    },
  });
  const speakersId = useId();

  useScrollTo(wanted, rows, (index) => virtual.scrollToIndex(index, { align: "auto" }));
  const isWriting = focusedId !== null;
  useScrollTo(isWriting ? null : heardId, rows, (index) =>
    virtual.scrollToIndex(index, { align: "auto" }),
  );

  function goTo(index: number): boolean {
    const row = rows[index];
    if (!row) return false;
    editor.select([row.id]);
    editor.reveal(row.id);
    editor.session.setState({ wantedField: { id: row.id, field: "text" } });
    if (editor.preferences.getState().playNextRow) playRow(row.id);
    return true;
  }

  function playRow(id: string): void {
    editor.transport.play(() => {
      const region = editor.document.current().get(id);
      return region && isRegion(region) ? region.geometry : null;
    });
  }

  if (rows.length === 0) return <Empty />;
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <datalist id={speakersId}>
        {editor.regions.speakers().map((speaker) => (
          <option key={speaker} value={speaker} />
        ))}
      </datalist>
      <ul aria-label={t("rows")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const region = rows[index];
          if (!region) return null;
          return (
            <TranscriptRow
              key={key}
              region={region}
              index={index}
              count={rows.length}
              topPx={start}
              speakersId={speakersId}
              isHeard={heardId === region.id}
              measure={virtual.measureElement}
              onStep={(by) => goTo(index + by)}
              onFocusChange={(isFocused) =>
                setFocusedId((now) => (isFocused ? region.id : now === region.id ? null : now))
              }
            />
          );
        })}
      </ul>
    </div>
  );
}

/** Brings the row of an annotation into view whenever it becomes another. */
function useScrollTo(
  id: string | null,
  rows: readonly { id: string }[],
  scrollTo: (index: number) => void,
): void {
  const latest = useRef({ rows, scrollTo });
  useEffect(() => {
    latest.current = { rows, scrollTo };
  });
  useEffect(() => {
    if (id === null) return;
    const index = latest.current.rows.findIndex((row) => row.id === id);
    if (index >= 0) latest.current.scrollTo(index);
  }, [id]);
}

function Empty() {
  const t = useTranslations("audio.table");
  const { isReadOnly } = useEditor();
  const { shortcut = "b" } = useEditorCommand("audio.mark");
  return (
    <div className="grid min-h-0 flex-1 place-items-center overflow-y-auto p-3 text-center text-muted-foreground">
      <div className="grid max-w-md justify-items-center gap-1.5">
        <AudioWaveform aria-hidden="true" className="size-5" />
        <p className="font-medium text-foreground">{t("empty")}</p>
        {isReadOnly ? null : (
          <p className="text-pretty text-xs">
            {t.rich("emptyHow", { key: () => <Kbd shortcut={shortcut} className="mx-0.5" /> })}
          </p>
        )}
      </div>
    </div>
  );
}

/** Drawn up and down, or moved by the arrow keys; the height is the person's for all recordings. */
function Divider() {
  const t = useTranslations("audio.table");
  const { preferences } = useEditor();
  const heightPx = usePreferences((state) => state.transcriptHeightPx);
  const from = useRef<{ y: number; heightPx: number } | null>(null);
  const set = (next: number) =>
    preferences.setState({
      transcriptHeightPx: Math.min(MAX_HEIGHT_PX, Math.max(MIN_HEIGHT_PX, Math.round(next))),
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={t("height")}
      aria-valuenow={heightPx}
      aria-valuemin={MIN_HEIGHT_PX}
      aria-valuemax={MAX_HEIGHT_PX}
      tabIndex={0}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none hover:bg-primary/30 focus-visible:bg-primary/40"
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { y: event.clientY, heightPx };
      }}
      onPointerMove={(event) => {
        if (from.current) set(from.current.heightPx + from.current.y - event.clientY);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowUp") set(heightPx + STEP_PX);
        if (event.key === "ArrowDown") set(heightPx - STEP_PX);
      }}
    />
  );
}
