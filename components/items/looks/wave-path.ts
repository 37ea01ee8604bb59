import { FULL_SCALE, readPeaks } from "@/lib/media/audio-plan";

/** Columns of a small waveform, and the height of its drawing. */
export const WAVE_COLUMNS = 240;
export const WAVE_HEIGHT = 100;
/** Quiet recordings are drawn louder, up to this: noise alone stays flat. */
const MAX_GAIN = 8;

/**
 * All channels of a recording as one filled outline, `WAVE_COLUMNS` wide, scaled to its loudest place. `tiles` are those of
 * one level of peaks, in order. Empty for no peaks.
 */
export function wavePath(tiles: readonly ArrayBuffer[], channels: number): string {
  const planes = tiles.map((tile) => readPeaks(tile, channels));
  const peaks = planes.reduce((sum, [plane]) => sum + (plane?.length ?? 0) / 2, 0);
  const columns = Math.min(peaks, WAVE_COLUMNS);
  const lows = new Float32Array(columns);
  const highs = new Float32Array(columns);
  let at = 0;
  for (const tile of planes) {
    const inTile = (tile[0]?.length ?? 0) / 2;
    for (const plane of tile) {
      for (let n = 0; n < inTile; n += 1) {
        const column = Math.floor(((at + n) * columns) / peaks);
        lows[column] = Math.min(lows[column] ?? 0, plane[2 * n] ?? 0);
        highs[column] = Math.max(highs[column] ?? 0, plane[2 * n + 1] ?? 0);
      }
    }
    at += inTile;
  }
  return outline(lows, highs);
}

function outline(lows: Float32Array, highs: Float32Array): string {
  if (lows.length === 0) return "";
  const loudest = Math.max(...highs, ...lows.map((low) => -low), FULL_SCALE / MAX_GAIN);
  const middle = WAVE_HEIGHT / 2;
  const step = WAVE_COLUMNS / lows.length;
  // At least a line, so that silence is seen to be there.
  const y = (value: number, edge: number) =>
    (middle - (value / loudest) * (middle - 2) + edge).toFixed(1);
  const top = Array.from(highs, (high, n) => `${((n + 0.5) * step).toFixed(1)} ${y(high, -0.5)}`);
  const bottom = Array.from(lows, (low, n) => `${((n + 0.5) * step).toFixed(1)} ${y(low, 0.5)}`);
  return `M${[...top, ...bottom.reverse()].join("L")}z`;
}
