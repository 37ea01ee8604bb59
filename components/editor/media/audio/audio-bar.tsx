"use client";

import {
  ChevronDown,
  Maximize,
  PanelBottom,
  PanelRight,
  Pause,
  Play,
  Repeat,
  ScanSearch,
  Volume2,
  VolumeX,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { CommandButton } from "@/components/editor/command-button";
import { useEditor, usePreferences } from "@/components/editor/editor-context";
import { ViewOptions } from "@/components/editor/media/view-options";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Slider } from "@/components/ui/slider";
import { Tooltip } from "@/components/ui/tooltip";
import { formatTime } from "@/lib/audio/format-time";
import { RATES } from "@/lib/editor/audio/commands/transport";
import { AudioOptions } from "./audio-options";
import { useAudioEditor, useAudioSession } from "./use-audio-editor";

/** Playing at the left, how the sound is shown at the right. */
export function AudioBar() {
  const t = useTranslations("audio.bar");
  const isPlaying = useAudioSession((state) => state.isPlaying);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own box
    <div
      role="group"
      aria-label={t("title")}
      className="flex h-9 shrink-0 items-center gap-0.5 overflow-hidden border-t bg-card px-1"
    >
      <CommandButton
        command="audio.play"
        icon={isPlaying ? <Pause /> : <Play />}
        side="top"
        size="icon-sm"
      />
      <CommandButton command="audio.loop" icon={<Repeat />} side="top" size="icon-sm" />
      <Position />
      <RateMenu />
      <Volume />
      <span className="ml-auto" />
      <CommandButton command="view.zoom-out" icon={<ZoomOut />} side="top" size="icon-sm" />
      <CommandButton command="view.zoom-in" icon={<ZoomIn />} side="top" size="icon-sm" />
      <CommandButton command="view.fit" icon={<Maximize />} side="top" size="icon-sm" />
      <CommandButton
        command="view.zoom-to-selection"
        icon={<ScanSearch />}
        side="top"
        size="icon-sm"
      />
      <ViewOptions label={t("options")} className="w-84">
        <AudioOptions />
      </ViewOptions>
      <span className="mx-1 h-4 border-l" />
      <CommandButton command="audio.table" icon={<PanelBottom />} side="top" size="icon-sm" />
      <CommandButton command="view.panel" icon={<PanelRight />} side="top" size="icon-sm" />
    </div>
  );
}

/** Written into the page directly: it changes with every frame while it plays. */
function Position() {
  const t = useTranslations("audio.bar");
  const editor = useAudioEditor();
  const at = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    const write = () => {
      frame = 0;
      const text = formatTime(editor.transport.position());
      if (at.current && at.current.textContent !== text) at.current.textContent = text;
      if (editor.session.getState().isPlaying) frame = requestAnimationFrame(write);
    };
    const soon = () => {
      frame ||= requestAnimationFrame(write);
    };
    write();
    const end = editor.session.subscribe((now, before) => {
      if (now.playhead !== before.playhead || now.isPlaying !== before.isPlaying) soon();
    });
    return () => {
      end();
      cancelAnimationFrame(frame);
    };
  }, [editor]);
  return (
    <span
      data-numeric
      title={t("position")}
      className="mx-1 flex shrink-0 items-baseline gap-1 whitespace-nowrap"
    >
      <span ref={at} data-testid="position" className="w-19 text-right font-medium" />
      <span className="text-muted-foreground text-xs">/ {formatTime(editor.item.durationS)}</span>
    </span>
  );
}

function RateMenu() {
  const t = useTranslations("audio.bar");
  const format = useFormatter();
  const { transport } = useAudioEditor();
  const rate = useAudioSession((state) => state.rate);
  const shown = (value: number) => `${format.number(value, { maximumFractionDigits: 2 })} ×`;
  return (
    <DropdownMenu modal={false}>
      <Tooltip content={t("speed")} side="top">
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            size="sm"
            data-numeric
            className="w-17 gap-1 px-1 font-normal"
            aria-label={t("speedIs", { rate: shown(rate) })}
          >
            {shown(rate)}
            <ChevronDown aria-hidden="true" className="size-3!" />
          </Button>
        </DropdownMenuTrigger>
      </Tooltip>
      <DropdownMenuContent side="top" onCloseAutoFocus={(event) => event.preventDefault()}>
        <DropdownMenuRadioGroup
          value={String(rate)}
          onValueChange={(value) => transport.setRate(Number(value))}
        >
          {RATES.map((value) => (
            <DropdownMenuRadioItem key={value} value={String(value)}>
              {shown(value)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Volume() {
  const t = useTranslations("audio.bar");
  const { preferences } = useEditor();
  const volume = usePreferences((state) => state.volume);
  const isMuted = usePreferences((state) => state.isMuted);
  return (
    <>
      <CommandButton
        command="audio.mute"
        icon={isMuted || volume === 0 ? <VolumeX /> : <Volume2 />}
        side="top"
        size="icon-sm"
      />
      <Slider
        label={t("volume")}
        className="ml-1 w-20"
        min={0}
        max={1}
        step={0.05}
        value={[isMuted ? 0 : volume]}
        onValueChange={([next = 1]) => preferences.setState({ volume: next, isMuted: false })}
      />
    </>
  );
}
