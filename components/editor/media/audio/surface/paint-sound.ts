import { formatTime } from "@/lib/audio/format-time";
import {
  type FrequencyAxis,
  frequencyTicks,
  rowsOfAxis,
  rowValue,
} from "@/lib/audio/frequency-axis";
import { nothing, type PeakRange } from "@/lib/audio/peak-range";
import { tickStep, ticksBetween } from "@/lib/audio/time-ticks";
import type { TimeViewport } from "@/lib/editor/audio/time-viewport";
import { toPx, toTime } from "@/lib/editor/audio/time-viewport";
import { FULL_SCALE } from "@/lib/media/audio-plan";
import type { Sound } from "../sound/sound";
import type { SpectrumSource, SpectrumTile } from "../sound/spectrum-source";
import type { Band } from "./bands";
import type { SurfaceTheme } from "./theme";

/** From this width on a sample is a dot on a line. */
const DOT_PX = 4;
/** From this width on samples are joined by a line instead of drawn as columns. */
const LINE_PX = 0.5;
const LABEL_PX = 92;

export type PaintFrame = {
  context: CanvasRenderingContext2D;
  viewport: TimeViewport;
  widthPx: number;
  theme: SurfaceTheme;
};

/** The time axis; its lines go down through what lies below. */
export function paintRuler(
  { context, viewport, widthPx, theme }: PaintFrame,
  { band, bottom }: { band: Band; bottom: number },
): void {
  context.fillStyle = theme.card;
  context.fillRect(0, band.y, widthPx, band.height);
  const step = tickStep(viewport.secondsPerPx, LABEL_PX);
  const ticks = ticksBetween({ start: viewport.start, end: toTime(viewport, widthPx) }, step);
  context.font = `11px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const { at, isMajor } of ticks) {
    const x = Math.round(toPx(viewport, at));
    context.fillStyle = isMajor ? theme.borderStrong : theme.border;
    const height = isMajor ? 10 : 5;
    context.fillRect(x, band.y + band.height - height, 1, height);
    if (!isMajor) continue;
    context.fillRect(x, band.y + band.height, 1, bottom - band.y - band.height);
    context.fillStyle = theme.muted;
    context.fillText(formatTime(at, step.decimals), x + 4, band.y + 9);
  }
  context.fillStyle = theme.border;
  context.fillRect(0, band.y + band.height - 1, widthPx, 1);
}

/** Returns whether anything of it was there. */
export function paintWave(
  frame: PaintFrame,
  { sound, channels, band }: { sound: Sound; channels: readonly number[]; band: Band },
): boolean {
  const { context, viewport, widthPx, theme } = frame;
  const { sampleRate } = sound.info;
  const middle = band.y + band.height / 2;
  context.fillStyle = theme.borderStrong;
  context.fillRect(0, Math.round(middle), widthPx, 1);
  const pxPerSample = 1 / (viewport.secondsPerPx * sampleRate);
  if (pxPerSample >= LINE_PX) return paintSamples(frame, { sound, channels, band, pxPerSample });
  const half = band.height / 2 - 2;
  const one: PeakRange = { min: 0, max: 0 };
  context.fillStyle = theme.primary;
  let isThere = false;
  for (let x = 0; x < widthPx; x += 1) {
    const from = toTime(viewport, x) * sampleRate;
    const to = toTime(viewport, x + 1) * sampleRate;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const channel of channels) {
      nothing(one);
      sound.range(channel, { from, to }, one);
      if (one.min < min) min = one.min;
      if (one.max > max) max = one.max;
    }
    if (min > max) continue;
    isThere = true;
    const top = middle - (max / FULL_SCALE) * half;
    const bottom = middle - (min / FULL_SCALE) * half;
    context.fillRect(x, top, 1, Math.max(1, bottom - top));
  }
  return isThere;
}

function paintSamples(
  { context, viewport, widthPx, theme }: PaintFrame,
  options: { sound: Sound; channels: readonly number[]; band: Band; pxPerSample: number },
): boolean {
  const { sound, channels, band, pxPerSample } = options;
  const { sampleRate } = sound.info;
  const from = Math.max(0, Math.floor(viewport.start * sampleRate) - 1);
  const to = Math.min(sound.info.samples, Math.ceil(toTime(viewport, widthPx) * sampleRate) + 2);
  const planes = sound.samples(from, Math.max(from, to));
  if (!planes) return false;
  const middle = band.y + band.height / 2;
  const half = band.height / 2 - 2;
  context.strokeStyle = theme.primary;
  context.fillStyle = theme.primary;
  context.lineWidth = 1.25;
  for (const channel of channels) {
    const plane = planes[channel];
    if (!plane) continue;
    context.beginPath();
    for (let i = 0; i < plane.length; i += 1) {
      const x = toPx(viewport, (from + i) / sampleRate);
      const y = middle - ((plane[i] ?? 0) / FULL_SCALE) * half;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
      if (pxPerSample >= DOT_PX) context.fillRect(x - 1.5, y - 1.5, 3, 3);
    }
    context.stroke();
  }
  return true;
}

/** How values become a picture; another object whenever that changes. */
export type SpectrumLook = { table: Uint32Array; axis: FrequencyAxis; nyquistHz: number };

/** Pictures of tiles, made when they are first shown in a look: one row of pixels for a share of the axis. */
export interface TilePictures {
  of(tile: SpectrumTile, look: SpectrumLook): OffscreenCanvas;
}

const MAX_PICTURES = 40;
/** Of a picture: as many as a band of the usual height has px. */
const ROWS = 256;

export function createTilePictures(): TilePictures {
  const pictures = new Map<
    string,
    { tile: SpectrumTile; look: SpectrumLook; canvas: OffscreenCanvas }
  >();
  return {
    of(tile, look) {
      const known = pictures.get(tile.key);
      pictures.delete(tile.key);
      const isFresh = known?.look === look && known.tile === tile;
      const canvas = isFresh ? known.canvas : draw(tile, look);
      pictures.set(tile.key, { tile, look, canvas });
      for (const old of pictures.keys()) {
        if (pictures.size <= MAX_PICTURES) break;
        pictures.delete(old);
      }
      return canvas;
    },
  };
}

function draw({ values, columns, bins }: SpectrumTile, look: SpectrumLook): OffscreenCanvas {
  const { table, axis, nyquistHz } = look;
  const canvas = new OffscreenCanvas(columns, ROWS);
  const image = new ImageData(columns, ROWS);
  const pixels = new Uint32Array(image.data.buffer);
  const { from, to } = rowsOfAxis(axis, { rows: ROWS, bins, nyquistHz });
  const place = { start: 0, bins, from: 0, to: 0 };
  for (let row = 0; row < ROWS; row += 1) {
    place.from = from[row] ?? 0;
    place.to = to[row] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      place.start = column * bins;
      pixels[row * columns + column] = table[rowValue(values, place)] ?? 0;
    }
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

export function paintSpectrum(
  { context, viewport, widthPx }: PaintFrame,
  options: {
    source: SpectrumSource;
    pictures: TilePictures;
    look: SpectrumLook;
    band: Band;
    fftSize: number;
  },
): void {
  const { source, pictures, look, band, fftSize } = options;
  const [red = 0, green = 0, blue = 0] = new Uint8Array(Uint32Array.of(look.table[0] ?? 0).buffer);
  context.fillStyle = `rgb(${red} ${green} ${blue})`;
  context.fillRect(0, band.y, widthPx, band.height);
  const tiles = source.visible({
    from: viewport.start,
    to: toTime(viewport, widthPx),
    secondsPerPx: viewport.secondsPerPx,
    fftSize,
  });
  context.save();
  context.beginPath();
  context.rect(0, band.y, widthPx, band.height);
  context.clip();
  context.imageSmoothingEnabled = true;
  for (const tile of tiles) {
    const picture = pictures.of(tile, look);
    const from = Math.max(viewport.start, tile.startS);
    const to = Math.min(toTime(viewport, widthPx), tile.endS);
    if (to <= from) continue;
    // Only what is seen of the tile is scaled: close by, the rest would be thousands of px.
    const columnsPerS = tile.columns / (tile.endS - tile.startS);
    const sx = Math.max(0, Math.floor((from - tile.startS) * columnsPerS));
    const sEnd = Math.min(tile.columns, Math.ceil((to - tile.startS) * columnsPerS));
    const x = toPx(viewport, tile.startS + sx / columnsPerS);
    const end = toPx(viewport, tile.startS + sEnd / columnsPerS);
    context.drawImage(picture, sx, 0, sEnd - sx, ROWS, x, band.y, end - x, band.height);
  }
  context.restore();
}

/** Px between two frequencies that are written. */
const FREQUENCY_GAP_PX = 26;

/** Frequencies at the left edge of the spectrogram. */
export function paintFrequencies(
  { context, theme }: PaintFrame,
  { band, axis }: { band: Band; axis: FrequencyAxis },
): void {
  context.font = `10px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const hz of frequencyTicks(axis, FREQUENCY_GAP_PX / Math.max(1, band.height))) {
    const y = Math.round(band.y + (1 - axis.shareOf(hz)) * band.height);
    if (y < band.y + 8 || y > band.y + band.height - 8) continue;
    const text = hz >= 1_000 ? `${hz / 1_000} kHz` : `${hz} Hz`;
    context.fillStyle = "rgb(0 0 0 / 0.55)";
    context.fillRect(0, y - 7, context.measureText(text).width + 10, 14);
    context.fillStyle = "rgb(255 255 255 / 0.92)";
    context.fillText(text, 5, y + 0.5);
  }
}
