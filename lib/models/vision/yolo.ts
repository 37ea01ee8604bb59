import type { AdapterDefaults, ModelContext, UnusedOutput } from "../adapter";
import type { ModelIo } from "../model-io";
import type { ModelOptions } from "../model-options";
import { countCells } from "./cells";
import { MODEL } from "./detector";
import { detectorDefaults } from "./detector-defaults";
import type { PictureSlot } from "./picture-input";
import { readUltralytics } from "./ultralytics";

/** Of the heads; the second is that of models for very large pictures (P6). */
const STRIDES = [
  [8, 16, 32],
  [8, 16, 32, 64],
];
/** Sides that every one of them takes are multiples of this. */
export const YOLO_MULTIPLE_PX = 64;

/** Columns that follow the classes of a box, and what they are for. */
export type Rest = { columns: number; unused: readonly UnusedOutput[] };

/**
 * What follows the classes: coefficients of masks (as many as the prototypes, the second output, have channels),
 * keypoints, or nothing. Null where boxes are not what the model is for: turned boxes (obb), of which an upright one
 * would say something else, and classes of whole pictures.
 */
export function restColumns(io: ModelIo): Rest | null {
  const { task } = readUltralytics(io);
  if (task === "pose") {
    const [points = 0, each = 0] = numbersIn(io.metadata["kpt_shape"] ?? "");
    return points && each ? { columns: points * each, unused: ["keypoints"] } : null;
  }
  const prototypes = countPrototypes(io);
  if (task === "segment" && prototypes === null) return null;
  if (task !== null && task !== "segment" && task !== "detect") return null;
  return prototypes === null
    ? { columns: 0, unused: [] }
    : { columns: prototypes, unused: ["masks"] };
}

function countPrototypes({ outputs }: ModelIo): number | null {
  const [, second, ...others] = outputs;
  const channels = second?.dims[1];
  // Older exports give their three heads too; those say the same as the first output.
  if (others.length > 0 || second?.dims.length !== 4) return null;
  return typeof channels === "number" ? channels : null;
}

/**
 * Can an output of so many boxes belong to this input? Both are free, or the cells of all strides, `perCell` boxes
 * each, are as many.
 */
export function areCellsOf(slot: PictureSlot, boxes: number | null, perCell: number): boolean {
  const { width, height } = slot;
  if (width === null || height === null) return boxes === null;
  return STRIDES.some((strides) => countCells({ width, height }, strides) * perCell === boxes);
}

/** As Ultralytics' own prediction does it: RGB in 0..1, letterbox of 114. */
export function yoloDefaults(
  io: ModelIo,
  classCount: number | null,
  iouThreshold: ModelOptions["iouThreshold"],
): AdapterDefaults {
  const { names, size } = readUltralytics(io);
  const unused = restColumns(io)?.unused ?? [];
  const isNamed = names.length > 0 && (classCount === null || names.length === classCount);
  const defaults = detectorDefaults(io, {
    classes: isNamed ? names : undefined,
    classCount,
    iouThreshold,
    maxSuggestions: 300,
    picture: { ...(size ?? { width: 640, height: 640 }), scale: 1 / 255 },
  });
  return unused.length > 0 ? { ...defaults, unused } : defaults;
}

/** How many columns a row has: those before the classes, the classes that are named, the rest. */
export function columnsFor(context: ModelContext, before: number): number {
  const io = context.io[MODEL];
  return before + context.classes.length + ((io && restColumns(io)?.columns) ?? 0);
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(Number);
}
