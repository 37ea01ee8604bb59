import { colorTable } from "@/lib/audio/color-scale";
import { createFrequencyAxis } from "@/lib/audio/frequency-axis";
import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import type { AudioSessionState } from "@/lib/editor/audio/audio-session";
import { isRegion } from "@/lib/editor/audio/region-index";
import { followed, toPx } from "@/lib/editor/audio/time-viewport";
import type { Preferences } from "@/lib/editor/preferences";
import type { Sound } from "../sound/sound";
import { createSpectrumSource } from "../sound/spectrum-source";
import { type Bands, isIn, laneAt, layBands } from "./bands";
import { paintOverlay } from "./paint-overlay";
import { paintRegions, placeOf, type RegionPaint } from "./paint-regions";
import {
  createTilePictures,
  paintFrequencies,
  paintRuler,
  paintSpectrum,
  paintWave,
  type SpectrumLook,
} from "./paint-sound";
import { paintSuggested, suggestedLane } from "./paint-suggested";
import { readTheme, watchTheme } from "./theme";

/** What lies at a point of the surface. */
export type SurfaceHit = {
  area: "ruler" | "sound" | "lanes";
  /** In the lanes: the region there. */
  regionId: string | null;
  /** In the lanes: the suggestion there, by the id that it would have as an annotation. */
  suggestedId: string | null;
  /** The end of the selected region that can be grabbed there. */
  handle: { id: string; end: "start" | "end" } | null;
};

/** Draws the sound and its regions; two canvases, the upper one for what moves with hand and sound. */
export interface TimeSurface {
  hitAt(x: number, y: number, reachPx: number): SurfaceHit;
  scrollLanes(byPx: number): boolean;
  setNames(nameOf: (labelId: string) => string): void;
  dispose(): void;
}

export function createTimeSurface(options: {
  editor: AudioEditor;
  sound: Sound;
  host: HTMLElement;
  base: HTMLCanvasElement;
  overlay: HTMLCanvasElement;
  nameOf(labelId: string): string;
}): TimeSurface {
  const { editor, sound, host, base, overlay } = options;
  const { session, preferences } = editor;
  const get = session.getState;
  const pictures = createTilePictures();
  const source = createSpectrumSource(sound, () => redraw());
  let { nameOf } = options;
  let theme = readTheme(host);
  let look = readLook();
  let heightPx = 0;
  let laneScrollPx = 0;
  let frame = 0;
  let isBaseStale = true;
  let isDrawn = false;

  function readLook(): SpectrumLook {
    const state = preferences.getState();
    const { spectrumColors, spectrumMinDb, spectrumMaxDb, spectrumScale: scale } = state;
    const { isLight } = theme;
    const { sampleRate } = sound.info;
    const table = colorTable({
      scale: spectrumColors,
      minDb: spectrumMinDb,
      maxDb: spectrumMaxDb,
      isLight,
    });
    const axis = createFrequencyAxis({ scale, ...hertzRange(state, sampleRate) });
    return { table, axis, nyquistHz: sampleRate / 2 };
  }

  function bands(): Bands {
    const { channelsApart, showSpectrum } = preferences.getState();
    return layBands({
      heightPx,
      lanes: editor.lanes().lanes.length + editor.suggested.layout().lanes.length,
      channels: channelsApart ? sound.info.channels : 1,
      hasSpectrum: showSpectrum,
    });
  }

  function redraw(): void {
    isBaseStale = true;
    soon();
  }

  function soon(): void {
    frame ||= requestAnimationFrame(draw);
  }

  function draw(): void {
    frame = 0;
    const { widthPx, isPlaying, isFollowing, drag } = get();
    if (widthPx === 0 || heightPx === 0) return;
    const positionS = editor.transport.position();
    if (isPlaying && isFollowing && !drag && preferences.getState().followPlayhead) {
      editor.setViewport((viewport, within) => followed(viewport, within, positionS));
    }
    const laid = bands();
    laneScrollPx = Math.min(laneScrollPx, laid.maxLaneScroll);
    if (isBaseStale) {
      isBaseStale = false;
      paintBase(laid);
    }
    const context = contextOf(overlay);
    if (context) {
      context.clearRect(0, 0, widthPx, heightPx);
      paintOverlay(paintFor(context, laid), positionS);
    }
    // A change while drawing has asked for a frame already.
    if (isPlaying) soon();
  }

  function paintFor(context: CanvasRenderingContext2D, laid: Bands): RegionPaint {
    const { viewport, widthPx } = get();
    return { context, viewport, widthPx, theme, editor, bands: laid, laneScrollPx, nameOf };
  }

  function paintBase(laid: Bands): void {
    const context = contextOf(base);
    if (!context) return;
    const paint = paintFor(context, laid);
    const { widthPx } = paint;
    context.fillStyle = theme.background;
    context.fillRect(0, 0, widthPx, heightPx);
    paintRuler(paint, { band: laid.ruler, bottom: laid.spectrum?.y ?? laid.lanes.y });
    const all = Array.from({ length: sound.info.channels }, (_, channel) => channel);
    let isThere = false;
    laid.waves.forEach((band, n) => {
      const channels = laid.waves.length > 1 ? [n] : all;
      isThere = paintWave(paint, { sound, channels, band }) || isThere;
      if (n > 0) {
        context.fillStyle = theme.border;
        context.fillRect(0, Math.round(band.y), widthPx, 1);
      }
    });
    const band = laid.spectrum;
    if (band) {
      const { spectrumFftSize: fftSize } = preferences.getState();
      paintSpectrum(paint, { source, pictures, look, band, fftSize });
      paintFrequencies(paint, { band, axis: look.axis });
    }
    paintRegions(paint);
    paintSuggested(paint);
    if (isThere && !isDrawn) {
      isDrawn = true;
      host.dataset["drawn"] = editor.item.id;
    }
  }

  function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const context = canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  function resize(): void {
    const { clientWidth, clientHeight } = host;
    const ratio = window.devicePixelRatio || 1;
    heightPx = clientHeight;
    for (const canvas of [base, overlay]) {
      canvas.width = Math.round(clientWidth * ratio);
      canvas.height = Math.round(clientHeight * ratio);
    }
    editor.setWidth(clientWidth);
    redraw();
  }

  const resizing = new ResizeObserver(resize);
  resizing.observe(host);
  const ends = [
    sound.subscribe(redraw),
    editor.document.subscribe(redraw),
    session.subscribe((now, before) => {
      if (isBaseChanged(now, before)) redraw();
      else soon();
    }),
    preferences.subscribe(() => {
      look = readLook();
      redraw();
    }),
    watchTheme(() => {
      theme = readTheme(host);
      look = readLook();
      redraw();
    }),
  ];
  editor.attachEdges({ near: sound.edgesNear });

  return {
    hitAt(x, y, reachPx) {
      const laid = bands();
      const area = isIn(laid.ruler, y) ? "ruler" : isIn(laid.lanes, y) ? "lanes" : "sound";
      const { viewport } = get();
      const { laneOf } = editor.lanes();
      const lane = area === "lanes" ? laneAt(laid, y, laneScrollPx) : null;
      const [id] = get().selection.size === 1 ? get().selection : [];
      const focused = editor.suggestions.focused()?.annotation;
      const selected = focused ?? editor.regions.all().find((region) => region.id === id);
      const laneOfSelected = focused ? suggestedLane(editor, focused.id) : laneOf.get(id ?? "");
      const isReachable =
        selected &&
        isRegion(selected) &&
        editor.isEditable(selected.id) &&
        (lane === null || laneOfSelected === lane);
      const atS = viewport.start + x * viewport.secondsPerPx;
      const found =
        area === "lanes"
          ? editor.regions
              .at(atS, 2 * viewport.secondsPerPx)
              .find((region) => editor.isFree(region.id) && laneOf.get(region.id) === lane)
          : undefined;
      const suggested =
        area === "lanes"
          ? editor.suggested
              .at(atS, 2 * viewport.secondsPerPx)
              .find((region) => suggestedLane(editor, region.id) === lane)
          : undefined;
      let handle: SurfaceHit["handle"] = null;
      if (isReachable && area !== "ruler") {
        const { start, end } = placeOf(editor, selected);
        const toStart = Math.abs(toPx(viewport, start) - x);
        const toEnd = Math.abs(toPx(viewport, end) - x);
        // Of a region too narrow for both, the end is the one that is wanted more often.
        if (Math.min(toStart, toEnd) <= reachPx) {
          handle = { id: selected.id, end: toStart < toEnd ? "start" : "end" };
        }
      }
      const suggestedId = suggested?.id ?? null;
      return { area, regionId: found?.id ?? null, suggestedId, handle };
    },
    scrollLanes(byPx) {
      const { maxLaneScroll } = bands();
      if (maxLaneScroll === 0) return false;
      laneScrollPx = Math.min(maxLaneScroll, Math.max(0, laneScrollPx + byPx));
      redraw();
      return true;
    },
    setNames(next) {
      nameOf = next;
      redraw();
    },
    dispose() {
      for (const end of ends) end();
      resizing.disconnect();
      cancelAnimationFrame(frame);
      source.dispose();
      editor.attachEdges(null);
      delete host.dataset["drawn"];
    },
  };
}

/** The frequencies that are shown of a recording, whatever was chosen for others. */
function hertzRange(
  { spectrumMinHz, spectrumMaxHz }: Preferences,
  sampleRate: number,
): { minHz: number; maxHz: number } {
  const nyquist = sampleRate / 2;
  const maxHz = spectrumMaxHz === 0 ? nyquist : Math.min(nyquist, spectrumMaxHz);
  return { minHz: Math.min(spectrumMinHz, maxHz / 2), maxHz };
}

function isBaseChanged(now: AudioSessionState, before: AudioSessionState): boolean {
  return (
    now.viewport !== before.viewport ||
    now.widthPx !== before.widthPx ||
    now.selection !== before.selection ||
    now.hover !== before.hover ||
    now.heardId !== before.heardId ||
    now.hidden !== before.hidden ||
    now.locked !== before.locked ||
    now.labels !== before.labels ||
    now.suggestions !== before.suggestions ||
    (now.drag === null) !== (before.drag === null) ||
    (now.drag?.kind === "move") !== (before.drag?.kind === "move")
  );
}
