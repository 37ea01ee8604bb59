import type { ImageInput, ModelStep, StepAnswer } from "../adapter";
import { run } from "../adapter";
import type { ModelIo } from "../model-io";
import { float32, floatsOf } from "../tensor";
import { characterClasses, type Reading, readCharacters } from "./read-characters";
import { type Patch, samplePatch, type Values } from "./sample-picture";

/** Height of the strips that recognisers of PP-OCR read, where the file leaves it free. Older ones read 32. */
const STRIP_HEIGHT = 48;
const MIN_STRIP_WIDTH = 16;
/** A line that is longer for its height than this is squeezed. */
const MAX_STRIP_WIDTH = 3_200;
/** Strips that are read at once: so many, and so many pixels wide together. */
const MAX_BATCH = 8;
const MAX_BATCH_WIDTH = 4_096;
/** Higher than wide by this factor: a line that runs downwards. */
const TURNED_FROM = 1.5;
const STRIP_VALUES: Values = {
  channels: "bgr",
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};

/** Reads what stands in each patch of the picture; lines of like length together. */
export function* readLines(
  picture: ImageInput,
  patches: readonly Patch[],
  recogniser: { io: ModelIo; dictionary: string },
): Generator<ModelStep, Reading[], StepAnswer> {
  const input = recogniser.io.inputs[0];
  const output = recogniser.io.outputs[0];
  if (!input || !output) throw new Error("The recogniser has no input or no output.");
  const readings = new Array<Reading>(patches.length).fill({ text: "", score: 0 });
  const [, , fixedHeight, fixedWidth] = input.dims;
  const height = typeof fixedHeight === "number" ? fixedHeight : STRIP_HEIGHT;
  const strips = patches
    .map((patch, index) => ({ index, ...stripOf(patch, height) }))
    .sort((a, b) => a.width - b.width);
  let characters: string[] | null = null;

  for (const batch of batches(strips, input.dims[0] === 1 ? 1 : MAX_BATCH)) {
    const width =
      typeof fixedWidth === "number" ? fixedWidth : Math.max(...batch.map((strip) => strip.width));
    const plane = height * width;
    // What a strip leaves free is 0, which is the middle grey.
    const data = new Float32Array(batch.length * 3 * plane);
    for (const [place, strip] of batch.entries()) {
      samplePatch(picture, strip.patch, {
        width: Math.min(strip.width, width),
        height,
        values: STRIP_VALUES,
        planes: { data, offset: place * 3 * plane, planeLength: plane, rowLength: width },
      });
    }
    const outputs = yield* run("recognition", {
      [input.name]: float32(data, [batch.length, 3, height, width]),
    });
    const scores = floatsOf(outputs, output.name);
    characters ??= characterClasses(recogniser.dictionary, scores.dims[2] ?? 0);
    for (const [place, reading] of readCharacters(scores, characters).entries()) {
      const strip = batch[place];
      if (strip) readings[strip.index] = reading;
    }
  }
  return readings;
}

type Strip = { index: number; patch: Patch; width: number };

/** A line that runs downwards is turned, so that it is read from its top. */
function stripOf(patch: Patch, height: number): { patch: Patch; width: number } {
  const across = Math.hypot(patch.across.x, patch.across.y);
  const down = Math.hypot(patch.down.x, patch.down.y);
  const isTurned = down >= across * TURNED_FROM;
  const ratio = isTurned ? down / Math.max(across, 1) : across / Math.max(down, 1);
  const width = Math.min(MAX_STRIP_WIDTH, Math.max(MIN_STRIP_WIDTH, Math.ceil(height * ratio)));
  if (!isTurned) return { patch, width };
  return {
    width,
    patch: {
      corner: { x: patch.corner.x + patch.across.x, y: patch.corner.y + patch.across.y },
      across: patch.down,
      down: { x: -patch.across.x, y: -patch.across.y },
    },
  };
}

function* batches(strips: readonly Strip[], most: number): Generator<Strip[]> {
  let batch: Strip[] = [];
  for (const strip of strips) {
    const isFull = batch.length >= most || strip.width * (batch.length + 1) > MAX_BATCH_WIDTH;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
    }
    batch.push(strip);
  }
  if (batch.length > 0) yield batch;
}
