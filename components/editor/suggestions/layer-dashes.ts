/** Lengths of dashes and gaps by the order of the layers: layers that are compared can be told apart. */
const DASHES_PX = [
  [6, 4],
  [2, 3],
  [10, 3, 2, 3],
  [12, 6],
] as const;

export function dashOf(layer: number): readonly number[] {
  return DASHES_PX[Math.max(0, layer) % DASHES_PX.length] ?? DASHES_PX[0];
}
