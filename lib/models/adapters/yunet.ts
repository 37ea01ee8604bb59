import type { ModelAdapter } from "../adapter";
import type { ModelIo } from "../model-io";
import { cellsAcross } from "../vision/cells";
import { see, suggestBoxes } from "../vision/detector";
import { detectorDefaults } from "../vision/detector-defaults";
import type { Detection } from "../vision/nms";
import { aroundMiddle } from "../vision/object-rows";
import { type Matrix, matrixOf, outputOf } from "../vision/outputs";
import type { PictureFrame } from "../vision/picture-frame";
import { findPictureInput, hasFixedSides } from "../vision/picture-input";

const STRIDES = [8, 16, 32];

/**
 * YuNet, a detector of faces (libfacedetection, OpenCV's FaceDetectorYN; doi:10.1007/s11633-023-1423-y).
 * In: f32[1,3,h,w], BGR in 0..255; sides are multiples of 32.
 * Out, for each of the strides 8, 16, 32: `cls_8` and `obj_8` [1,n,1] after their sigmoid, whose geometric mean is the score;
 * `bbox_8` [1,n,4], middle x and y in cells from the cell's corner, w and h as logarithms, in cells; `kps_8`
 * [1,n,10], which is not used; n cells row by row.
 */
export const yunet: ModelAdapter<"image"> = {
  id: "yunet",
  name: "YuNet",
  task: "face-detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches: (io) => (findPictureInput(io) && hasHeads(io) ? 0.97 : 0),
  defaults(io) {
    const isFixed = hasFixedSides(findPictureInput(io));
    return detectorDefaults(io, {
      classes: ["face"],
      classCount: 1,
      minScore: 0.5,
      iouThreshold: 0.3,
      maxSuggestions: 500,
      picture: {
        width: 640,
        height: 640,
        resize: isFixed ? "letterbox-corner" : "longest-side",
        channels: "bgr",
        fill: 0,
      },
    });
  },
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: 32 });
    const detections: Detection[] = [];
    for (const stride of STRIDES) {
      const part = (name: string) => matrixOf(outputOf(outputs, `${name}_${stride}`));
      const head = { classes: part("cls"), objects: part("obj"), places: part("bbox") };
      readFaces(head, detections, { stride, frame, minScore: context.options.minScore });
    }
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

function hasHeads({ outputs }: ModelIo): boolean {
  const names = new Set(outputs.map(({ name }) => name));
  return STRIDES.every((stride) =>
    ["cls", "obj", "bbox"].every((part) => names.has(`${part}_${stride}`)),
  );
}

type Head = { classes: Matrix; objects: Matrix; places: Matrix };

function readFaces(
  { classes, objects, places }: Head,
  detections: Detection[],
  { stride, frame, minScore }: { stride: number; frame: PictureFrame; minScore: number },
): void {
  const across = cellsAcross(classes, frame, stride);
  if (objects.rows !== classes.rows || places.rows !== classes.rows || places.columns !== 4) {
    throw new TypeError(`“${places.name}” has not four numbers for each of ${classes.rows} cells.`);
  }
  for (let cell = 0; cell < classes.rows; cell++) {
    const score = Math.sqrt(share(classes.data[cell]) * share(objects.data[cell]));
    if (!(score >= minScore)) continue;
    const [x = 0, y = 0, w = 0, h = 0] = places.data.subarray(cell * 4);
    const place = {
      x: ((cell % across) + x) * stride,
      y: (Math.floor(cell / across) + y) * stride,
      w: Math.exp(w) * stride,
      h: Math.exp(h) * stride,
    };
    detections.push({ ...aroundMiddle(place), score, classIndex: 0 });
  }
}

/** Rounding leaves some a hair beyond 0..1. */
function share(value = 0): number {
  return Math.min(Math.max(value, 0), 1);
}
