import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import { fitAll, toPx, visibleRange } from "@/lib/editor/audio/time-viewport";
import type { Sound } from "../sound/sound";
import { paintWave } from "./paint-sound";
import { readTheme, translucent, watchTheme } from "./theme";

const REGION_PX = 4;

/** The whole recording in a strip, with a window on what is looked at, which can be dragged. */
export function createOverview(options: {
  editor: AudioEditor;
  sound: Sound;
  canvas: HTMLCanvasElement;
}): { dispose(): void } {
  const { editor, sound, canvas } = options;
  const { session } = editor;
  /** The sound and the regions, drawn once; the window and the playhead go over a copy. */
  const picture = document.createElement("canvas");
  const abort = new AbortController();
  const { signal } = abort;
  let theme = readTheme(canvas);
  let isStale = true;
  let frame = 0;
  let grip: number | null = null;

  function soon(): void {
    frame ||= requestAnimationFrame(draw);
  }

  function redraw(): void {
    isStale = true;
    soon();
  }

  function drawPicture(widthPx: number, heightPx: number): void {
    isStale = false;
    picture.width = canvas.width;
    picture.height = canvas.height;
    const context = picture.getContext("2d");
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme.card;
    context.fillRect(0, 0, widthPx, heightPx);
    const viewport = fitAll({ ...editor.frame(), widthPx });
    const channels = Array.from({ length: sound.info.channels }, (_, channel) => channel);
    const quiet = { ...theme, primary: theme.muted };
    const band = { y: 0, height: heightPx - REGION_PX };
    paintWave({ context, viewport, widthPx, theme: quiet }, { sound, channels, band });
    const { labels } = session.getState();
    for (const { geometry, labelId, id } of editor.regions.all()) {
      if (editor.isHidden(id)) continue;
      context.fillStyle = labels.colorOf(labelId);
      const left = toPx(viewport, geometry.start);
      const width = Math.max(1, toPx(viewport, geometry.end) - left);
      context.fillRect(left, heightPx - REGION_PX, width, REGION_PX);
    }
  }

  function draw(): void {
    frame = 0;
    const widthPx = canvas.clientWidth;
    const heightPx = canvas.clientHeight;
    const context = canvas.getContext("2d");
    if (!context || widthPx === 0) return;
    if (isStale) drawPicture(widthPx, heightPx);
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(picture, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const whole = fitAll({ ...editor.frame(), widthPx });
    const state = session.getState();
    const seen = visibleRange(state.viewport, state);
    const left = toPx(whole, seen.start);
    const right = toPx(whole, seen.end);
    if (right - left < widthPx - 1) {
      context.fillStyle = translucent(theme.background, 0.6);
      context.fillRect(0, 0, left, heightPx);
      context.fillRect(right, 0, widthPx - right, heightPx);
    }
    context.strokeStyle = theme.primary;
    context.lineWidth = 1.5;
    const width = Math.max(4, right - left);
    context.strokeRect(left + 0.75, 0.75, width - 1.5, heightPx - 1.5);
    context.fillStyle = theme.danger;
    context.fillRect(toPx(whole, editor.transport.position()) - 0.75, 0, 1.5, heightPx);
    if (state.isPlaying) soon();
  }

  function timeAt(event: PointerEvent): number {
    const { left, width } = canvas.getBoundingClientRect();
    return ((event.clientX - left) / Math.max(1, width)) * editor.item.durationS;
  }

  function moveTo(start: number): void {
    session.setState({ isFollowing: false });
    editor.setViewport((viewport, { durationS, widthPx }) => {
      const last = durationS - viewport.secondsPerPx * widthPx;
      return { ...viewport, start: Math.min(Math.max(0, last), Math.max(0, start)) };
    });
  }

  function resize(): void {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    redraw();
  }

  canvas.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      const state = session.getState();
      const { start, end } = visibleRange(state.viewport, state);
      const at = timeAt(event);
      grip = at >= start && at <= end ? at - start : (end - start) / 2;
      moveTo(at - grip);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (grip !== null) moveTo(timeAt(event) - grip);
    },
    { signal },
  );
  const letGo = () => {
    grip = null;
  };
  canvas.addEventListener("pointerup", letGo, { signal });
  canvas.addEventListener("pointercancel", letGo, { signal });
  const resizing = new ResizeObserver(resize);
  resizing.observe(canvas);
  const ends = [
    sound.subscribe(redraw),
    editor.document.subscribe(redraw),
    session.subscribe((now, before) => {
      if (now.labels !== before.labels || now.hidden !== before.hidden) redraw();
      else soon();
    }),
    watchTheme(() => {
      theme = readTheme(canvas);
      redraw();
    }),
  ];
  return {
    dispose() {
      for (const end of ends) end();
      abort.abort();
      resizing.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}
