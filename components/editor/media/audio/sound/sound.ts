import { mediaUrl } from "@/lib/api/open-item";
import { nothing, type PeakRange, widenByPeaks, widenBySamples } from "@/lib/audio/peak-range";
import { soundEdges } from "@/lib/audio/silence";
import {
  type AudioInfo,
  FULL_SCALE,
  peakLevelFor,
  readPeaks,
  readSamples,
  wholePeaks,
} from "@/lib/media/audio-plan";
import { createTileCache } from "./tile-cache";

/** The server's refusal; `status` 0: there was no answer. */
export class SoundLoadError extends Error {
  readonly status: number;
  constructor(status: number, options?: ErrorOptions) {
    super(`The sound could not be loaded (${status}).`, options);
    this.name = "SoundLoadError";
    this.status = status;
  }
}

const MAX_PEAK_TILES = 96;
const MAX_SAMPLE_TILES = 24;
const MAX_SPECTRUM_TILES = 48;
/** Silences are judged by what is around, on both sides. */
const SILENCE_WINDOW_S = 4;
/** Coarser peaks blur where a silence begins. */
const MAX_SNAP_REACH_S = 0.5;

/** The loaded parts of one recording; what is missing is asked for and announced when it comes. */
export interface Sound {
  readonly info: AudioInfo;
  /** Enough for a picture of the whole. */
  prepare(): Promise<void>;
  /**
   * Least and greatest in the samples `from` to `to` (not included), by the finest data that are there and no finer than asked
   * for; `min` > `max` while nothing is there. Writes into `into`.
   */
  range(channel: number, span: { from: number; to: number }, into: PeakRange): PeakRange;
  /** Samples of all channels, `from` to `to`; null while one of their tiles is missing. Beyond the ends it is silent. */
  samples(from: number, to: number): Int16Array[] | null;
  /** Null while it is missing. */
  spectrumTile(level: number, tile: number): Uint8Array<ArrayBuffer> | null;
  edgesNear(seconds: number, reachS: number): readonly number[];
  subscribe(listener: () => void): () => void;
  /** Why the newest request failed; null once one has come. */
  failure(): SoundLoadError | null;
  dispose(): void;
}

export function createSound(item: { id: string; blobHash: string }, info: AudioInfo): Sound {
  const { channels, sampleRate } = info;
  const listeners = new Set<() => void>();
  let failure: SoundLoadError | null = null;
  const announce = () => {
    for (const listener of listeners) listener();
  };
  const cache = <T>(maxTiles: number, read: (bytes: ArrayBuffer) => T) =>
    createTileCache({
      maxTiles,
      load: async (key, signal) => {
        const bytes = await fetchBytes(mediaUrl(item, key), signal);
        failure = null;
        return read(bytes);
      },
      onArrive: announce,
      onFail(error) {
        failure = error instanceof SoundLoadError ? error : new SoundLoadError(0, { cause: error });
      },
    });
  const peaks = cache(MAX_PEAK_TILES, (bytes) => readPeaks(bytes, channels));
  const samples = cache(MAX_SAMPLE_TILES, (bytes) => readSamples(bytes, channels));
  const spectra = cache(MAX_SPECTRUM_TILES, (bytes) => new Uint8Array(bytes));

  /** False when a tile is missing. */
  function widenAtLevel(
    level: number,
    { channel, from, to }: { channel: number; from: number; to: number },
    { into, isAsking }: { into: PeakRange; isAsking: boolean },
  ): boolean {
    const found = info.peaks.levels[level];
    if (!found) return false;
    const { samplesPerPeak } = found;
    const first = Math.floor(from / samplesPerPeak);
    const last = Math.max(first + 1, Math.ceil(to / samplesPerPeak));
    const { tilePeaks } = info.peaks;
    let isWhole = true;
    for (let tile = Math.floor(first / tilePeaks); tile * tilePeaks < last; tile += 1) {
      if (tile * tilePeaks >= found.peaks) break;
      const key = `peaks/${level}/${tile}`;
      const planes = isAsking ? peaks.get(key) : peaks.peek(key);
      const plane = planes?.[channel];
      if (!plane) isWhole = false;
      else {
        const offset = tile * tilePeaks;
        widenByPeaks(into, plane, { from: first - offset, to: last - offset });
      }
    }
    return isWhole;
  }

  function widenFromSamples(
    { channel, from, to }: { channel: number; from: number; to: number },
    into: PeakRange,
  ): boolean {
    let isWhole = true;
    for (let tile = Math.floor(from / info.tileSamples); tile * info.tileSamples < to; tile += 1) {
      const plane = samples.get(`samples/${tile}`)?.[channel];
      const offset = tile * info.tileSamples;
      if (!plane) isWhole = false;
      else widenBySamples(into, plane, { from: from - offset, to: to - offset });
    }
    return isWhole;
  }

  function range(channel: number, span: { from: number; to: number }, into: PeakRange): PeakRange {
    const from = Math.max(0, Math.floor(span.from));
    const to = Math.min(info.samples, Math.max(from + 1, Math.ceil(span.to)));
    const wanted = { channel, from, to };
    nothing(into);
    if (from >= info.samples) return into;
    const level = peakLevelFor(info, span.to - span.from);
    if (level === null) {
      if (widenFromSamples(wanted, into)) return into;
    } else if (widenAtLevel(level, wanted, { into, isAsking: true })) return into;
    // Until then what is there of coarser levels, down from the nearest.
    for (let coarser = (level ?? -1) + 1; coarser < info.peaks.levels.length; coarser += 1) {
      nothing(into);
      if (widenAtLevel(coarser, wanted, { into, isAsking: level === null && coarser === 0 })) break;
    }
    return into;
  }

  return {
    info,
    async prepare() {
      await Promise.all(wholePeaks(info).map((tile) => peaks.load(tile)));
    },
    range,
    samples(from, to) {
      const size = info.tileSamples;
      const planes = Array.from({ length: channels }, () => new Int16Array(to - from));
      let isWhole = true;
      const first = Math.floor(Math.max(0, from) / size);
      for (let tile = first; tile * size < Math.min(to, info.samples); tile += 1) {
        const found = samples.get(`samples/${tile}`);
        if (!found) {
          isWhole = false;
          continue;
        }
        found.forEach((plane, channel) => {
          const start = tile * size;
          const part = plane.subarray(Math.max(0, from - start), Math.max(0, to - start));
          planes[channel]?.set(part, Math.max(0, start - from));
        });
      }
      return isWhole ? planes : null;
    },
    spectrumTile: (level, tile) => spectra.get(`spectrum/${level}/${tile}`),
    edgesNear(seconds, reachS) {
      const stepSamples = info.peaks.levels[0]?.samplesPerPeak ?? 0;
      if (reachS > MAX_SNAP_REACH_S || stepSamples === 0) return [];
      const stepS = stepSamples / sampleRate;
      const first = Math.max(0, Math.floor((seconds - SILENCE_WINDOW_S) / stepS));
      const last = Math.min(
        info.peaks.levels[0]?.peaks ?? 0,
        Math.ceil((seconds + SILENCE_WINDOW_S) / stepS),
      );
      const envelope = new Float32Array(Math.max(0, last - first));
      const peak = { min: 0, max: 0 };
      for (let i = 0; i < envelope.length; i += 1) {
        for (let channel = 0; channel < channels; channel += 1) {
          const from = (first + i) * stepSamples;
          nothing(peak);
          const wanted = { channel, from, to: from + stepSamples };
          if (!widenAtLevel(0, wanted, { into: peak, isAsking: true })) return [];
          const loudest = Math.max(-peak.min, peak.max) / FULL_SCALE;
          envelope[i] = Math.max(envelope[i] ?? 0, loudest);
        }
      }
      return soundEdges(envelope, stepS)
        .map((at) => at + first * stepS)
        .filter((at) => Math.abs(at - seconds) <= reachS);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    failure: () => failure,
    dispose() {
      listeners.clear();
      peaks.dispose();
      samples.dispose();
      spectra.dispose();
    },
  };
}

async function fetchBytes(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new SoundLoadError(response.status);
  return response.arrayBuffer();
}
