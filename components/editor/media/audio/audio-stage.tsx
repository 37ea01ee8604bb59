"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "@/components/editor/editor-context";
import type { OpenedMedia } from "@/components/editor/media/opened-media";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { AudioBar } from "./audio-bar";
import { Overview } from "./overview";
import { connectPlayer } from "./sound/player";
import { TimePane } from "./time-pane";
import { TranscriptTable } from "./transcript-table";
import { useAudioEditor } from "./use-audio-editor";

/** The recording: the whole in a strip, its sound over its regions, what plays it, and what is said in it. */
export function AudioStage({ media }: { media: OpenedMedia }) {
  if (media.kind !== "audio") throw new TypeError("AudioStage needs a recording");
  const editor = useAudioEditor();
  const t = useTranslations("audio");
  const player = useRef<HTMLAudioElement>(null);
  const [isSilent, setIsSilent] = useState(false);
  const hasTable = usePreferences((state) => state.showTranscript);
  useEffect(() => {
    if (!player.current) return;
    setIsSilent(false);
    return connectPlayer(editor, player.current, { onFail: () => setIsSilent(true) });
  }, [editor]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said in it is written down here, by the person */}
      <audio key={media.src} ref={player} src={media.src} preload="auto" data-testid="player" />
      <Overview key={editor.item.id} sound={media.sound} />
      <TimePane sound={media.sound} />
      {isSilent ? (
        <Notice variant="danger">
          <p>{t("failed.player")}</p>
          <Button
            size="sm"
            onClick={() => {
              setIsSilent(false);
              player.current?.load();
            }}
          >
            {t("failed.retry")}
          </Button>
        </Notice>
      ) : null}
      <AudioBar />
      {hasTable ? <TranscriptTable /> : null}
    </div>
  );
}
