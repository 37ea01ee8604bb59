/**
 * Axis-aligned boxes in float pixels of the upright image: origin top-left, x right, y down,
 * continuous edges (the box over the first pixel is `{x: 0, y: 0, w: 1, h: 1}`).
 */
export type Point = { x: number; y: number };
export type Size = { width: number; height: number };
export type Box = { x: number; y: number; w: number; h: number };

export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** The box spanned by two opposite corners in any order. */
export function boxFromCorners(a: Point, b: Point): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    w: Math.abs(a.x - b.x),
    h: Math.abs(a.y - b.y),
  };
}

/** The part of the box that lies on the image; outside parts are cut off. */
export function clipBox(box: Box, extent: Size): Box {
  const left = clamp(box.x, 0, extent.width);
  const top = clamp(box.y, 0, extent.height);
  const right = clamp(box.x + box.w, 0, extent.width);
  const bottom = clamp(box.y + box.h, 0, extent.height);
  // Taking the side from its two ends would change it by a rounding error where nothing was cut.
  const isWide = left === box.x && right === box.x + box.w;
  const isHigh = top === box.y && bottom === box.y + box.h;
  return {
    x: left,
    y: top,
    w: isWide ? box.w : right - left,
    h: isHigh ? box.h : bottom - top,
  };
}

/** Moves the box by (dx, dy), stopping at the image's edges; the size is kept. */
export function moveBox(box: Box, dx: number, dy: number, extent: Size): Box {
  return {
    ...box,
    x: clamp(box.x + dx, 0, Math.max(0, extent.width - box.w)),
    y: clamp(box.y + dy, 0, Math.max(0, extent.height - box.h)),
  };
}

/** Drags one handle to `to` (clamped to the image). Crossing the opposite edge flips the box. */
export function resizeBox(box: Box, handle: Handle, to: Point, extent: Size): Box {
  const x = clamp(to.x, 0, extent.width);
  const y = clamp(to.y, 0, extent.height);
  const left = handle.includes("w") ? x : box.x;
  const right = handle.includes("e") ? x : box.x + box.w;
  const top = handle.includes("n") ? y : box.y;
  const bottom = handle.includes("s") ? y : box.y + box.h;
  return boxFromCorners({ x: left, y: top }, { x: right, y: bottom });
}

export function handlePoint(box: Box, handle: Handle): Point {
  const x = handle.includes("w") ? box.x : handle.includes("e") ? box.x + box.w : box.x + box.w / 2;
  const y = handle.includes("n") ? box.y : handle.includes("s") ? box.y + box.h : box.y + box.h / 2;
  return { x, y };
}

export function boxContains(box: Box, p: Point): boolean {
  return p.x >= box.x && p.x <= box.x + box.w && p.y >= box.y && p.y <= box.y + box.h;
}

export function boxesIntersect(a: Box, b: Box): boolean {
  return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}

export function boxArea(box: Box): number {
  return box.w * box.h;
}

/** Intersection over union, 0 to 1; two empty boxes have 0. */
export function boxIou(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return (w * h) / (boxArea(a) + boxArea(b) - w * h);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
