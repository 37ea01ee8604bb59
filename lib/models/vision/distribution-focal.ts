/**
 * Distance that is told as a distribution over bins 0, 1, 2… (Generalized Focal Loss, Li et al. 2020): the
 * expectation of their softmax. `start` is the place of the first bin.
 */
export function expectedBin(logits: Float32Array, start: number, bins: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + bins; i++) highest = Math.max(highest, logits[i] ?? 0);
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < bins; i++) {
    const weight = Math.exp((logits[start + i] ?? 0) - highest);
    sum += weight;
    weighted += weight * i;
  }
  return weighted / sum;
}
