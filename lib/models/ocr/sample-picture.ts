import type { Point } from "@/lib/geometry/box";
import type { ImageInput } from "../adapter";

/** A parallelogram of a picture, in its pixels (continuous edges): a corner and the sides that leave it. */
export type Patch = { corner: Point; across: Point; down: Point };

/** Values are (v * scale - mean) / std, v in 0..255, in the order of `channels`. */
export type Values = {
  channels: "rgb" | "bgr";
  scale: number;
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
};

/** Where the values go: three planes, each `planeLength` long and `rowLength` wide, from `offset`. */
export type Planes = { data: Float32Array; offset: number; planeLength: number; rowLength: number };

/** Where a picture is made much smaller, so many points a side are averaged for each pixel, at most. */
const MAX_POINTS = 4;

/** Draws the patch `width` × `height` large, bilinear; beyond the edge the picture goes on with its last pixels. */
export function samplePatch(
  picture: Pick<ImageInput, "pixels" | "width" | "height">,
  patch: Patch,
  target: { width: number; height: number; values: Values; planes: Planes },
): void {
  const { width, height, values, planes } = target;
  const stepX = { x: patch.across.x / width, y: patch.across.y / width };
  const stepY = { x: patch.down.x / height, y: patch.down.y / height };
  const pointsX = pointsFor(stepX);
  const pointsY = pointsFor(stepY);
  const share = 1 / (pointsX * pointsY);
  const rgb = new Float64Array(3);
  const write = valueWriter(values, planes);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      rgb.fill(0);
      for (let j = 0; j < pointsY; j++) {
        const v = row + (j + 0.5) / pointsY;
        for (let i = 0; i < pointsX; i++) {
          const u = column + (i + 0.5) / pointsX;
          addPixel(picture, rgb, {
            x: patch.corner.x + u * stepX.x + v * stepY.x - 0.5,
            y: patch.corner.y + u * stepX.y + v * stepY.y - 0.5,
          });
        }
      }
      write(rgb, share, row * planes.rowLength + column);
    }
  }
}

function pointsFor(step: Point): number {
  return Math.min(MAX_POINTS, Math.max(1, Math.round(Math.hypot(step.x, step.y))));
}

function valueWriter({ channels, scale, mean, std }: Values, planes: Planes) {
  const order = channels === "rgb" ? [0, 1, 2] : [2, 1, 0];
  return (rgb: Float64Array, share: number, at: number): void => {
    for (let plane = 0; plane < 3; plane++) {
      const value = (rgb[order[plane] ?? plane] ?? 0) * share * scale;
      planes.data[planes.offset + plane * planes.planeLength + at] =
        (value - (mean[plane] ?? 0)) / (std[plane] ?? 1);
    }
  };
}

function addPixel(
  { pixels, width, height }: Pick<ImageInput, "pixels" | "width" | "height">,
  rgb: Float64Array,
  { x, y }: Point,
): void {
  const clampedX = Math.min(Math.max(x, 0), width - 1);
  const clampedY = Math.min(Math.max(y, 0), height - 1);
  const left = Math.floor(clampedX);
  const top = Math.floor(clampedY);
  const shareX = clampedX - left;
  const shareY = clampedY - top;
  const a = (top * width + left) * 4;
  const b = left + 1 < width ? a + 4 : a;
  const below = top + 1 < height ? width * 4 : 0;
  for (let channel = 0; channel < 3; channel++) {
    const upper = (pixels[a + channel] ?? 0) * (1 - shareX) + (pixels[b + channel] ?? 0) * shareX;
    const lower =
      (pixels[a + below + channel] ?? 0) * (1 - shareX) +
      (pixels[b + below + channel] ?? 0) * shareX;
    rgb[channel] = (rgb[channel] ?? 0) + upper * (1 - shareY) + lower * shareY;
  }
}
