import type { ModelAdapter, ModelContext } from "../adapter";
import { cocoById } from "../classes/coco";
import { stringOption } from "../extra-options";
import type { ModelIo, TensorInfo } from "../model-io";
import type { Tensor, Tensors } from "../tensor";
import { sigmoid, softmax } from "../vision/activation";
import { bestOf } from "../vision/best-class";
import { MODEL, namedClass, requireClasses, see, suggestBoxes } from "../vision/detector";
import { detectorDefaults, IMAGENET_RGB } from "../vision/detector-defaults";
import type { Detection } from "../vision/nms";
import { aroundMiddle } from "../vision/object-rows";
import { declaredMatrix, type Matrix, matrixOf, type Output, outputsOf } from "../vision/outputs";
import type { PictureFrame } from "../vision/picture-frame";
import { findPictureInput, hasFixedSides } from "../vision/picture-input";
import { readUltralytics } from "../vision/ultralytics";

const PLACE_COLUMNS = 4;
/** DETR of 2020, the one whose scores are a softmax, asks so often; its successors ask 300 times. */
const SOFTMAX_QUERIES = 100;
const JOINED_QUERIES = 300;
const MOST_QUERIES = 1_000;
/** Ids of COCO and 0, which DETR keeps free; and one for “nothing”. */
const COCO_ID_CLASSES = 91;

/**
 * DETR (arXiv:2005.12872), RT-DETR (arXiv:2304.08069) and their kind: Deformable and Conditional DETR, YOLOS, D-FINE,
 * RF-DETR. Three sorts of outputs, w and h being those of the input:
 * - queries (Hugging Face's `pixel_values` → `logits`, `pred_boxes`; RF-DETR's `dets`, `labels`): [1,n,classes] before
 *   softmax, with a last column for “nothing”, or before sigmoid; and [1,n,4], middle x and y, w and h in 0..1;
 * - joined (Ultralytics' RT-DETR): [1,n,4+classes], the same boxes, then scores after their sigmoid;
 * - sized (RT-DETR's own export): `labels` int64[1,n], `boxes` [1,n,4], corners in pixels of `orig_target_sizes`
 *   int64[1,2] (w, h; we give the input's), `scores` [1,n].
 * In: f32[1,3,h,w], RGB; DETR and RF-DETR less ImageNet's mean, the others in 0..1; `pixel_mask`, int64 ones.
 * `extra.scores`: softmax or sigmoid, of queries.
 */
export const detr: ModelAdapter<"image"> = {
  id: "detr",
  name: "DETR, RT-DETR",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches: (io) => findLayout(io)?.confidence ?? 0,
  defaults(io) {
    const layout = findLayout(io);
    const { names } = readUltralytics(io);
    const classCount = names.length > 0 ? names.length : (layout?.classCount ?? null);
    return detectorDefaults(io, {
      classes: names.length > 0 ? names : familyClasses(classCount),
      classCount,
      minScore: 0.3,
      iouThreshold: null,
      maxSuggestions: 300,
      picture: pictureFor(io, layout),
      extra: layout?.kind === "queries" ? { scores: layout.scores } : {},
    });
  },
  *suggest(input, context) {
    const io = context.io[MODEL];
    const layout = io && findLayout(io);
    if (!layout) throw new TypeError("The outputs of the model are not those of a DETR.");
    const { outputs, frame } = yield* see(input, context, {
      more: (frame) => otherInputs(io, frame),
    });
    const read = { queries: readQueries, joined: readJoined, sized: readSized }[layout.kind];
    const detections = read(outputsOf(outputs, context), { context, frame });
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

type Layout = {
  kind: "queries" | "joined" | "sized";
  confidence: number;
  classCount: number | null;
  scores: "softmax" | "sigmoid";
};

function findLayout(io: ModelIo): Layout | null {
  if (!findPictureInput(io)) return null;
  return findSized(io) ?? findQueries(io) ?? findJoined(io);
}

function findSized({ inputs, outputs }: ModelIo): Layout | null {
  const isSized = inputs.some(({ name }) => name === "orig_target_sizes");
  const names = outputs.map(({ name }) => name);
  if (!isSized || !["labels", "boxes", "scores"].every((name) => names.includes(name))) return null;
  return { kind: "sized", confidence: 0.97, classCount: null, scores: "sigmoid" };
}

function findQueries(io: ModelIo): Layout | null {
  const [first, second] = io.outputs.flatMap((output) => {
    const shape = declaredMatrix(output);
    return shape?.columns ? [{ name: output.name, rows: shape.rows, columns: shape.columns }] : [];
  });
  if (!first || !second) return null;
  const [boxes, logits] = isBoxes(first.name, first.columns) ? [first, second] : [second, first];
  if (boxes.columns !== PLACE_COLUMNS || boxes.rows !== logits.rows) return null;
  if ((boxes.rows ?? 0) > MOST_QUERIES) return null;
  const isNamed = /logits|labels/.test(logits.name) && /boxes|dets/.test(boxes.name);
  const hasMask = io.inputs.some(({ name }) => name === "pixel_mask");
  const isSoftmax =
    hasMask || boxes.rows === SOFTMAX_QUERIES || logits.columns === COCO_ID_CLASSES + 1;
  return {
    kind: "queries",
    confidence: isNamed ? 0.95 : 0.6,
    classCount: isSoftmax ? logits.columns - 1 : logits.columns,
    scores: isSoftmax ? "softmax" : "sigmoid",
  };
}

function isBoxes(name: string, columns: number): boolean {
  return columns === PLACE_COLUMNS && !/logits|labels/.test(name);
}

function findJoined(io: ModelIo): Layout | null {
  const [output, ...others] = io.outputs;
  const shape = output && declaredMatrix(output);
  if (!shape?.columns || others.length > 0 || (shape.rows ?? 0) > MOST_QUERIES) return null;
  const { names, description } = readUltralytics(io);
  const classCount = shape.columns - PLACE_COLUMNS;
  if (classCount < 1 || (names.length > 0 && names.length !== classCount)) return null;
  const isSaid = /rt-?detr/i.test(description);
  // Six columns are those of YOLO's end-to-end boxes unless it is said that they are not; many things are tables.
  if (!isSaid && (shape.columns === 6 || shape.rows !== JOINED_QUERIES)) return null;
  return {
    kind: "joined",
    confidence: isSaid ? 0.98 : 0.7,
    classCount,
    scores: "sigmoid",
  };
}

function familyClasses(classCount: number | null): readonly string[] | undefined {
  return classCount === COCO_ID_CLASSES ? ["background", ...cocoById()] : undefined;
}

function pictureFor(io: ModelIo, layout: Layout | null) {
  const isSoftmax = layout?.scores === "softmax";
  const isFree = !hasFixedSides(findPictureInput(io));
  const side = isSoftmax ? 800 : 640;
  const isNormalised = isSoftmax || io.outputs.some(({ name }) => name === "dets");
  return {
    ...(readUltralytics(io).size ?? { width: side, height: side }),
    resize: isSoftmax && isFree ? ("longest-side" as const) : ("stretch" as const),
    ...(isNormalised ? IMAGENET_RGB : { scale: 1 / 255 }),
  };
}

/** Inputs beside the picture: all of it counts, and boxes come back in pixels of the input. */
function otherInputs({ inputs }: ModelIo, frame: PictureFrame): Tensors {
  const others: Record<string, Tensor> = {};
  for (const input of inputs) {
    if (input.name === "orig_target_sizes") {
      others[input.name] = int64([frame.width, frame.height], [1, 2]);
    }
    if (input.name === "pixel_mask") others[input.name] = maskOf(input, frame);
  }
  return others;
}

function maskOf({ dims }: TensorInfo, frame: PictureFrame): Tensor {
  const [, height, width] = dims;
  const down = typeof height === "number" ? height : frame.height;
  const across = typeof width === "number" ? width : frame.width;
  return int64(new Array(down * across).fill(1), [1, down, across]);
}

function int64(values: readonly number[], dims: readonly number[]): Tensor {
  return { type: "int64", dims, data: BigInt64Array.from(values, BigInt) };
}

type Reading = { context: ModelContext; frame: PictureFrame };

function readQueries(outputs: readonly Output[], { context, frame }: Reading): Detection[] {
  const [first, second] = outputs.slice(0, 2).map(matrixOf);
  if (!first || !second) throw new TypeError("A DETR gives boxes and scores; one is missing.");
  const [boxes, logits] = isBoxes(first.name, first.columns) ? [first, second] : [second, first];
  requireBoxes(boxes, logits.rows);
  const isSoftmax = stringOption(context.options.extra, "scores", "sigmoid") === "softmax";
  const classCount = logits.columns - (isSoftmax ? 1 : 0);
  requireClasses(classCount, context);
  const detections: Detection[] = [];
  for (let row = 0; row < boxes.rows; row++) {
    const { classIndex, value } = bestOf(logits, row, { count: classCount });
    const score = isSoftmax ? (softmaxOf(logits, row)[classIndex] ?? 0) : sigmoid(value);
    if (!(score >= context.options.minScore) || classIndex < 0) continue;
    detections.push({ ...placeOf(boxes, row, frame), score, classIndex });
  }
  return detections;
}

function readJoined(outputs: readonly Output[], { context, frame }: Reading): Detection[] {
  const [matrix] = outputs.slice(0, 1).map(matrixOf);
  if (!matrix) throw new TypeError("The model gave no boxes at all.");
  requireClasses(matrix.columns - PLACE_COLUMNS, context);
  const detections: Detection[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    const { classIndex, value: score } = bestOf(matrix, row, { first: PLACE_COLUMNS });
    if (!(score >= context.options.minScore)) continue;
    detections.push({ ...placeOf(matrix, row, frame), score, classIndex });
  }
  return detections;
}

function readSized(outputs: readonly Output[], { context }: Reading): Detection[] {
  const [labels, boxes, scores] = ["labels", "boxes", "scores"].map((name) => {
    const output = outputs.find((each) => each.name === name);
    if (!output) throw new TypeError(`The model gave nothing under “${name}”.`);
    return output;
  });
  const count = scores?.data.length ?? 0;
  const places = boxes && matrixOf(boxes);
  if (!places || labels?.data.length !== count) {
    throw new TypeError("The model gave not as many labels as scores.");
  }
  requireBoxes(places, count);
  const detections: Detection[] = [];
  for (let row = 0; row < count; row++) {
    const score = scores?.data[row] ?? 0;
    if (!(score >= context.options.minScore)) continue;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = places.data.subarray(row * PLACE_COLUMNS);
    detections.push({
      x1,
      y1,
      x2,
      y2,
      score,
      classIndex: namedClass(labels.data[row] ?? 0, context),
    });
  }
  return detections;
}

function requireBoxes({ name, rows, columns }: Matrix, expected: number): void {
  if (rows === expected && columns === PLACE_COLUMNS) return;
  throw new TypeError(
    `“${name}” has ${rows} × ${columns} numbers, where ${expected} boxes are due.`,
  );
}

function softmaxOf({ data, columns }: Matrix, row: number): Float32Array {
  return softmax(data.subarray(row * columns, (row + 1) * columns));
}

/** The box at the beginning of a row, from shares of the input to its pixels. */
function placeOf({ data, columns }: Matrix, row: number, frame: PictureFrame) {
  const [x = 0, y = 0, w = 0, h = 0] = data.subarray(row * columns);
  return aroundMiddle({
    x: x * frame.width,
    y: y * frame.height,
    w: w * frame.width,
    h: h * frame.height,
  });
}
