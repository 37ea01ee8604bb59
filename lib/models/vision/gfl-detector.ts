import type { ImageInput, ModelContext, Suggesting } from "../adapter";
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

export function* suggestByGfl(input: ImageInput, context: ModelContext, heads: number): Suggesting {
  const largestStride = FIRST_STRIDE_PX * 2 ** (heads - 1);
  const seen = yield* see(input, context, { multipleOf: largestStride });
  const maps = outputsOf(seen.outputs, context).map(matrixOf);
  const { frame } = seen;
  const pairs = pairMaps(maps, heads);
  requireClasses(pairs[0]?.classes.columns ?? 0, context);
  const hasLogits = pairs.some(({ classes }) => areLogits(classes.data));
  const detections: Detection[] = [];
  pairs.forEach((pair, index) => {
    const stride = FIRST_STRIDE_PX * 2 ** index;
    readHead(pair, detections, { stride, frame, hasLogits, minScore: context.options.minScore });
  });
  return suggestBoxes(detections, { input, frame, options: context.options });
}

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

type Pair = { classes: Matrix; distances: Matrix };

/** Finest first. */
function pairMaps(maps: readonly Matrix[], heads: number): Pair[] {
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
  return classes
    .toSorted((a, b) => b.rows - a.rows)
    .map((map) => {
      const ofSame = distances.find(({ rows }) => rows === map.rows);
      if (!ofSame)
        throw new TypeError(`No map of distances has ${map.rows} rows as “${map.name}”.`);
      return { classes: map, distances: ofSame };
    });
}

type HeadOptions = { stride: number; frame: PictureFrame; hasLogits: boolean; minScore: number };

function readHead(
  { classes, distances }: Pair,
  detections: Detection[],
  { stride, frame, hasLogits, minScore }: HeadOptions,
): void {
  const across = cellsAcross(classes, frame, stride);
  const bins = distances.columns / 4;
  const reach = (at: number) => expectedBin(distances.data, at, bins) * stride;
  for (let row = 0; row < classes.rows; row++) {
    const { classIndex, value } = bestOf(classes, row);
    const score = hasLogits ? sigmoid(value) : value;
    if (!(score >= minScore)) continue;
    const x = ((row % across) + 0.5) * stride;
    const y = (Math.floor(row / across) + 0.5) * stride;
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
