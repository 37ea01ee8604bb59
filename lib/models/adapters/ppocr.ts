import { boxFromCorners, clipBox, type Point, type Size } from "@/lib/geometry/box";
import { type ImageInput, type ModelAdapter, type ModelContext, run } from "../adapter";
import { numberOption } from "../extra-options";
import type { ModelIo } from "../model-io";
import type { ModelOptions, PictureOptions } from "../model-options";
import { readLines } from "../ocr/read-lines";
import { type Patch, samplePatch } from "../ocr/sample-picture";
import { findTextLines, type TextLine, type TextMap } from "../ocr/text-lines";
import { cornersOf } from "../ocr/turned-box";
import { float32, floatsOf } from "../tensor";

/** Sides that the detector can take are multiples of this. */
const STRIDE = 32;
/** Mean and deviation are in the order of the channels as PaddleOCR gives them: to blue first. */
const PICTURE: PictureOptions = {
  resize: "longest-side",
  width: 960,
  height: 960,
  channels: "bgr",
  layout: "nchw",
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  fill: 0,
};

/**
 * PP-OCR: a detector that gives a map of where text is, and a recogniser that reads a line at a time. Without the
 * recogniser or its dictionary there are boxes alone. Boxes stand upright around lines that may be turned; the
 * score is that of the box, or with a reading the mean of both.
 *
 * `extra`: threshold (0.3) of the map, boxThreshold (0.6), unclipRatio (1.5).
 */
export const ppocr: ModelAdapter<"image"> = {
  id: "ppocr",
  name: "PP-OCR",
  task: "text-detection",
  media: "image",
  geometry: "box",
  roles: ["detection", "recognition"],
  assets: ["dictionary"],
  matches: likeness,
  defaults: () => ({
    classes: ["text"],
    classCount: 1,
    options: {
      minScore: 0.3,
      iouThreshold: null,
      maxSuggestions: 1_000,
      picture: PICTURE,
      extra: { threshold: 0.3, boxThreshold: 0.6, unclipRatio: 1.5 },
    },
  }),
  *suggest(picture, context) {
    const { map, outputs } = yield* textMap(picture, context);
    const { extra, maxSuggestions, minScore } = context.options;
    const lines = findTextLines(map, {
      threshold: numberOption(extra, "threshold", 0.3),
      boxThreshold: numberOption(extra, "boxThreshold", 0.6),
      unclipRatio: numberOption(extra, "unclipRatio", 1.5),
    })
      .sort((a, b) => b.score - a.score)
      .slice(0, maxSuggestions);
    const rec = context.io["recognition"];
    const dictionary = context.assets["dictionary"];
    const readings =
      rec && dictionary !== undefined
        ? yield* readLines(
            picture,
            lines.map((line) => patchOf(line, outputs, picture)),
            { io: rec, dictionary },
          )
        : null;
    const item = { width: picture.itemWidth, height: picture.itemHeight };
    return lines
      .map((line, index) => {
        const reading = readings?.[index];
        return {
          geometry: { kind: "box" as const, ...uprightBox(line, outputs, item) },
          classIndex: 0,
          score: reading ? (line.score + reading.score) / 2 : line.score,
          ...(reading?.text && { attributes: { text: reading.text } }),
        };
      })
      .filter(({ score, geometry }) => score >= minScore && geometry.w > 0 && geometry.h > 0);
  },
};

/** Runs the detector. `outputs` is the size of the map, over which the whole picture is stretched. */
function* textMap(picture: ImageInput, { io, options }: ModelContext) {
  const input = io["detection"]?.inputs[0];
  const output = io["detection"]?.outputs[0];
  if (!input || !output) throw new Error("The text detector has no input or no output.");
  const values = options.picture ?? PICTURE;
  const { width, height } = inputSize(picture, input.dims, options);
  const data = new Float32Array(3 * width * height);
  samplePatch(
    picture,
    {
      corner: { x: 0, y: 0 },
      across: { x: picture.width, y: 0 },
      down: { x: 0, y: picture.height },
    },
    {
      width,
      height,
      values,
      planes: { data, offset: 0, planeLength: width * height, rowLength: width },
    },
  );
  const answer = yield* run("detection", { [input.name]: float32(data, [1, 3, height, width]) });
  const found = floatsOf(answer, output.name);
  const [mapHeight = 0, mapWidth = 0] = found.dims.slice(-2);
  if (found.data.length !== mapHeight * mapWidth) {
    throw new Error("The text detector gives no map of where text is.");
  }
  const map: TextMap = { data: found.data, width: mapWidth, height: mapHeight };
  return { map, outputs: { width: mapWidth, height: mapHeight } };
}

/** Never larger than the picture is; both sides to a multiple of the stride, as PaddleOCR rounds them. */
function inputSize(
  picture: Size,
  dims: ModelIo["inputs"][number]["dims"],
  options: ModelOptions,
): Size {
  const [, , fixedHeight, fixedWidth] = dims;
  const { width, height } = options.picture ?? PICTURE;
  const scale = Math.min(1, width / picture.width, height / picture.height);
  const rounded = (length: number) =>
    Math.max(STRIDE, Math.round((length * scale) / STRIDE) * STRIDE);
  return {
    width: typeof fixedWidth === "number" ? fixedWidth : rounded(picture.width),
    height: typeof fixedHeight === "number" ? fixedHeight : rounded(picture.height),
  };
}

function scaledCorners({ box }: TextLine, map: Size, target: Size): Point[] {
  return cornersOf(box).map(({ x, y }) => ({
    x: (x * target.width) / map.width,
    y: (y * target.height) / map.height,
  }));
}

function uprightBox(line: TextLine, map: Size, item: Size) {
  const corners = scaledCorners(line, map, item);
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return clipBox(
    boxFromCorners(
      { x: Math.min(...xs), y: Math.min(...ys) },
      { x: Math.max(...xs), y: Math.max(...ys) },
    ),
    item,
  );
}

function patchOf(line: TextLine, map: Size, picture: Size): Patch {
  const [corner, right, , below] = scaledCorners(line, map, picture);
  if (!corner || !right || !below) throw new TypeError("A box has four corners.");
  return {
    corner,
    across: { x: right.x - corner.x, y: right.y - corner.y },
    down: { x: below.x - corner.x, y: below.y - corner.y },
  };
}

/** One picture in, one map of the same shape out. */
function likeness({ inputs, outputs }: ModelIo): number {
  const [input] = inputs;
  const [output] = outputs;
  if (inputs.length !== 1 || outputs.length !== 1 || !input || !output) return 0;
  if (input.type !== "float32" || input.dims.length !== 4 || input.dims[1] !== 3) return 0;
  if (output.type !== "float32" || output.dims.length !== 4 || output.dims[1] !== 1) return 0;
  // The recogniser and networks that shrink a map are not it.
  const isSameSize = [2, 3].every((axis) => {
    const [before, after] = [input.dims[axis], output.dims[axis]];
    return typeof before !== "number" || typeof after !== "number" || before === after;
  });
  if (!isSameSize) return 0;
  return /sigmoid|maps|fetch_name/.test(output.name) ? 0.9 : 0.5;
}
