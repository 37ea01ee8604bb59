import { toScreen, type Viewport, visibleRect } from "@/lib/editor/image/viewport";
import type { Size } from "@/lib/geometry/box";
import type { TileSource } from "./tile-source";

/** From this magnification on every pixel is worth a line of the grid. */
const PIXEL_GRID_SCALE = 8;
const GRID_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
const MIN_GRID_PX = 40;

export type ImagePaint = {
  bitmap: ImageBitmap | null;
  tiles: TileSource | null;
  extent: Size;
  canvas: Size;
  viewport: Viewport;
  isSmooth: boolean;
  hasGrid: boolean;
};

/** The image, then the sharper tiles over it, then the grid; screen px. */
export function paintImage(context: CanvasRenderingContext2D, paint: ImagePaint): void {
  const { bitmap, tiles, extent, canvas, viewport } = paint;
  // Not laid out yet: the viewport means nothing, and tiles would be fetched for nothing.
  if (canvas.width === 0) return;
  const { scale } = viewport;
  context.imageSmoothingEnabled = scale < 1 || paint.isSmooth;
  context.imageSmoothingQuality = scale < 0.75 ? "medium" : "low";
  const corner = toScreen(viewport, { x: 0, y: 0 });
  if (bitmap) {
    context.drawImage(bitmap, corner.x, corner.y, extent.width * scale, extent.height * scale);
  }
  for (const { bitmap: tile, rect } of tiles?.visible(visibleRect(viewport, canvas), scale) ?? []) {
    const at = toScreen(viewport, rect);
    // Drawn to whole pixels, so that no seam shows between tiles.
    const left = Math.floor(at.x);
    const top = Math.floor(at.y);
    context.drawImage(
      tile,
      left,
      top,
      Math.ceil(at.x + rect.w * scale) - left,
      Math.ceil(at.y + rect.h * scale) - top,
    );
  }
  if (paint.hasGrid) paintGrid(context, paint);
}

function paintGrid(
  context: CanvasRenderingContext2D,
  { extent, canvas, viewport }: ImagePaint,
): void {
  const { scale } = viewport;
  const step =
    scale >= PIXEL_GRID_SCALE
      ? 1
      : (GRID_STEPS.find((candidate) => candidate * scale >= MIN_GRID_PX) ?? 10_000);
  const rect = visibleRect(viewport, canvas);
  const left = Math.max(0, rect.x);
  const top = Math.max(0, rect.y);
  const right = Math.min(extent.width, rect.x + rect.w);
  const bottom = Math.min(extent.height, rect.y + rect.h);
  context.beginPath();
  for (let x = Math.ceil(left / step) * step; x <= right; x += step) {
    const at = Math.round(x * scale + viewport.x) + 0.5;
    context.moveTo(at, top * scale + viewport.y);
    context.lineTo(at, bottom * scale + viewport.y);
  }
  for (let y = Math.ceil(top / step) * step; y <= bottom; y += step) {
    const at = Math.round(y * scale + viewport.y) + 0.5;
    context.moveTo(left * scale + viewport.x, at);
    context.lineTo(right * scale + viewport.x, at);
  }
  context.lineWidth = 1;
  context.strokeStyle = "rgb(255 255 255 / 0.28)";
  context.stroke();
  context.setLineDash([2, 2]);
  context.strokeStyle = "rgb(0 0 0 / 0.28)";
  context.stroke();
  context.setLineDash([]);
}
