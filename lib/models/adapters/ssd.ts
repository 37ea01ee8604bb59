import type { ModelAdapter, ModelContext } from "../adapter";
import { COCO_80, cocoById } from "../classes/coco";
import { numberOption, stringOption } from "../extra-options";
import type { ModelIo, TensorInfo } from "../model-io";
import type { PictureOptions } from "../model-options";
import type { Tensors } from "../tensor";
import { areLogits, softmax } from "../vision/activation";
import { bestOf } from "../vision/best-class";
import { MODEL, namedClass, requireClasses, see, suggestBoxes } from "../vision/detector";
import { detectorDefaults } from "../vision/detector-defaults";
import type { Detection } from "../vision/nms";
import { type Matrix, matrixOf, outputOf } from "../vision/outputs";
import type { PictureFrame } from "../vision/picture-frame";
import { findPictureInput, hasFixedSides } from "../vision/picture-input";

/** COCO's ids from 1 on, as TensorFlow's and torchvision's models have them. */
const COCO_IDS = 90;
/** Fewer boxes than this with a score for each class are those of a DETR. */
const LEAST_PRIORS = 1_001;
/** Corners in shares of the input reach a little beyond 1; in pixels they reach far. */
const LARGEST_SHARE = 2;

/**
 * SSD (arXiv:1512.02325) and other detectors that give boxes and scores apart:
 * - chosen: TensorFlow's `detection_boxes` [1,n,4], `detection_classes` [1,n], `detection_scores` [1,n],
 *   `num_detections` [1]; torchvision's boxes [n,4], labels int64[n], scores [n], by whatever names;
 * - all: boxes [1,n,4] and scores [1,n,classes], after or before softmax, which still overlap (UltraFace, SSD's heads
 *   with decoded boxes, YOLO-NAS).
 * In: f32 or uint8, [1,3,h,w] or [1,h,w,3], RGB; how values are scaled differs, see the options.
 * Corners are in shares of the input or in its pixels, which is seen from the numbers.
 * `extra.corners`: yxyx (TensorFlow) or xyxy; `extra.firstClass`: the number of the first named class, 1 where 0 is
 * the background.
 */
export const ssd: ModelAdapter<"image"> = {
  id: "ssd",
  name: "SSD",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches(io) {
    const parts = findParts(io);
    if (!parts || !findPictureInput(io)) return 0;
    if (parts.labels) return isTensorflow(parts) ? 0.95 : 0.75;
    return /score|conf/i.test(parts.scores.name) && /box/i.test(parts.boxes.name) ? 0.7 : 0.5;
  },
  defaults(io) {
    const parts = findParts(io);
    const columns = parts && !parts.labels ? fixedDim(parts.scores.dims.at(-1)) : null;
    const firstClass = columns === COCO_80.length ? 0 : 1;
    const classCount = columns === null ? null : columns - firstClass;
    const isCoco = parts !== null && isTensorflow(parts);
    return detectorDefaults(io, {
      classes: isCoco ? cocoById() : undefined,
      classCount: isCoco ? COCO_IDS : classCount,
      minScore: 0.3,
      iouThreshold: parts?.labels ? null : 0.45,
      maxSuggestions: 200,
      picture: pictureFor(io),
      extra: { corners: isCoco ? "yxyx" : "xyxy", firstClass },
    });
  },
  *suggest(input, context) {
    const io = context.io[MODEL];
    const parts = io && findParts(io);
    if (!parts) throw new TypeError("The outputs of the model are no boxes and scores.");
    const { outputs, frame } = yield* see(input, context);
    const found = parts.labels
      ? readChosen(outputs, parts, context)
      : readAll(outputs, parts, context);
    const detections = toPixels(found, {
      frame,
      isYFirst: stringOption(context.options.extra, "corners", "xyxy") === "yxyx",
    });
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

type Parts = {
  boxes: TensorInfo;
  scores: TensorInfo;
  /** Null: there is a score for each class. */
  labels: TensorInfo | null;
  count: TensorInfo | null;
};

function findParts({ inputs, outputs }: ModelIo): Parts | null {
  if (inputs.some(({ name }) => name === "orig_target_sizes")) return null;
  if (outputs.some(({ name }) => /logits|^dets$/.test(name))) return null;
  const boxes = outputs.find(({ name, dims }) => {
    return dims.at(-1) === 4 || (dims.at(-1) === null && /box/i.test(name));
  });
  if (!boxes || (boxes.dims.length !== 2 && boxes.dims.length !== 3)) return null;
  const flat = outputs.filter(({ dims }) => dims.length === boxes.dims.length - 1);
  const count = outputs.find(({ name }) => /^num/.test(name)) ?? null;
  const labels =
    flat.find(({ name }) => /label|class/i.test(name)) ??
    flat.find(({ type }) => type === "int64" || type === "int32");
  const scores = flat.find(
    (output) => output !== labels && output !== count && output.type !== "int64",
  );
  if (labels && scores) return { boxes, labels, scores, count };
  const [all, ...others] = outputs.filter((output) => output !== boxes);
  const priors = fixedDim(boxes.dims.at(-2));
  const isAll = all && others.length === 0 && all.dims.length === 3 && boxes.dims.length === 3;
  if (!isAll || (priors !== null && priors < LEAST_PRIORS)) return null;
  return { boxes, scores: all, labels: null, count: null };
}

function isTensorflow({ boxes, labels }: Parts): boolean {
  return /detection_boxes/.test(boxes.name) && labels !== null;
}

function pictureFor(io: ModelIo): Partial<PictureOptions> & { width: number; height: number } {
  const slot = findPictureInput(io);
  const common = {
    width: 640,
    height: 640,
    resize: hasFixedSides(slot) ? ("stretch" as const) : ("longest-side" as const),
  };
  if (slot?.type === "uint8") return common;
  // TensorFlow's take -1..1, PyTorch's 0..1.
  return slot?.layout === "nhwc"
    ? { ...common, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] }
    : { ...common, scale: 1 / 255 };
}

function readChosen(outputs: Tensors, parts: Parts, context: ModelContext): Detection[] {
  const boxes = matrixOf(outputOf(outputs, parts.boxes.name));
  const scores = outputOf(outputs, parts.scores.name).data;
  const labels = outputOf(outputs, parts.labels?.name ?? "").data;
  if (boxes.columns !== 4 || scores.length !== boxes.rows || labels.length !== boxes.rows) {
    throw new TypeError(
      `The model gave ${boxes.rows} boxes, ${scores.length} scores and ${labels.length} classes.`,
    );
  }
  const told = parts.count ? outputOf(outputs, parts.count.name).data[0] : undefined;
  const count = Math.min(boxes.rows, told ?? boxes.rows);
  const first = numberOption(context.options.extra, "firstClass", 1);
  const detections: Detection[] = [];
  for (let row = 0; row < count; row++) {
    const score = scores[row] ?? 0;
    const label = (labels[row] ?? 0) - first;
    if (!(score >= context.options.minScore) || !Number.isFinite(label) || label < 0) continue;
    detections.push({ ...cornersAt(boxes, row), score, classIndex: namedClass(label, context) });
  }
  return detections;
}

function readAll(outputs: Tensors, parts: Parts, context: ModelContext): Detection[] {
  const boxes = matrixOf(outputOf(outputs, parts.boxes.name));
  const scores = matrixOf(outputOf(outputs, parts.scores.name));
  if (boxes.columns !== 4 || boxes.rows !== scores.rows) {
    throw new TypeError(`The model gave ${boxes.rows} boxes and ${scores.rows} rows of scores.`);
  }
  const first = numberOption(context.options.extra, "firstClass", 1);
  requireClasses(scores.columns - first, context);
  const isRaw = areLogits(scores.data);
  const detections: Detection[] = [];
  for (let row = 0; row < boxes.rows; row++) {
    const { classIndex, value } = bestOf(scores, row, { first });
    const score = isRaw ? (softmaxOf(scores, row)[first + classIndex] ?? 0) : value;
    if (!(score >= context.options.minScore) || classIndex < 0) continue;
    detections.push({ ...cornersAt(boxes, row), score, classIndex });
  }
  return detections;
}

function softmaxOf({ data, columns }: Matrix, row: number): Float32Array {
  return softmax(data.subarray(row * columns, (row + 1) * columns));
}

function cornersAt({ data }: Matrix, row: number) {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = data.subarray(row * 4, row * 4 + 4);
  return { x1, y1, x2, y2 };
}

function toPixels(
  detections: readonly Detection[],
  { frame, isYFirst }: { frame: PictureFrame; isYFirst: boolean },
): Detection[] {
  const arePixels = detections.some(({ x2, y2 }) => Math.max(x2, y2) > LARGEST_SHARE);
  const perX = arePixels ? 1 : frame.width;
  const perY = arePixels ? 1 : frame.height;
  return detections.map(({ x1, y1, x2, y2, ...rest }) => {
    const [left, top, right, bottom] = isYFirst ? [y1, x1, y2, x2] : [x1, y1, x2, y2];
    return { ...rest, x1: left * perX, y1: top * perY, x2: right * perX, y2: bottom * perY };
  });
}

function fixedDim(dim: number | string | null | undefined): number | null {
  return typeof dim === "number" ? dim : null;
}
