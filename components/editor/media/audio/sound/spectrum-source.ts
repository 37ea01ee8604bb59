import { spectrumLevelFor, TILE_COLUMNS } from "@/lib/media/audio-plan";
import type { Sound } from "./sound";
import type { SpectrumAnswer, SpectrumRequest } from "./spectrum-messages";

/** A stretch of the spectrogram as values; `bins` reach from 0 Hz to half the sample rate. */
export type SpectrumTile = {
  key: string;
  values: Uint8Array<ArrayBuffer>;
  columns: number;
  bins: number;
  startS: number;
  endS: number;
};

/** Columns that the worker makes at once. */
const COMPUTED_COLUMNS = 256;
const MAX_COMPUTED = 48;
/** Frames overlap at most so much: more shows nothing new. */
const MAX_OVERLAP = 16;
/** The worker is given no more than it does in a moment, so that it follows the view. */
const MAX_ASKED = 3;

/** Spectra of what is looked at: stored ones from afar, from the samples close by. */
export interface SpectrumSource {
  /** The tiles that are there of the visible part, coarse ones first. Missing ones are on their way. */
  visible(options: {
    from: number;
    to: number;
    secondsPerPx: number;
    fftSize: number;
  }): SpectrumTile[];
  dispose(): void;
}

export function createSpectrumSource(sound: Sound, onArrive: () => void): SpectrumSource {
  const { info } = sound;
  const { sampleRate } = info;
  const computed = new Map<string, SpectrumTile>();
  const stored = new WeakMap<Uint8Array, SpectrumTile>();
  const asked = new Map<string, Omit<SpectrumTile, "values">>();
  let worker: Worker | null = null;

  function startWorker(): Worker {
    const made = new Worker(new URL("./spectrum-worker.ts", import.meta.url), { type: "module" });
    made.onmessage = ({ data: { key, values } }: MessageEvent<SpectrumAnswer>) => {
      const place = asked.get(key);
      asked.delete(key);
      if (!place) return;
      computed.set(key, { ...place, values });
      for (const old of computed.keys()) {
        if (computed.size <= MAX_COMPUTED) break;
        computed.delete(old);
      }
      onArrive();
    };
    return made;
  }

  function ask(key: string, plan: { tile: number; hop: number; fftSize: number }): void {
    const { tile, hop, fftSize } = plan;
    if (asked.size >= MAX_ASKED || asked.has(key)) return;
    const start = tile * COMPUTED_COLUMNS * hop;
    const margin = fftSize;
    const channels = sound.samples(start - margin, start + COMPUTED_COLUMNS * hop + margin);
    if (!channels) return;
    asked.set(key, {
      key,
      columns: COMPUTED_COLUMNS,
      bins: fftSize / 2,
      startS: start / sampleRate,
      endS: (start + COMPUTED_COLUMNS * hop) / sampleRate,
    });
    worker ??= startWorker();
    const options = { channels, first: margin, hop, columns: COMPUTED_COLUMNS, fftSize };
    const request: SpectrumRequest = { key, options };
    worker.postMessage(
      request,
      channels.map(({ buffer }) => buffer),
    );
  }

  function storedTiles(level: number, from: number, to: number): SpectrumTile[] {
    const found = info.spectrum.levels[level];
    if (!found) return [];
    const { samplesPerColumn, columns } = found;
    const tileS = (TILE_COLUMNS * samplesPerColumn) / sampleRate;
    const tiles: SpectrumTile[] = [];
    for (let tile = Math.max(0, Math.floor(from / tileS)); tile * tileS < to; tile += 1) {
      if (tile * TILE_COLUMNS >= columns) break;
      const values = sound.spectrumTile(level, tile);
      if (!values) continue;
      const { bins } = info.spectrum;
      const width = values.length / bins;
      const known = stored.get(values) ?? {
        key: `stored ${level} ${tile}`,
        values,
        columns: width,
        bins,
        startS: tile * tileS,
        endS: tile * tileS + (width * samplesPerColumn) / sampleRate,
      };
      stored.set(values, known);
      tiles.push(known);
    }
    return tiles;
  }

  return {
    visible({ from, to, secondsPerPx, fftSize }) {
      const samplesPerPx = secondsPerPx * sampleRate;
      const level = spectrumLevelFor(info, samplesPerPx);
      if (level !== null) {
        const coarser = level + 1 < info.spectrum.levels.length;
        const fine = storedTiles(level, from, to);
        const span = fine.reduce((sum, { startS, endS }) => sum + (endS - startS), 0);
        const isWhole = span >= Math.min(to, info.durationS) - Math.max(0, from) - 1e-6;
        return isWhole || !coarser ? fine : [...storedTiles(level + 1, from, to), ...fine];
      }
      const hop = hopFor(samplesPerPx, fftSize);
      const tileS = (COMPUTED_COLUMNS * hop) / sampleRate;
      const tiles: SpectrumTile[] = [];
      let isWhole = true;
      const end = Math.min(to, info.durationS);
      for (let tile = Math.max(0, Math.floor(from / tileS)); tile * tileS < end; tile += 1) {
        const key = `${fftSize} ${hop} ${tile}`;
        const known = computed.get(key);
        if (known) {
          computed.delete(key);
          computed.set(key, known);
          tiles.push(known);
        } else {
          isWhole = false;
          ask(key, { tile, hop, fftSize });
        }
      }
      return isWhole ? tiles : [...storedTiles(0, from, to), ...tiles];
    },
    dispose() {
      worker?.terminate();
      computed.clear();
      asked.clear();
    },
  };
}

/** A power of two, so that nearby zooms share their tiles. */
function hopFor(samplesPerPx: number, fftSize: number): number {
  const hop = 2 ** Math.floor(Math.log2(Math.max(1, samplesPerPx)));
  return Math.max(hop, fftSize / MAX_OVERLAP);
}
