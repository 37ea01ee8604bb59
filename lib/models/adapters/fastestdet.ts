import type { ModelAdapter, ModelContext } from "../adapter";
import type { ModelIo } from "../model-io";
import { sigmoid } from "../vision/activation";
import { cellsOf } from "../vision/cells";
import { requireClasses, see, suggestBoxes } from "../vision/detector";
import { detectorDefaults } from "../vision/detector-defaults";
import type { Detection } from "../vision/nms";
import { aroundMiddle, OBJECT_COLUMNS } from "../vision/object-rows";
import { type Output, outputOf } from "../vision/outputs";
import type { PictureFrame } from "../vision/picture-frame";
import { findPictureInput } from "../vision/picture-input";

const STRIDE = 16;

/**
 * FastestDet (dog-qiuqiu/FastestDet, BSD-3-Clause).
 * In: f32[1,3,h,w], BGR in 0..1, stretched; sides are multiples of 32.
 * Out: [1,5+classes,h/16,w/16], a map each: object; middle x and y before tanh, in cells from the cell's corner; w and h
 * before their sigmoid, in shares of the input; classes. The score is object^0.6 × class^0.4.
 */
export const fastestdet: ModelAdapter<"image"> = {
  id: "fastestdet",
  name: "FastestDet",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches: (io) => (countClasses(io) === null ? 0 : 0.8),
  defaults: (io) =>
    detectorDefaults(io, {
      classCount: countClasses(io),
      minScore: 0.3,
      iouThreshold: 0.45,
      picture: { width: 352, height: 352, resize: "stretch", channels: "bgr", scale: 1 / 255 },
    }),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: 32 });
    const map = outputOf(outputs, context.io["model"]?.outputs[0]?.name ?? "");
    const detections = readMap(map, frame, context);
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

function countClasses(io: ModelIo): number | null {
  const slot = findPictureInput(io);
  const [output, ...others] = io.outputs;
  if (!slot?.width || !slot.height || others.length > 0 || output?.dims.length !== 4) return null;
  const [, maps, down, across] = output.dims;
  const cells = cellsOf({ width: slot.width, height: slot.height }, STRIDE);
  const isGrid = across === cells.across && down === cells.down;
  return isGrid && typeof maps === "number" && maps > OBJECT_COLUMNS ? maps - OBJECT_COLUMNS : null;
}

function readMap({ name, dims, data }: Output, frame: PictureFrame, context: ModelContext) {
  const [, maps = 0, down = 0, across = 0] = dims;
  const cells = cellsOf(frame, STRIDE);
  if (dims.length !== 4 || across !== cells.across || down !== cells.down) {
    throw new TypeError(`“${name}” is no grid of ${cells.across} × ${cells.down} cells.`);
  }
  requireClasses(maps - OBJECT_COLUMNS, context);
  const area = across * down;
  const at = (map: number, cell: number) => data[map * area + cell] ?? 0;
  const detections: Detection[] = [];
  for (let cell = 0; cell < area; cell++) {
    let classIndex = 0;
    for (let i = 1; i < maps - OBJECT_COLUMNS; i++) {
      if (at(OBJECT_COLUMNS + i, cell) > at(OBJECT_COLUMNS + classIndex, cell)) classIndex = i;
    }
    const score = at(0, cell) ** 0.6 * at(OBJECT_COLUMNS + classIndex, cell) ** 0.4;
    if (!(score >= context.options.minScore)) continue;
    const place = {
      x: ((cell % across) + Math.tanh(at(1, cell))) * STRIDE,
      y: (Math.floor(cell / across) + Math.tanh(at(2, cell))) * STRIDE,
      w: sigmoid(at(3, cell)) * frame.width,
      h: sigmoid(at(4, cell)) * frame.height,
    };
    detections.push({ ...aroundMiddle(place), score, classIndex });
  }
  return detections;
}
