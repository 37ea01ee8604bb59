import { type Box, boxFromCorners, clipBox, type Size } from "@/lib/geometry/box";
import type { PictureOptions } from "../model-options";

/** Where a picture lies in the input of a model, in the input's pixels. */
export type PictureFrame = Size & {
  /** Of the picture's corner; whole pixels. */
  left: number;
  top: number;
  /** Of the picture; at least 1. */
  drawnWidth: number;
  drawnHeight: number;
};

/**
 * Lays a picture into an input of `size`. Sides are rounded as Ultralytics, YOLOX and OpenCV's own examples do.
 * With `longest-side` the input shrinks to the picture, unless `isFixed`: then the rest is filled.
 * `multipleOf`: sides that the model can take (its largest stride); only `longest-side` chooses sides.
 */
export function framePicture(
  picture: Size,
  { resize, size, isFixed, multipleOf = 1 }: FrameOptions,
): PictureFrame {
  if (resize === "stretch") return filled(size);
  const scale = Math.min(size.width / picture.width, size.height / picture.height);
  if (resize === "longest-side" && !isFixed) {
    return filled({
      width: roundTo(picture.width * scale, multipleOf, size.width),
      height: roundTo(picture.height * scale, multipleOf, size.height),
    });
  }
  const drawnWidth = roundTo(picture.width * scale, 1, size.width);
  const drawnHeight = roundTo(picture.height * scale, 1, size.height);
  const isCentred = resize === "letterbox";
  return {
    ...size,
    left: isCentred ? Math.floor((size.width - drawnWidth) / 2) : 0,
    top: isCentred ? Math.floor((size.height - drawnHeight) / 2) : 0,
    drawnWidth,
    drawnHeight,
  };
}

type FrameOptions = {
  resize: PictureOptions["resize"];
  size: Size;
  isFixed: boolean;
  multipleOf?: number;
};

/** Corners of a box in pixels of the input (continuous edges). */
export type Corners = { x1: number; y1: number; x2: number; y2: number };

/**
 * The box in pixels of the item: the exact inverse of the resize, on both axes, clipped to the item.
 * The frame was made from a picture of any size with the item's shape.
 */
export function toItemBox({ x1, y1, x2, y2 }: Corners, frame: PictureFrame, item: Size): Box {
  const perX = item.width / frame.drawnWidth;
  const perY = item.height / frame.drawnHeight;
  return clipBox(
    boxFromCorners(
      { x: (x1 - frame.left) * perX, y: (y1 - frame.top) * perY },
      { x: (x2 - frame.left) * perX, y: (y2 - frame.top) * perY },
    ),
    item,
  );
}

function filled(size: Size): PictureFrame {
  return { ...size, left: 0, top: 0, drawnWidth: size.width, drawnHeight: size.height };
}

function roundTo(length: number, multipleOf: number, most: number): number {
  const highest = Math.max(1, Math.floor(most / multipleOf)) * multipleOf;
  return Math.min(highest, Math.max(1, Math.round(length / multipleOf)) * multipleOf);
}
