import { type Box, clamp, type Point, type Size } from "@/lib/geometry/box";

/** Where the image is drawn: screen = image × scale + (x, y). Screen px count from the canvas's corner. */
export type Viewport = { scale: number; x: number; y: number };

/** Screen px per image px. */
export const MAX_SCALE = 64;
/** An image is never shown smaller than this share of the scale at which it fits. */
const MIN_FIT_SHARE = 0.25;
/** This much of the image stays on screen however far it is pushed; screen px. */
const KEPT_PX = 48;
const MARGIN_PX = 24;
/** A step of the zoom keys. */
export const ZOOM_STEP = 1.25;
/** Zooming to a selection leaves this share of the view around it. */
const SELECTION_MARGIN = 0.25;

export function toImage(viewport: Viewport, screen: Point): Point {
  return {
    x: (screen.x - viewport.x) / viewport.scale,
    y: (screen.y - viewport.y) / viewport.scale,
  };
}

export function toScreen(viewport: Viewport, image: Point): Point {
  return { x: image.x * viewport.scale + viewport.x, y: image.y * viewport.scale + viewport.y };
}

/** The part of the image plane that the canvas shows; image px, may reach beyond the image. */
export function visibleRect(viewport: Viewport, canvas: Size): Box {
  const { x, y } = toImage(viewport, { x: 0, y: 0 });
  return { x, y, w: canvas.width / viewport.scale, h: canvas.height / viewport.scale };
}

/** The middle of what is visible of the image; image px. */
export function visibleCentre(viewport: Viewport, canvas: Size, extent: Size): Point {
  const { x, y, w, h } = visibleRect(viewport, canvas);
  return {
    x: (clamp(x, 0, extent.width) + clamp(x + w, 0, extent.width)) / 2,
    y: (clamp(y, 0, extent.height) + clamp(y + h, 0, extent.height)) / 2,
  };
}

/** The canvas and the image on it: what limits a viewport. */
export type Frame = { canvas: Size; extent: Size };

/** The whole image in the middle, with a margin; small images are not blown up beyond 100 %. */
export function fitImage(frame: Frame): Viewport {
  return centred(Math.min(fitScale(frame), 1), frame);
}

/** One image px on one screen px, keeping the screen point `at` where it is. */
export function actualSize(viewport: Viewport, frame: Frame, at: Point = middle(frame)): Viewport {
  return zoomAt(viewport, frame, { at, factor: 1 / viewport.scale });
}

/** Zooms by a factor and keeps what is under the screen point `at` there. */
export function zoomAt(
  viewport: Viewport,
  frame: Frame,
  { at = middle(frame), factor }: { at?: Point; factor: number },
): Viewport {
  const scale = limitScale(viewport.scale * factor, frame);
  const ratio = scale / viewport.scale;
  return limited(
    { scale, x: at.x - (at.x - viewport.x) * ratio, y: at.y - (at.y - viewport.y) * ratio },
    frame,
  );
}

/** Shifts by screen px. */
export function panBy(viewport: Viewport, frame: Frame, by: Point): Viewport {
  return limited({ ...viewport, x: viewport.x + by.x, y: viewport.y + by.y }, frame);
}

/** The bounds (image px) in the middle, as large as fits with some of the surroundings. */
export function zoomToBounds(bounds: Box, frame: Frame): Viewport {
  const { canvas } = frame;
  const room = 1 - SELECTION_MARGIN;
  const scale = limitScale(
    Math.min(
      (canvas.width * room) / Math.max(bounds.w, 1),
      (canvas.height * room) / Math.max(bounds.h, 1),
    ),
    frame,
  );
  const x = canvas.width / 2 - (bounds.x + bounds.w / 2) * scale;
  const y = canvas.height / 2 - (bounds.y + bounds.h / 2) * scale;
  return limited({ scale, x, y }, frame);
}

/** Pans just as far as is needed to show the bounds (image px); keeps the scale. */
export function reveal(viewport: Viewport, frame: Frame, bounds: Box): Viewport {
  const from = toScreen(viewport, bounds);
  const push = (start: number, length: number, room: number) => {
    if (length > room - 2 * MARGIN_PX) return (room - length) / 2 - start;
    if (start < MARGIN_PX) return MARGIN_PX - start;
    return Math.min(0, room - MARGIN_PX - length - start);
  };
  const by = {
    x: push(from.x, bounds.w * viewport.scale, frame.canvas.width),
    y: push(from.y, bounds.h * viewport.scale, frame.canvas.height),
  };
  return by.x === 0 && by.y === 0 ? viewport : panBy(viewport, frame, by);
}

/** Two fingers: from where they were to where they are, in screen px. */
export type Pinch = { from: readonly [Point, Point]; to: readonly [Point, Point] };

/** What lay between the fingers stays between them, and grows as they part. */
export function pinch(viewport: Viewport, frame: Frame, { from, to }: Pinch): Viewport {
  const before = between(from);
  const after = between(to);
  const moved = {
    ...viewport,
    x: viewport.x + after.x - before.x,
    y: viewport.y + after.y - before.y,
  };
  const factor = before.span > 0 && after.span > 0 ? after.span / before.span : 1;
  return zoomAt(moved, frame, { at: after, factor });
}

/** Keeps the image point in the middle where it is when the canvas changes its size. */
export function resized(viewport: Viewport, frame: Frame, canvas: Size): Viewport {
  const x = viewport.x + (canvas.width - frame.canvas.width) / 2;
  const y = viewport.y + (canvas.height - frame.canvas.height) / 2;
  return limited({ ...viewport, x, y }, { canvas, extent: frame.extent });
}

function between([a, b]: readonly [Point, Point]): Point & { span: number } {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, span: Math.hypot(a.x - b.x, a.y - b.y) };
}

function fitScale({ canvas, extent }: Frame): number {
  const width = Math.max(1, canvas.width - 2 * MARGIN_PX);
  const height = Math.max(1, canvas.height - 2 * MARGIN_PX);
  return Math.min(width / extent.width, height / extent.height);
}

function limitScale(scale: number, frame: Frame): number {
  return clamp(scale, Math.min(1, fitScale(frame)) * MIN_FIT_SHARE, MAX_SCALE);
}

function limited(viewport: Viewport, { canvas, extent }: Frame): Viewport {
  const { scale } = viewport;
  const keep = (at: number, length: number, room: number) => {
    const kept = Math.min(KEPT_PX, length, room);
    return clamp(at, kept - length, room - kept);
  };
  return {
    scale,
    x: keep(viewport.x, extent.width * scale, canvas.width),
    y: keep(viewport.y, extent.height * scale, canvas.height),
  };
}

function centred(scale: number, { canvas, extent }: Frame): Viewport {
  return {
    scale,
    x: (canvas.width - extent.width * scale) / 2,
    y: (canvas.height - extent.height * scale) / 2,
  };
}

function middle({ canvas }: Frame): Point {
  return { x: canvas.width / 2, y: canvas.height / 2 };
}
