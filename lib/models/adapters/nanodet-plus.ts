import type { ModelAdapter } from "../adapter";
import { COCO_80 } from "../classes/coco";
import type { ModelIo } from "../model-io";
import { cellsOf, countCells } from "../vision/cells";
import { see } from "../vision/detector";
import { detectorDefaults, IMAGENET_BGR } from "../vision/detector-defaults";
import { type GflMaps, strideOf, suggestFrom } from "../vision/gfl-detector";
import { declaredMatrix, type Matrix, matrixOf, outputsOf } from "../vision/outputs";
import type { PictureFrame } from "../vision/picture-frame";
import { findPictureInput } from "../vision/picture-input";

const STRIDES = [0, 1, 2, 3].map(strideOf);
/** Eight bins for each of four sides (reg_max 7), as all published models have. */
const DISTANCE_COLUMNS = 32;

/**
 * NanoDet-Plus (RangiLyu/nanodet, Apache-2.0), which has its heads in one table.
 * In: f32[1,3,h,w], BGR, (v - mean) / std, stretched; sides are multiples of 64.
 * Out: [1,n,classes+32], cells of the strides 8, 16, 32, 64 one grid after the other, row by row: classes after or before
 * their sigmoid, then 8 bins each of the distances to left, top, right, bottom, in strides, from the
 * corner of the cell (NanoDet and PicoDet measure from its middle).
 */
export const nanodetPlus: ModelAdapter<"image"> = {
  id: "nanodet-plus",
  name: "NanoDet-Plus",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches(io) {
    const classCount = countClasses(io);
    if (classCount === null) return 0;
    return classCount === COCO_80.length ? 0.9 : 0.6;
  },
  defaults: (io) =>
    detectorDefaults(io, {
      classCount: countClasses(io),
      iouThreshold: 0.6,
      picture: { width: 416, height: 416, resize: "stretch", ...IMAGENET_BGR },
    }),
  *suggest(input, context) {
    const { outputs, frame } = yield* see(input, context, { multipleOf: STRIDES.at(-1) ?? 1 });
    const [table] = outputsOf(outputs, context).map(matrixOf);
    if (!table) throw new TypeError("The model gave no boxes at all.");
    return suggestFrom(splitTable(table, frame), { input, context, frame, originInCell: 0 });
  },
};

function countClasses(io: ModelIo): number | null {
  const slot = findPictureInput(io);
  const [output, ...others] = io.outputs;
  const shape = output && declaredMatrix(output);
  if (!slot?.width || !slot.height || !shape?.columns || others.length > 0) return null;
  const cells = countCells({ width: slot.width, height: slot.height }, STRIDES);
  const classCount = shape.columns - DISTANCE_COLUMNS;
  return shape.rows === cells && classCount > 0 ? classCount : null;
}

function splitTable(table: Matrix, frame: PictureFrame): GflMaps[] {
  const classColumns = table.columns - DISTANCE_COLUMNS;
  if (classColumns < 1 || table.rows !== countCells(frame, STRIDES)) {
    throw new TypeError(
      `“${table.name}” has ${table.rows} × ${table.columns} numbers, which are no boxes of ${frame.width} × ${frame.height} pixels.`,
    );
  }
  let row = 0;
  return STRIDES.map((stride) => {
    const { across, down } = cellsOf(frame, stride);
    const rows = { first: row, count: across * down };
    row += rows.count;
    return {
      classes: cutOut(table, rows, { first: 0, count: classColumns }),
      distances: cutOut(table, rows, { first: classColumns, count: DISTANCE_COLUMNS }),
    };
  });
}

type Range = { first: number; count: number };

function cutOut({ name, data, columns }: Matrix, rows: Range, wanted: Range): Matrix {
  const cut = new Float32Array(rows.count * wanted.count);
  for (let row = 0; row < rows.count; row++) {
    const start = (rows.first + row) * columns + wanted.first;
    cut.set(data.subarray(start, start + wanted.count), row * wanted.count);
  }
  return { name, rows: rows.count, columns: wanted.count, data: cut };
}
