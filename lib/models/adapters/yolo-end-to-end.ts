import type { ModelAdapter, ModelContext } from "../adapter";
import { namedClass, see, suggestBoxes } from "../vision/detector";
import type { Detection } from "../vision/nms";
import { declaredMatrix, type Matrix, matrixOf, outputOf } from "../vision/outputs";
import { findPictureInput } from "../vision/picture-input";
import { readUltralytics } from "../vision/ultralytics";
import { restColumns, YOLO_MULTIPLE_PX, yoloDefaults } from "../vision/yolo";

/** Two corners, score, class. */
const COLUMNS = 6;
/** More would not be a choice of boxes. */
const MOST_ROWS = 1_000;

/**
 * YOLOv10 (arXiv:2405.14458) and YOLO26, and other YOLO exported with its own choice of boxes (`nms=True`, `end2end`).
 * In: f32[1,3,h,w], RGB in 0..1, letterbox of 114; sides are multiples of 32.
 * Out, first: [1,300,6], strongest first: left, top, right, bottom in pixels of the input, score, class; rows that are
 * not needed are 0. Of models for masks and keypoints only the boxes are used.
 */
export const yoloEndToEnd: ModelAdapter<"image"> = {
  id: "yolo-end-to-end",
  name: "YOLOv10, YOLO26 (end to end)",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches(io) {
    const shape = io.outputs[0] && declaredMatrix(io.outputs[0]);
    const rest = restColumns(io);
    const { isEndToEnd, names, description } = readUltralytics(io);
    if (!findPictureInput(io) || !shape || !rest || /rt-?detr/i.test(description)) return 0;
    if (shape.columns !== COLUMNS + rest.columns) return 0;
    if (shape.rows === null) return isEndToEnd ? 0.95 : 0.3;
    if (shape.rows > MOST_ROWS) return 0;
    return isEndToEnd || names.length > 0 ? 0.97 : 0.9;
  },
  // The file has no room for classes from which to count them.
  defaults: (io) => yoloDefaults(io, readUltralytics(io).names.length || null, null),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: YOLO_MULTIPLE_PX });
    const io = context.io["model"];
    const matrix = matrixOf(outputOf(outputs, io?.outputs[0]?.name ?? ""));
    const expected = COLUMNS + ((io && restColumns(io)?.columns) ?? 0);
    if (matrix.columns !== expected) {
      throw new TypeError(
        `The model gives ${matrix.columns} numbers a box, where ${expected} are needed.`,
      );
    }
    const detections = readBoxes(matrix, context);
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

function readBoxes({ data, columns, rows }: Matrix, context: ModelContext): Detection[] {
  const detections: Detection[] = [];
  for (let row = 0; row < rows; row++) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, score = 0, label = 0] = data.subarray(row * columns);
    if (!(score >= context.options.minScore) || score === 0 || !Number.isFinite(label)) continue;
    detections.push({ x1, y1, x2, y2, score, classIndex: namedClass(label, context) });
  }
  return detections;
}
