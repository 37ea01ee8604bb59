import type { Issue } from "../format";
import type { CocoRest, CocoRow } from "./coco-table";

/** Rings may be off by this much and still be the box that stands beside them. */
const RING_TOLERANCE_PX = 0.01;
const KNOWN_KEYS = new Set(
  "id image_id category_id bbox area segmentation iscrowd attributes score keypoints num_keypoints segments_info".split(
    " ",
  ),
);

export type ParsedAnnotation = Omit<CocoRow, "image" | "category"> & {
  imageId: string;
  categoryId: string;
};
type Report = (severity: Issue["severity"], code: string, message: string) => void;

/** One annotation record; null when nothing of it can be carried (`report` has said why). */
export function parseAnnotation(value: unknown, report: Report): ParsedAnnotation | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    report("error", "bad_record", "The annotation is not an object.");
    return null;
  }
  const record: Record<string, unknown> = { ...value };
  const imageId = idText(record["image_id"]);
  const categoryId = idText(record["category_id"]);
  const shape = otherShape(record);
  const box = parseBox(record["bbox"]);
  if (box === null) {
    if (shape !== null) {
      report("warning", "geometry_not_carried", `It is ${shape} without a box: left out.`);
    } else report("error", "bad_box", `"bbox" is not four numbers [x, y, width, height].`);
    return null;
  }
  if (imageId === null || categoryId === null) {
    report("error", "bad_record", `"${imageId === null ? "image_id" : "category_id"}" is missing.`);
    return null;
  }
  if (!(box[2] > 0 && box[3] > 0)) {
    report("warning", "box_without_area", `The box [${box.join(", ")}] has no area: left out.`);
    return null;
  }
  if (shape !== null) {
    report("warning", "geometry_not_carried", `It is ${shape}; only its box is carried.`);
  }
  const isCrowd = record["iscrowd"] === 1 || record["iscrowd"] === true;
  if (isCrowd) report("info", "crowd", "It marks a crowd; it is carried as one box.");
  const [x, y, w, h] = box;
  const rest = parseRest(record, isCrowd, report);
  return { imageId, categoryId, id: idText(record["id"]), x, y, w, h, rest };
}

export function idText(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

function parseBox(value: unknown): [number, number, number, number] | null {
  if (!Array.isArray(value) || value.length !== 4) return null;
  const [x, y, w, h]: unknown[] = value;
  const isNumber = (n: unknown): n is number => typeof n === "number" && Number.isFinite(n);
  return isNumber(x) && isNumber(y) && isNumber(w) && isNumber(h) ? [x, y, w, h] : null;
}

/** The name of a shape that a box cannot stand for, or null. */
function otherShape(record: Record<string, unknown>): string | null {
  if (Array.isArray(record["keypoints"]) && record["keypoints"].length > 0) return "a skeleton";
  if (Array.isArray(record["segments_info"])) return "a panoptic segment";
  const segmentation = record["segmentation"];
  if (typeof segmentation === "object" && segmentation !== null && "counts" in segmentation) {
    return "a mask";
  }
  if (!Array.isArray(segmentation) || segmentation.length === 0) return null;
  const box = parseBox(record["bbox"]);
  return box !== null && isRectangle(segmentation, box) ? null : "a polygon";
}

function isRectangle(rings: unknown[], box: readonly number[]): boolean {
  const ring: unknown = rings[0];
  if (rings.length !== 1 || !Array.isArray(ring) || (ring.length !== 8 && ring.length !== 10)) {
    return false;
  }
  const [x = 0, y = 0, w = 0, h = 0] = box;
  const corners = new Set<string>();
  for (let i = 0; i < 8; i += 2) {
    const side = sideOf(ring[i], x, x + w);
    const level = sideOf(ring[i + 1], y, y + h);
    if (side === null || level === null) return false;
    corners.add(`${side}${level}`);
  }
  return corners.size === 4;
}

function sideOf(value: unknown, low: number, high: number): 0 | 1 | null {
  if (typeof value !== "number") return null;
  if (Math.abs(value - low) <= RING_TOLERANCE_PX) return 0;
  return Math.abs(value - high) <= RING_TOLERANCE_PX ? 1 : null;
}

function parseRest(
  record: Record<string, unknown>,
  isCrowd: boolean,
  report: Report,
): CocoRest | null {
  const attributes: CocoRest["attributes"] = {};
  const foreign: Record<string, unknown> = isCrowd ? { iscrowd: 1 } : {};
  const odd: Record<string, unknown> = {};
  const given = record["attributes"];
  if (typeof given === "object" && given !== null && !Array.isArray(given)) {
    for (const [key, value] of Object.entries(given)) {
      if (isAttribute(value) && key.length <= 200) attributes[key] = value;
      else odd[key] = value;
    }
  } else if (given !== undefined && given !== null) foreign["attributes_source"] = given;
  if (Object.keys(odd).length > 0) foreign["attributes"] = odd;
  for (const key of Object.keys(record)) {
    if (!KNOWN_KEYS.has(key)) foreign[key] = record[key];
  }
  let score: number | null = null;
  const givenScore = record["score"];
  if (typeof givenScore === "number" && givenScore >= 0 && givenScore <= 1) score = givenScore;
  else if (givenScore !== undefined && givenScore !== null) {
    report("warning", "bad_score", `The score ${JSON.stringify(givenScore)} is not in 0 … 1.`);
  }
  const isEmpty = Object.keys(attributes).length === 0 && Object.keys(foreign).length === 0;
  return isEmpty && score === null ? null : { attributes, score, foreign };
}

function isAttribute(value: unknown): value is string | number | boolean | string[] {
  if (typeof value === "string") return value.length <= 10_000;
  if (typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  return (
    Array.isArray(value) &&
    value.length <= 200 &&
    value.every((each) => typeof each === "string" && each.length <= 1_000)
  );
}
