import type { Size } from "@/lib/geometry/box";

/** Cells of `stride` pixels that cover an input; a network rounds up. */
export function cellsOf(input: Size, stride: number): { across: number; down: number } {
  return { across: Math.ceil(input.width / stride), down: Math.ceil(input.height / stride) };
}

/** Cells of all strides together. */
export function countCells(input: Size, strides: readonly number[]): number {
  return strides.reduce((sum, stride) => {
    const { across, down } = cellsOf(input, stride);
    return sum + across * down;
  }, 0);
}

/**
 * How many cells lie in a row of the grid whose cells the rows of an output are.
 * @throws Error when there are more or fewer rows than cells.
 */
export function cellsAcross(
  { name, rows }: { name: string; rows: number },
  input: Size,
  stride: number,
): number {
  const { across, down } = cellsOf(input, stride);
  if (across * down === rows) return across;
  throw new TypeError(
    `“${name}” has ${rows} rows; ${input.width} × ${input.height} pixels in steps of ${stride} make ${across * down}.`,
  );
}
