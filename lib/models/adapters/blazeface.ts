import type { ModelAdapter } from "../adapter";
import type { ModelIo } from "../model-io";
import { sigmoid } from "../vision/activation";
import { see, suggestBoxes } from "../vision/detector";
import { detectorDefaults } from "../vision/detector-defaults";
import type { Detection } from "../vision/nms";
import { aroundMiddle } from "../vision/object-rows";
import { declaredMatrix, type Matrix, matrixOf, outputsOf } from "../vision/outputs";
import type { PictureFrame } from "../vision/picture-frame";
import { findPictureInput } from "../vision/picture-input";

/** Anchors by the number of rows that tell of them: a grid over the input, so many in the middle of each cell. */
const GRIDS: Readonly<Record<number, { cells: number; perCell: number }[]>> = {
  512: [{ cells: 16, perCell: 2 }],
  384: [{ cells: 8, perCell: 6 }],
  896: [
    { cells: 16, perCell: 2 },
    { cells: 8, perCell: 6 },
  ],
  // The one for faces far away.
  2304: [{ cells: 48, perCell: 1 }],
};
/** Box and six points of the face, x and y each. */
const PLACE_COLUMNS = 16;

/**
 * BlazeFace of MediaPipe (Google, Apache-2.0; arXiv:1907.05047): short range (128), back (256), full range (192).
 * In: f32[1,h,w,3], or [1,3,h,w], RGB in -1..1, letterbox with 0.
 * Out: scores [1,n,1] before their sigmoid and places [1,n,16], for 512 and 384 anchors, or 896 of both, or 2304.
 * A place is middle x and y from the anchor, w and h, in pixels of the input; then points, which are not used.
 */
export const blazeface: ModelAdapter<"image"> = {
  id: "blazeface",
  name: "BlazeFace",
  task: "face-detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches: (io) => (hasHeads(io) ? 0.95 : 0),
  defaults: (io) =>
    detectorDefaults(io, {
      classes: ["face"],
      classCount: 1,
      minScore: 0.3,
      iouThreshold: 0.3,
      picture: {
        width: 128,
        height: 128,
        mean: [127.5, 127.5, 127.5],
        std: [127.5, 127.5, 127.5],
        fill: 0,
      },
    }),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context);
    const maps = outputsOf(outputs, context).map(matrixOf);
    const scores = maps.filter(({ columns }) => columns === 1);
    const detections: Detection[] = [];
    for (const map of scores) {
      const places = maps.find(
        ({ rows, columns }) => rows === map.rows && columns === PLACE_COLUMNS,
      );
      if (!places) throw new TypeError(`No places belong to the ${map.rows} scores of the model.`);
      readFaces({ scores: map, places, frame, minScore: context.options.minScore }, detections);
    }
    if (scores.length === 0) throw new TypeError("The model gave no scores of faces.");
    return suggestBoxes(detections, { input, frame, options: context.options });
  },
};

function hasHeads(io: ModelIo): boolean {
  const shapes = io.outputs.map(declaredMatrix);
  const rowsOf = (columns: number) =>
    shapes.flatMap((shape) => (shape?.columns === columns ? [shape.rows] : [])).toSorted();
  const scored = rowsOf(1);
  const isKnown = scored.length > 0 && scored.every((rows) => rows !== null && rows in GRIDS);
  const isWhole = shapes.length === 2 * scored.length;
  return (
    findPictureInput(io) !== null &&
    isKnown &&
    isWhole &&
    String(scored) === String(rowsOf(PLACE_COLUMNS))
  );
}

type Faces = { scores: Matrix; places: Matrix; frame: PictureFrame; minScore: number };

function readFaces({ scores, places, frame, minScore }: Faces, detections: Detection[]): void {
  const anchors = anchorsOf(scores.rows);
  for (let row = 0; row < scores.rows; row++) {
    const score = sigmoid(scores.data[row] ?? 0);
    const anchor = anchors[row];
    if (!anchor || !(score >= minScore)) continue;
    const [x = 0, y = 0, w = 0, h = 0] = places.data.subarray(row * PLACE_COLUMNS);
    detections.push({
      ...aroundMiddle({
        x: anchor.x * frame.width + x,
        y: anchor.y * frame.height + y,
        w,
        h,
      }),
      score,
      classIndex: 0,
    });
  }
}

/** Middles of the anchors, as shares of the input. @throws Error when nobody has so many. */
function anchorsOf(rows: number): { x: number; y: number }[] {
  const grids = GRIDS[rows];
  if (!grids) throw new TypeError(`No model of the family has ${rows} anchors.`);
  return grids.flatMap(({ cells, perCell }) =>
    Array.from({ length: cells * cells * perCell }, (_, i) => {
      const cell = Math.floor(i / perCell);
      return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells };
    }),
  );
}
