import type { Interval } from "@/lib/geometry/interval";

/** How probabilities of frames become regions; times in milliseconds. */
export type SpeechOptions = {
  /** A region begins with a frame at or above. */
  threshold: number;
  /** Inside a region, frames below count as silence. */
  negativeThreshold: number;
  /** Regions that are not longer are dropped. */
  minSpeechMs: number;
  /** Silence that ends a region. */
  minSilenceMs: number;
  /** Added on either side; neighbours share the silence between them. */
  padMs: number;
};

export type SpeechRegion = Interval & {
  /** Mean probability of its frames, padding aside. */
  score: number;
};

/**
 * Regions of speech by hysteresis, as Silero's own `get_speech_timestamps` finds them: whole samples in,
 * seconds out. `samples` is the length of the recording, whose last frame may be incomplete.
 */
export function speechRegions(
  probabilities: Float32Array,
  frame: { samples: number; frameSamples: number; sampleRate: number },
  options: SpeechOptions,
): SpeechRegion[] {
  const { frameSamples, sampleRate, samples } = frame;
  const minSpeech = (sampleRate * options.minSpeechMs) / 1_000;
  const minSilence = (sampleRate * options.minSilenceMs) / 1_000;
  const found: Interval[] = [];
  let start: number | null = null;
  let silentSince: number | null = null;

  for (const [index, probability] of probabilities.entries()) {
    const at = index * frameSamples;
    if (probability >= options.threshold) {
      silentSince = null;
      start ??= at;
      continue;
    }
    if (start === null || probability >= options.negativeThreshold) continue;
    silentSince ??= at;
    if (at - silentSince < minSilence) continue;
    if (silentSince - start > minSpeech) found.push({ start, end: silentSince });
    start = null;
    silentSince = null;
  }
  if (start !== null && samples - start > minSpeech) found.push({ start, end: samples });

  const scores = found.map((region) => meanProbability(probabilities, region, frameSamples));
  const pad = (sampleRate * options.padMs) / 1_000;
  return padded(found, pad, samples).map((region, index) => ({
    start: region.start / sampleRate,
    end: region.end / sampleRate,
    score: scores[index] ?? 0,
  }));
}

/** Widens each by `pad`; two that are closer than twice that meet in the middle. */
function padded(regions: readonly Interval[], pad: number, samples: number): Interval[] {
  const result = regions.map((region) => ({ ...region }));
  const first = result[0];
  if (first) first.start = Math.trunc(Math.max(0, first.start - pad));
  for (const [index, region] of result.entries()) {
    const next = result[index + 1];
    if (!next) {
      region.end = Math.trunc(Math.min(samples, region.end + pad));
      continue;
    }
    const silence = next.start - region.end;
    const isShared = silence < 2 * pad;
    const half = Math.floor(silence / 2);
    region.end = isShared ? region.end + half : Math.trunc(Math.min(samples, region.end + pad));
    next.start = Math.trunc(Math.max(0, next.start - (isShared ? half : pad)));
  }
  return result;
}

function meanProbability(
  probabilities: Float32Array,
  region: Interval,
  frameSamples: number,
): number {
  const from = Math.floor(region.start / frameSamples);
  const to = Math.max(from + 1, Math.ceil(region.end / frameSamples));
  let sum = 0;
  for (let index = from; index < to; index++) sum += probabilities[index] ?? 0;
  return Math.min(1, sum / (to - from));
}
