import type { ModelAdapter, ModelContext } from "../adapter";
import { COCO_80 } from "../classes/coco";
import type { ModelIo } from "../model-io";
import { bestOf } from "../vision/best-class";
import { see, suggestBoxes } from "../vision/detector";
import type { Detection } from "../vision/nms";
import { aroundMiddle } from "../vision/object-rows";
import { declaredMatrix, type Matrix, matrixOf, outputOf } from "../vision/outputs";
import { findPictureInput } from "../vision/picture-input";
import { readUltralytics } from "../vision/ultralytics";
import {
  areCellsOf,
  columnsFor,
  restColumns,
  YOLO_MULTIPLE_PX,
  yoloDefaults,
} from "../vision/yolo";

/** Middle x and y, width, height. */
const PLACE_COLUMNS = 4;

/**
 * YOLOv8, YOLOv9, YOLO11 and YOLO12 (Ultralytics, reference implementation `non_max_suppression`).
 * In: f32[1,3,h,w], RGB in 0..1, letterbox of 114; sides are multiples of 32 (P6: 64).
 * Out, first: [1,4+classes,n], n = cells of the strides 8, 16, 32 (8400 at 640 × 640): middle x and y, w and h in pixels
 * of the input, classes after their sigmoid. Some exports have it transposed, [1,n,4+classes].
 * Of models for masks and keypoints only the boxes are used; those for turned boxes (obb) are not taken.
 */
export const yoloV8: ModelAdapter<"image"> = {
  id: "yolo-v8",
  name: "YOLOv8, YOLOv9, YOLO11, YOLO12",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches(io) {
    const layout = findLayout(io);
    if (!layout) return 0;
    if (readUltralytics(io).names.length > 0) return 0.95;
    const isCoco = layout.classCount === COCO_80.length;
    if (layout.isTransposed) return isCoco ? 0.8 : 0.35;
    return isCoco ? 0.9 : 0.75;
  },
  defaults: (io) => yoloDefaults(io, findLayout(io)?.classCount ?? null, 0.45),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: YOLO_MULTIPLE_PX });
    const name = context.io["model"]?.outputs[0]?.name ?? "";
    const matrix = matrixOf(outputOf(outputs, name));
    const expected = columnsFor(context, PLACE_COLUMNS);
    if (matrix.rows !== expected && matrix.columns !== expected) {
      throw new TypeError(
        `The model gives ${matrix.rows} × ${matrix.columns} numbers; ${context.classes.length} classes need ${expected} a box.`,
      );
    }
    const read = matrix.rows === expected ? readColumns : readRows;
    return suggestBoxes(read(matrix, context), { input, frame, options: context.options });
  },
};

type Layout = { isTransposed: boolean; classCount: number };

/** Null when the file is of another family. */
function findLayout(io: ModelIo): Layout | null {
  const slot = findPictureInput(io);
  const shape = io.outputs[0] && declaredMatrix(io.outputs[0]);
  const rest = restColumns(io);
  const { names, isEndToEnd } = readUltralytics(io);
  if (!slot || !shape || !rest || isEndToEnd) return null;
  const layouts = [
    { isTransposed: false, each: shape.rows, boxes: shape.columns },
    { isTransposed: true, each: shape.columns, boxes: shape.rows },
  ].flatMap(({ isTransposed, each, boxes }) => {
    const classCount = (each ?? 0) - PLACE_COLUMNS - rest.columns;
    const isOne = classCount > 0 && areCellsOf(slot, boxes, 1);
    const isNamed = names.length === 0 || names.length === classCount;
    return isOne && isNamed ? [{ isTransposed, classCount }] : [];
  });
  return layouts[0] ?? null;
}

/** A box a column: each class is one long row, so the best is found row by row. */
function readColumns({ data, columns }: Matrix, context: ModelContext): Detection[] {
  const { minScore } = context.options;
  const scores = new Float32Array(columns);
  const classIndexes = new Uint16Array(columns);
  context.classes.forEach((_, classIndex) => {
    const start = (PLACE_COLUMNS + classIndex) * columns;
    for (let i = 0; i < columns; i++) {
      const score = data[start + i] ?? 0;
      if (score > (scores[i] ?? 0)) {
        scores[i] = score;
        classIndexes[i] = classIndex;
      }
    }
  });
  const detections: Detection[] = [];
  for (let i = 0; i < columns; i++) {
    const score = scores[i] ?? 0;
    if (score === 0 || score < minScore) continue;
    const place = {
      x: data[i] ?? 0,
      y: data[columns + i] ?? 0,
      w: data[2 * columns + i] ?? 0,
      h: data[3 * columns + i] ?? 0,
    };
    detections.push({ ...aroundMiddle(place), score, classIndex: classIndexes[i] ?? 0 });
  }
  return detections;
}

function readRows(matrix: Matrix, context: ModelContext): Detection[] {
  const { data, columns, rows } = matrix;
  const detections: Detection[] = [];
  for (let row = 0; row < rows; row++) {
    const { classIndex, value: score } = bestOf(matrix, row, {
      first: PLACE_COLUMNS,
      count: context.classes.length,
    });
    if (!(score >= context.options.minScore)) continue;
    const [x = 0, y = 0, w = 0, h = 0] = data.subarray(row * columns, row * columns + 4);
    detections.push({ ...aroundMiddle({ x, y, w, h }), score, classIndex });
  }
  return detections;
}
