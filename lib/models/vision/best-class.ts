import type { Matrix } from "./outputs";

export type Best = { classIndex: number; value: number };

/** The highest of `count` numbers of a row from the column `first` on; -1 and -Infinity when none is a number. */
export function bestOf(
  { data, columns }: Matrix,
  row: number,
  { first = 0, count = columns - first }: { first?: number; count?: number } = {},
): Best {
  const start = row * columns + first;
  let classIndex = -1;
  let value = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const each = data[start + i] ?? 0;
    if (each > value) {
      value = each;
      classIndex = i;
    }
  }
  return { classIndex, value };
}
