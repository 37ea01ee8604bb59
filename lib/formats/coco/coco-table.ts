/** Annotations of one file in columns: a million of them take about 60 MB. */
export type CocoTable = {
  readonly length: number;
  push(row: CocoRow): void;
  row(index: number): CocoRow;
  /** Row numbers ordered by image, in file order within each image. */
  byImage(imageCount: number): { order: Uint32Array; starts: Uint32Array };
};
export type CocoRow = {
  /** Number of the image and of the category by first mention. */
  image: number;
  category: number;
  id: string | null;
  x: number;
  y: number;
  w: number;
  h: number;
  /** Attributes, score and foreign keys; most annotations have none. */
  rest: CocoRest | null;
};
export type CocoRest = {
  attributes: Record<string, string | number | boolean | string[]>;
  score: number | null;
  foreign: Record<string, unknown>;
};

const COLUMNS = 7;

export function createCocoTable(): CocoTable {
  let cells = new Float64Array(COLUMNS * 1024);
  let length = 0;
  const rests = new Map<number, CocoRest>();
  const textIds = new Map<number, string>();

  const cell = (row: number, column: number) => cells[row * COLUMNS + column] ?? 0;
  return {
    get length() {
      return length;
    },
    push(row) {
      if ((length + 1) * COLUMNS > cells.length) {
        const grown = new Float64Array(cells.length * 2);
        grown.set(cells);
        cells = grown;
      }
      const numeric = row.id === null ? 0 : Number(row.id);
      const isNumeric = row.id !== null && String(numeric) === row.id;
      const id = isNumeric ? numeric : Number.NaN;
      cells.set([row.image, row.category, id, row.x, row.y, row.w, row.h], length * COLUMNS);
      if (row.id !== null && !isNumeric) textIds.set(length, row.id);
      if (row.rest) rests.set(length, row.rest);
      length += 1;
    },
    row(index) {
      const id = cell(index, 2);
      return {
        image: cell(index, 0),
        category: cell(index, 1),
        id: Number.isNaN(id) ? (textIds.get(index) ?? null) : String(id),
        x: cell(index, 3),
        y: cell(index, 4),
        w: cell(index, 5),
        h: cell(index, 6),
        rest: rests.get(index) ?? null,
      };
    },
    byImage(imageCount) {
      const starts = new Uint32Array(imageCount + 1);
      for (let i = 0; i < length; i++) starts[cell(i, 0) + 1] = (starts[cell(i, 0) + 1] ?? 0) + 1;
      for (let i = 0; i < imageCount; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
      const next = starts.slice();
      const order = new Uint32Array(length);
      for (let i = 0; i < length; i++) {
        const image = cell(i, 0);
        const at = next[image] ?? 0;
        order[at] = i;
        next[image] = at + 1;
      }
      return { order, starts };
    },
  };
}
