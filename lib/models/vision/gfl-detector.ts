import type { ImageInput, ModelContext, Suggesting, Suggestion } from "../adapter";
import type { ModelIo } from "../model-io";
import { areLogits, sigmoid } from "./activation";
import { bestOf } from "./best-class";
import { cellsAcross } from "./cells";
import { requireClasses, see, suggestBoxes } from "./detector";
import { expectedBin } from "./distribution-focal";
import type { Detection } from "./nms";
import { declaredMatrix, type Matrix, matrixOf, outputsOf } from "./outputs";
import type { PictureFrame } from "./picture-frame";
import { findPictureInput } from "./picture-input";

/** Numbers of a box's four distances that are in use: 8 bins (reg_max 7), 11, 17 a side. */
const USUAL_DISTANCE_COLUMNS = [32, 44, 68];
/** Of the finest head; each next one's is twice as large. */
const FIRST_STRIDE_PX = 8;

/**
 * Detectors with a head for each stride (8, 16, 32… pixels of the input). A head is a class map, [cells, classes], and
 * a distance map, [cells, 4 * bins]: from the middle of a cell to the left, top, right and bottom edge, each
 * a distribution over bins of one stride (Generalized Focal Loss).
 */
export type GflHeads = { classCount: number; distanceColumns: number };

/** The heads as declared; null when this is no detector of the kind with so many heads. */
export function findGflHeads(io: ModelIo, heads: number): GflHeads | null {
  if (!findPictureInput(io) || io.outputs.length !== 2 * heads) return null;
  const columns = io.outputs.map((output) => declaredMatrix(output)?.columns ?? null);
  return splitColumns(columns, heads);
}

/** By `heads` maps of classes and as many of distances. */
export function* suggestByGfl(input: ImageInput, context: ModelContext, heads: number): Suggesting {
  const { outputs, frame } = yield* see(input, context, { multipleOf: strideOf(heads - 1) });
  const pairs = pairMaps(outputsOf(outputs, context).map(matrixOf), heads);
  return suggestFrom(pairs, { input, context, frame, originInCell: 0.5 });
}

/** Of the head with this place, the finest being the first. */
export function strideOf(head: number): number {
  return FIRST_STRIDE_PX * 2 ** head;
}

/** Classes and distances of one stride; rows are cells, row by row. */
export type GflMaps = { classes: Matrix; distances: Matrix };

/** Finest first. `originInCell`: from where distances are measured, 0 the cell's corner, 0.5 its middle. */
export function suggestFrom(
  heads: readonly GflMaps[],
  { input, context, frame, originInCell }: GflOptions,
): Suggestion[] {
  requireClasses(heads[0]?.classes.columns ?? 0, context);
  const { options } = context;
  const hasLogits = heads.some(({ classes }) => areLogits(classes.data));
  const detections: Detection[] = [];
  heads.forEach((maps, head) => {
    const stride = strideOf(head);
    readHead(maps, detections, {
      stride,
      originInCell,
      across: cellsAcross(maps.classes, frame, stride),
      hasLogits,
      minScore: options.minScore,
    });
  });
  return suggestBoxes(detections, { input, frame, options });
}

type GflOptions = {
  input: ImageInput;
  context: ModelContext;
  frame: PictureFrame;
  originInCell: number;
};

/** Which number of columns is that of the classes: the usual one is of distances, else those that come last. */
function splitColumns(columns: readonly (number | null)[], heads: number): GflHeads | null {
  const first = columns[0] ?? null;
  const last = columns.find((count) => count !== first) ?? first;
  const ofFirst = columns.filter((count) => count === first).length;
  if (first === null || last === null) return null;
  const isPaired = ofFirst === heads && columns.filter((count) => count === last).length === heads;
  const isOneKind = first === last && ofFirst === 2 * heads;
  if (!isPaired && !isOneKind) return null;
  const isReversed =
    USUAL_DISTANCE_COLUMNS.includes(first) && !USUAL_DISTANCE_COLUMNS.includes(last);
  const [classCount, distanceColumns] = isReversed ? [last, first] : [first, last];
  return distanceColumns % 4 === 0 && distanceColumns >= 8 ? { classCount, distanceColumns } : null;
}

/** Finest first. */
function pairMaps(maps: readonly Matrix[], heads: number): GflMaps[] {
  const split = splitColumns(
    maps.map(({ columns }) => columns),
    heads,
  );
  if (!split || maps.length !== 2 * heads) {
    throw new TypeError(`The outputs are not ${heads} maps of classes and ${heads} of distances.`);
  }
  const { classCount, distanceColumns } = split;
  const isOneKind = classCount === distanceColumns;
  const classes = maps.filter(({ columns }, i) => (isOneKind ? i < heads : columns === classCount));
  const distances = maps.filter((map) => !classes.includes(map));
  const byRows = (a: Matrix, b: Matrix) => b.rows - a.rows;
  const sorted = distances.toSorted(byRows);
  return classes.toSorted(byRows).map((map, i) => {
    const ofSame = sorted[i];
    if (ofSame?.rows === map.rows) return { classes: map, distances: ofSame };
    throw new TypeError(`No map of distances has ${map.rows} rows as “${map.name}”.`);
  });
}

type HeadOptions = {
  stride: number;
  originInCell: number;
  across: number;
  hasLogits: boolean;
  minScore: number;
};

function readHead(
  { classes, distances }: GflMaps,
  detections: Detection[],
  { stride, originInCell, across, hasLogits, minScore }: HeadOptions,
): void {
  const bins = distances.columns / 4;
  const reach = (at: number) => expectedBin(distances.data, at, bins) * stride;
  for (let row = 0; row < classes.rows; row++) {
    const { classIndex, value } = bestOf(classes, row);
    const score = hasLogits ? sigmoid(value) : value;
    if (!(score >= minScore)) continue;
    const x = ((row % across) + originInCell) * stride;
    const y = (Math.floor(row / across) + originInCell) * stride;
    const at = row * distances.columns;
    detections.push({
      x1: x - reach(at),
      y1: y - reach(at + bins),
      x2: x + reach(at + 2 * bins),
      y2: y + reach(at + 3 * bins),
      score,
      classIndex,
    });
  }
}
