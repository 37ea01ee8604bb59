"use client";

import { useEffect, useRef } from "react";
import type { Sound } from "./sound/sound";
import { createOverview } from "./surface/overview";
import { useAudioEditor } from "./use-audio-editor";

/** For the pointer only: the keyboard goes by the commands of playing and zooming. */
export function Overview({ sound }: { sound: Sound }) {
  const editor = useAudioEditor();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const overview = createOverview({ editor, sound, canvas: canvas.current });
    return () => overview.dispose();
  }, [editor, sound]);
  return (
    <div aria-hidden="true" className="h-10 shrink-0 border-b bg-card">
      <canvas ref={canvas} data-testid="overview" className="block size-full touch-none" />
    </div>
  );
}
