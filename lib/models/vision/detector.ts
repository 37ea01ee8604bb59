import type { Box } from "@/lib/geometry/box";
import { MIN_BOX_PX } from "@/lib/geometry/box-geometry";
import type { ImageInput, ModelContext, ModelStep, StepAnswer, Suggestion } from "../adapter";
import { run } from "../adapter";
import type { ModelOptions } from "../model-options";
import type { Tensors } from "../tensor";
import { byScore, type Detection, suppressOverlaps } from "./nms";
import { framePicture, type PictureFrame, toItemBox } from "./picture-frame";
import { findPictureInput, pictureSize } from "./picture-input";
import { pictureTensor } from "./picture-tensor";

/** The role of the one file that detectors have. */
export const MODEL = "model";

/** The picture went through the model. */
export type Seen = { outputs: Tensors; frame: PictureFrame };

/**
 * Runs a model whose input is a picture. `multipleOf`: its largest stride, when it takes sides of any length.
 * `more` makes the inputs beside the picture.
 * @throws Error when the file takes no picture, or the options do not say how it takes it.
 */
export function* see(
  input: ImageInput,
  context: ModelContext,
  { multipleOf = 1, more = () => ({}) }: SeeOptions = {},
): Generator<ModelStep, Seen, StepAnswer> {
  const { inputs, frame } = prepare(input, context, multipleOf);
  const outputs = yield* run(MODEL, { ...inputs, ...more(frame) });
  return { outputs, frame };
}

type SeeOptions = { multipleOf?: number; more?: (frame: PictureFrame) => Tensors };

function prepare(input: ImageInput, context: ModelContext, multipleOf: number) {
  const io = context.io[MODEL];
  const slot = io && findPictureInput(io);
  const { picture } = context.options;
  if (!slot || !picture) throw new TypeError("The model has no input for one picture.");
  const frame = framePicture(input, {
    resize: picture.resize,
    size: pictureSize(slot, picture),
    isFixed: slot.width !== null || slot.height !== null,
    multipleOf,
  });
  // How the file lies in memory is a fact, not a choice.
  const options = { ...picture, layout: slot.layout };
  const tensor = pictureTensor(input, { frame, options, type: slot.type });
  return { inputs: { [slot.name]: tensor }, frame };
}

/**
 * What is left of a detector's boxes: those that are numbers and score enough, without overlaps, the strongest,
 * in pixels of the item.
 */
export function suggestBoxes(
  detections: readonly Detection[],
  { input, frame, options }: { input: ImageInput; frame: PictureFrame; options: ModelOptions },
): Suggestion[] {
  const { minScore, iouThreshold, maxSuggestions: most } = options;
  const item = { width: input.itemWidth, height: input.itemHeight };
  // First of all what cannot be drawn goes: the many that are left would be compared with each other.
  const seen = detections.filter((detection) => {
    const { x1, y1, x2, y2, score } = detection;
    if (!(score >= minScore && x2 > x1 && y2 > y1)) return false;
    return (
      Number.isFinite(x1 + y1 + x2 + y2 + score) && isOnItem(toItemBox(detection, frame, item))
    );
  });
  const kept =
    iouThreshold === null
      ? byScore(seen).slice(0, most)
      : suppressOverlaps(seen, { iouThreshold, most });
  return kept.map((detection) => ({
    geometry: { kind: "box", ...toItemBox(detection, frame, item) },
    classIndex: detection.classIndex,
    score: Math.min(detection.score, 1),
  }));
}

/** A model sees things beyond the edge too. */
function isOnItem({ w, h }: Box): boolean {
  return w >= MIN_BOX_PX && h >= MIN_BOX_PX;
}

/** @throws Error when the outputs have room for another number of classes than were named. */
export function requireClasses(found: number, context: ModelContext): void {
  const named = context.classes.length;
  if (found === named) return;
  throw new TypeError(`The model tells ${found} classes apart, but ${named} are named.`);
}

/** The place of a class that the model names by number. @throws Error when there is none of that number. */
export function namedClass(classNumber: number, context: ModelContext): number {
  const classIndex = Math.round(classNumber);
  const named = context.classes.length;
  if (classIndex >= 0 && classIndex < named) return classIndex;
  throw new TypeError(`The model found its class number ${classIndex}, but ${named} are named.`);
}
