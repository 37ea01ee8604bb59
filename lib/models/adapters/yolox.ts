import type { Size } from "@/lib/geometry/box";
import type { ModelAdapter } from "../adapter";
import { COCO_80 } from "../classes/coco";
import type { ModelIo } from "../model-io";
import { cellsOf, countCells } from "../vision/cells";
import { requireClasses, see, suggestBoxes } from "../vision/detector";
import { detectorDefaults } from "../vision/detector-defaults";
import { OBJECT_COLUMNS, readObjectRows } from "../vision/object-rows";
import { declaredMatrix, type Matrix, matrixOf, outputsOf } from "../vision/outputs";
import { findPictureInput } from "../vision/picture-input";

const STRIDES = [8, 16, 32];

/**
 * YOLOX (Megvii-BaseDetection/YOLOX, Apache-2.0; arXiv:2107.08430), and what has its outputs, as YOLOv6.
 * In: f32[1,3,h,w], BGR in 0..255, in the top left corner, the rest 114; sides are multiples of 32.
 * Out: [1,n,5+classes], cells of the strides 8, 16, 32 one grid after the other, row by row. Raw: x and y in cells
 * from the cell's corner, w and h as logarithms, in cells; or decoded (`decode_in_inference`): all in
 * pixels of the input. Which of both is seen from the numbers. Object and classes are after their sigmoid.
 */
export const yolox: ModelAdapter<"image"> = {
  id: "yolox",
  name: "YOLOX",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches(io) {
    const slot = findPictureInput(io);
    const [output, ...others] = io.outputs;
    const shape = output && declaredMatrix(output);
    if (!slot || !shape?.columns || shape.columns <= OBJECT_COLUMNS || others.length > 0) return 0;
    if (slot.width && slot.height && shape.rows) {
      const cells = countCells({ width: slot.width, height: slot.height }, STRIDES);
      if (cells !== shape.rows) return 0;
      return shape.columns === OBJECT_COLUMNS + COCO_80.length ? 0.85 : 0.6;
    }
    // With free sides other families look alike.
    return shape.rows ? 0 : 0.45;
  },
  defaults: (io) =>
    detectorDefaults(io, {
      classCount: countClasses(io),
      picture: { width: 640, height: 640, resize: "letterbox-corner", channels: "bgr" },
    }),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: 32 });
    const [matrix] = outputsOf(outputs, context).map(matrixOf);
    if (!matrix) throw new TypeError("The model gave no boxes at all.");
    const classCount = matrix.columns - OBJECT_COLUMNS;
    requireClasses(classCount, context);
    const isRaw = hasOffsets(matrix, frame);
    const cells = isRaw ? gridOf(matrix, frame) : null;
    const detections = readObjectRows(matrix, {
      minScore: context.options.minScore,
      classCount,
      place(row, told) {
        const cell = cells?.[row];
        if (!cell) return told;
        const { column, line, stride } = cell;
        return {
          x: (told.x + column) * stride,
          y: (told.y + line) * stride,
          w: Math.exp(told.w) * stride,
          h: Math.exp(told.h) * stride,
        };
      },
    });
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

function countClasses(io: ModelIo): number | null {
  const [output] = io.outputs;
  const columns = output && declaredMatrix(output)?.columns;
  return columns ? columns - OBJECT_COLUMNS : null;
}

/** Offsets from a cell are a few cells at most; middles in pixels reach across the whole input. */
function hasOffsets({ data, columns, rows }: Matrix, input: Size): boolean {
  for (let row = 0; row < rows; row++) {
    if ((data[row * columns] ?? 0) > input.width / 2) return false;
  }
  return true;
}

type Cell = { column: number; line: number; stride: number };

function gridOf({ name, rows }: Matrix, input: Size): Cell[] {
  const cells = STRIDES.flatMap((stride) => {
    const { across, down } = cellsOf(input, stride);
    return Array.from({ length: across * down }, (_, i) => ({
      column: i % across,
      line: Math.floor(i / across),
      stride,
    }));
  });
  if (cells.length === rows) return cells;
  throw new TypeError(`“${name}” has ${rows} rows, where the input has ${cells.length} cells.`);
}
