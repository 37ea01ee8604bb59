import { bestOf } from "./best-class";
import type { Detection } from "./nms";
import type { Matrix } from "./outputs";

/** Columns before the classes: middle x and y, width, height, and whether there is anything. */
export const OBJECT_COLUMNS = 5;

/**
 * Boxes of YOLO's older kind, a row each: [x, y, w, h, object, class, class…], the score is object × class. `place`
 * turns the first four numbers of a row into the middle and the sides in pixels of the input.
 */
export function readObjectRows(
  matrix: Matrix,
  { minScore, classCount, place }: ObjectRowOptions,
): Detection[] {
  const { data, columns, rows } = matrix;
  const detections: Detection[] = [];
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    const object = data[at + 4] ?? 0;
    // No class is surer than 1.
    if (!(object >= minScore)) continue;
    const { classIndex, value } = bestOf(matrix, row, {
      first: OBJECT_COLUMNS,
      count: classCount,
    });
    const score = object * value;
    if (!(score >= minScore)) continue;
    const { x, y, w, h } = place(row, {
      x: data[at] ?? 0,
      y: data[at + 1] ?? 0,
      w: data[at + 2] ?? 0,
      h: data[at + 3] ?? 0,
    });
    detections.push({ ...aroundMiddle({ x, y, w, h }), score, classIndex });
  }
  return detections;
}

type Middle = { x: number; y: number; w: number; h: number };
type ObjectRowOptions = {
  minScore: number;
  classCount: number;
  place: (row: number, told: Middle) => Middle;
};

/** Corners of a box that is given by its middle. */
export function aroundMiddle({ x, y, w, h }: Middle) {
  return { x1: x - w / 2, y1: y - h / 2, x2: x + w / 2, y2: y + h / 2 };
}
