import { type Box, clipBox, type Size } from "@/lib/geometry/box";

/**
 * Both edges of a box are put on a grid of 2e-14, so that its centre and size are whole steps of
 * 1e-14: a fraction of a nanopixel on the largest images, and so coarse that rounding errors of
 * reading and writing again never reach the next step. On a finer grid, or with the centre rounded
 * apart from the size, an edge at 0 comes back as -1e-11, is clipped, and the text changes.
 */
const STEPS = 5e13;
/** Pixels that come within this of a millionth are that millionth, if they are written the same. */
const SNAP_PX = 1e-9;
const SNAP_GRID = 1e6;

export type YoloBox = readonly [cx: number, cy: number, w: number, h: number];

/** Centre and size as fractions. The corners are clipped to the image, never the centre alone. */
export function encodeBox(box: Box, size: Size): YoloBox {
  const { x, y, w, h } = clipBox(box, size);
  const [cx, width] = encodeAxis(x, w, size.width);
  const [cy, height] = encodeAxis(y, h, size.height);
  return [cx, cy, width, height];
}

/** The inverse, in pixels. The result may lie outside of the image if the fractions do. */
export function decodeBox([cx, cy, width, height]: YoloBox, size: Size): Box {
  const [x, w] = decodeAxis(cx, width, size.width);
  const [y, h] = decodeAxis(cy, height, size.height);
  return { x, y, w, h };
}

/** The shortest decimal of a fraction, never in exponent form, which not every trainer reads. */
export function fractionText(value: number): string {
  if (value >= 1e-6 || value === 0) return String(value);
  return value.toFixed(14).replace(/0+$/, "");
}

export function boxText([cx, cy, w, h]: YoloBox): string {
  return `${fractionText(cx)} ${fractionText(cy)} ${fractionText(w)} ${fractionText(h)}`;
}

function encodeAxis(start: number, length: number, extent: number): [number, number] {
  const low = Math.round((start / extent) * STEPS);
  const high = Math.round(((start + length) / extent) * STEPS);
  return [(low + high) / (2 * STEPS), (high - low) / STEPS];
}

function decodeAxis(centre: number, size: number, extent: number): [number, number] {
  const start = (centre - size / 2) * extent;
  const length = size * extent;
  const snapped: [number, number] = [snap(start), snap(length)];
  const [c1, s1] = encodeAxis(start, length, extent);
  const [c2, s2] = encodeAxis(...snapped, extent);
  return c1 === c2 && s1 === s2 ? snapped : [start, length];
}

function snap(value: number): number {
  const snapped = Math.round(value * SNAP_GRID) / SNAP_GRID;
  return Math.abs(snapped - value) <= SNAP_PX ? snapped : value;
}
