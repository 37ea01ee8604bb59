import { type StagePlaces, stageOf } from "@/components/editor/talk/stage-places";
import { isAudioEditor } from "@/lib/editor/audio/audio-editor";
import { toPx, toTime } from "@/lib/editor/audio/time-viewport";
import type { Editor } from "@/lib/editor/editor";

/** Below the edge of the sound, above its lanes. */
const TOP_PX = 6;

/** Places of a recording: seconds from its start. They stand at the upper edge of the sound. */
export function audioPlaces(editor: Editor, host: HTMLElement): StagePlaces {
  if (!isAudioEditor(editor)) throw new TypeError("This is no recording.");
  const pane = () =>
    stageOf(host)?.querySelector('[data-testid="sound"]')?.getBoundingClientRect() ?? null;
  return {
    rectOf({ annotationId, point }) {
      const rect = pane();
      if (!rect) return null;
      const { viewport } = editor.session.getState();
      const { left, top } = host.getBoundingClientRect();
      const geometry = annotationId
        ? editor.document.current().get(annotationId)?.geometry
        : undefined;
      const start = geometry?.kind === "interval" ? geometry.start : (point?.x ?? null);
      if (start === null) return null;
      const x = toPx(viewport, start);
      if (x < 0 || x > rect.width) return null;
      const w = geometry?.kind === "interval" ? toPx(viewport, geometry.end) - x : 0;
      return { x: rect.left - left + x, y: rect.top - top + TOP_PX, w, h: 0 };
    },
    pointAt({ x, y }) {
      const rect = pane();
      if (!rect || y < rect.top || y > rect.bottom) return null;
      const seconds = toTime(editor.session.getState().viewport, x - rect.left);
      return { x: Math.max(0, seconds), y: null };
    },
  };
}
