import type { Issue } from "../format";
import type { YoloBox } from "./yolo-box";

/** What Ultralytics forgives at the edges. */
const EDGE_TOLERANCE = 0.01;
const BOX_VALUES = 5;
const SCORED_BOX_VALUES = 6;

export type LabelRow = { classIndex: number; box: YoloBox; score: number | null };
export type LabelFileOptions = {
  where: string;
  classCount: number;
  /** [points, values per point] when the dataset says that it is for pose. */
  keypointShape: number[] | null;
};

/** Parses a label file line by line; a bad line becomes an issue with its number. */
export function parseLabelFile(
  text: string,
  options: LabelFileOptions,
): { rows: LabelRow[]; issues: Issue[] } {
  const rows: LabelRow[] = [];
  const issues: Issue[] = [];
  let plainBoxes = 0;
  let longRows = 0;
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    const tokens = line.trim().split(/\s+/);
    if (tokens[0] === "" || tokens[0] === undefined) return;
    if (tokens.length > SCORED_BOX_VALUES) longRows += 1;
    else plainBoxes += 1;
    const row = parseRow(tokens, options, (severity, code, message) => {
      issues.push({ severity, code, where: `${options.where}:${i + 1}`, message });
    });
    if (row) rows.push(row);
  });
  if (plainBoxes > 0 && longRows > 0 && options.keypointShape === null) {
    issues.push({
      severity: "warning",
      code: "mixed_rows",
      where: options.where,
      message:
        "Boxes and polygons stand in one file. The boxes are read as boxes; Ultralytics would read them as broken polygons.",
    });
  }
  return { rows, issues };
}

type Report = (severity: Issue["severity"], code: string, message: string) => void;

function parseRow(tokens: string[], options: LabelFileOptions, report: Report): LabelRow | null {
  if (tokens.some((token) => /^[-+]?\d*,\d+$/.test(token))) {
    report("error", "comma_decimal", "Decimals are written with a comma; a point is needed.");
    return null;
  }
  const values = tokens.map((token) => (/^[-+.\d]/.test(token) ? Number(token) : Number.NaN));
  if (!values.every(Number.isFinite)) {
    report("error", "bad_row", `"${tokens.join(" ").slice(0, 80)}" is not a row of numbers.`);
    return null;
  }
  const [classIndex = Number.NaN, cx = 0, cy = 0, w = 0, h = 0, sixth] = values;
  const isPose = isPoseRow(values.length, options.keypointShape);
  if (values.length < BOX_VALUES) {
    report("error", "bad_row", `A box has 5 values; this row has ${values.length}.`);
    return null;
  }
  if (values.length > SCORED_BOX_VALUES && !isPose) {
    const shape = values.length === 9 ? "an oriented box or a polygon" : "a polygon";
    report("warning", "geometry_not_carried", `The row is ${shape}, not a box: left out.`);
    return null;
  }
  if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= options.classCount) {
    const last = options.classCount - 1;
    report("error", "unknown_class", `Class ${tokens[0]} is not among 0 … ${last}: left out.`);
    return null;
  }
  if (!isInside(cx) || !isInside(cy) || !isInside(w) || !isInside(h)) {
    report("error", "not_normalised", "A value lies outside of 0 … 1: are these pixels? Left out.");
    return null;
  }
  if (!(w > 0 && h > 0)) {
    report("warning", "box_without_area", "The box has no area: left out.");
    return null;
  }
  if (isPose)
    report("warning", "geometry_not_carried", "It is a skeleton; only its box is carried.");
  return { classIndex, box: [cx, cy, w, h], score: isPose ? null : scoreOf(sixth, report) };
}

function scoreOf(value: number | undefined, report: Report): number | null {
  if (value === undefined) return null;
  if (value >= 0 && value <= 1) return value;
  report(
    "warning",
    "bad_score",
    `The sixth value ${value} is no confidence in 0 … 1: not carried.`,
  );
  return null;
}

function isPoseRow(length: number, shape: number[] | null): boolean {
  if (shape === null) return false;
  const [points = 0, perPoint = 0] = shape;
  return length === BOX_VALUES + points * perPoint && length > BOX_VALUES;
}

function isInside(value: number): boolean {
  return value >= -EDGE_TOLERANCE && value <= 1 + EDGE_TOLERANCE;
}
