/** A pause shorter than this is part of what is said, a sound shorter than this is a click. */
const MIN_PAUSE_S = 0.12;
const MIN_SOUND_S = 0.04;
/** Of the way from the noise to the loud: what is above is sound. Speech fades slowly. */
const THRESHOLD_SHARE = 0.06;
/** Amplitude (0 to 1) that is silence whatever else there is. */
const MIN_THRESHOLD = 0.004;

/**
 * Where sound begins and ends, in ascending order, in seconds from the start of the envelope. `envelope` holds the greatest
 * amplitude (0 to 1) of each step of `stepS` seconds. A constant sound has no edges.
 */
export function soundEdges(envelope: Float32Array, stepS: number): number[] {
  if (envelope.length === 0) return [];
  const sorted = Float32Array.from(envelope).sort();
  const noise = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const loud = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  const threshold = Math.max(MIN_THRESHOLD, noise * 1.5, noise + (loud - noise) * THRESHOLD_SHARE);
  const isSound = Uint8Array.from(envelope, (amplitude) => (amplitude > threshold ? 1 : 0));
  fillShort(isSound, { value: 0, steps: MIN_PAUSE_S / stepS });
  fillShort(isSound, { value: 1, steps: MIN_SOUND_S / stepS });
  const edges: number[] = [];
  for (let i = 1; i < isSound.length; i += 1) {
    if (isSound[i] !== isSound[i - 1]) edges.push(i * stepS);
  }
  return edges;
}

/** Runs of `value` that are shorter and lie between two others become the other; those at the ends may go on outside. */
function fillShort(flags: Uint8Array, { value, steps }: { value: 0 | 1; steps: number }): void {
  let start = 0;
  for (let i = 1; i <= flags.length; i += 1) {
    if (i < flags.length && flags[i] === flags[start]) continue;
    const isInside = start > 0 && i < flags.length;
    if (isInside && flags[start] === value && i - start < steps) flags.fill(1 - value, start, i);
    start = i;
  }
}
