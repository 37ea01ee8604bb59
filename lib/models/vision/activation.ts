export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Shares that add up to 1; as large as the input. NaN anywhere makes all NaN. */
export function softmax(logits: ArrayLike<number>): Float32Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i] ?? 0);
  const shares = new Float32Array(logits.length);
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    const weight = Math.exp((logits[i] ?? 0) - highest);
    shares[i] = weight;
    sum += weight;
  }
  for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] ?? 0) / sum;
  return shares;
}

/** Are these scores before their sigmoid? Exports differ, and say so by nothing but their numbers. */
export function areLogits(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < 0 || value > 1) return true;
  }
  return false;
}
