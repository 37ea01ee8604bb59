import type { ModelAdapter } from "../adapter";
import { COCO_80 } from "../classes/coco";
import type { ModelIo } from "../model-io";
import { see, suggestBoxes } from "../vision/detector";
import { OBJECT_COLUMNS, readObjectRows } from "../vision/object-rows";
import { declaredMatrix, matrixOf, outputOf } from "../vision/outputs";
import { findPictureInput } from "../vision/picture-input";
import { readUltralytics } from "../vision/ultralytics";
import {
  areCellsOf,
  columnsFor,
  restColumns,
  YOLO_MULTIPLE_PX,
  yoloDefaults,
} from "../vision/yolo";

const BOXES_PER_CELL = 3;

/**
 * YOLOv5 (Ultralytics, reference implementation `non_max_suppression`), and YOLOv7 exported without its own NMS.
 * In: f32[1,3,h,w], RGB in 0..1, letterbox of 114; sides are multiples of 32 (P6: 64).
 * Out, first: [1,n,5+classes], n = 3 boxes in each cell of the strides 8, 16, 32 (25200 at 640 × 640): middle x and y,
 * w and h in pixels of the input, object and classes after their sigmoid; the score is object × class.
 * Of a model for masks (a second output, prototypes) only the boxes are used.
 */
export const yoloV5: ModelAdapter<"image"> = {
  id: "yolo-v5",
  name: "YOLOv5",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches(io) {
    const classCount = countClasses(io);
    if (classCount === null) return 0;
    const isNamed = readUltralytics(io).names.length === classCount;
    if (isNamed) return 0.95;
    // With free sides it may as well be another family.
    if (io.outputs[0] && declaredMatrix(io.outputs[0])?.rows === null) return 0.4;
    return classCount === COCO_80.length ? 0.9 : 0.8;
  },
  defaults: (io) => yoloDefaults(io, countClasses(io), 0.45),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: YOLO_MULTIPLE_PX });
    const name = context.io["model"]?.outputs[0]?.name ?? "";
    const matrix = matrixOf(outputOf(outputs, name));
    const expected = columnsFor(context, OBJECT_COLUMNS);
    if (matrix.columns !== expected) {
      throw new TypeError(
        `The model gives ${matrix.columns} numbers a box; ${context.classes.length} classes need ${expected}.`,
      );
    }
    const detections = readObjectRows(matrix, {
      minScore: context.options.minScore,
      classCount: context.classes.length,
      place: (_, told) => told,
    });
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

/** Null when the file is of another family. */
function countClasses(io: ModelIo): number | null {
  const slot = findPictureInput(io);
  const shape = io.outputs[0] && declaredMatrix(io.outputs[0]);
  const rest = restColumns(io);
  if (!slot || !shape?.columns || !rest || readUltralytics(io).isEndToEnd) return null;
  const classCount = shape.columns - OBJECT_COLUMNS - rest.columns;
  if (classCount < 1 || !areCellsOf(slot, shape.rows, BOXES_PER_CELL)) return null;
  const { names } = readUltralytics(io);
  return names.length > 0 && names.length !== classCount ? null : classCount;
}
