import type { Annotation } from "@/lib/annotation/annotation";
import type { Viewport } from "@/lib/editor/image/viewport";
import type { LabelBook } from "@/lib/editor/label-book";
import type { Box } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import { paintGeometry, type Stroke } from "./painters";
import { paintPlate, plateRoom } from "./plate";

/** Above these counts on screen, detail that nobody can tell apart any more is left out. */
const MAX_HALOS = 1_500;
const MAX_FILLS = 3_000;
const MAX_PLATES = 400;
const MAX_ROUND_PLATES_WIDTH_PX = 28;

export type AnnotationStyle = {
  labels: LabelBook;
  hasNames: boolean;
  /** 0 outline only … 1 opaque. */
  fillOpacity: number;
};

/** Draws annotations in the order given, in screen px of the viewport. */
export function paintAnnotations(
  context: CanvasRenderingContext2D,
  annotations: readonly Annotation[],
  { viewport, style, count }: { viewport: Viewport; style: AnnotationStyle; count: number },
): void {
  const stroke: Stroke = {
    hasHalo: count <= MAX_HALOS,
    fillOpacity: count <= MAX_FILLS ? style.fillOpacity : 0,
    widthPx: count <= MAX_HALOS ? 2 : 1,
  };
  for (const { geometry, labelId } of annotations) {
    paintGeometry(context, geometry, {
      viewport,
      stroke,
      color: style.labels.colorOf(labelId),
    });
  }
  if (!style.hasNames || count > MAX_PLATES) return;
  for (const annotation of annotations) paintName(context, annotation, { viewport, style });
}

function paintName(
  context: CanvasRenderingContext2D,
  { geometry, labelId, score }: Annotation,
  { viewport, style }: { viewport: Viewport; style: AnnotationStyle },
): void {
  const { x, y, w } = geometrySpec(geometry).bounds(geometry);
  const widthPx = w * viewport.scale;
  if (widthPx < MAX_ROUND_PLATES_WIDTH_PX) return;
  const name = style.labels.get(labelId)?.name ?? "?";
  paintPlate(context, {
    text: score === null ? name : `${name} ${score.toFixed(2)}`,
    color: style.labels.colorOf(labelId),
    x: x * viewport.scale + viewport.x,
    y: y * viewport.scale + viewport.y,
    maxWidthPx: Math.max(widthPx, plateRoom.minWidthPx),
  });
}

/** The bounds in image px, grown by what is drawn beyond them: line width, halo, name plate. */
export function paintedBounds(bounds: Box, viewport: Viewport): Box {
  const side = plateRoom.sidePx / viewport.scale;
  const above = plateRoom.heightPx / viewport.scale;
  const right = plateRoom.minWidthPx / viewport.scale;
  return {
    x: bounds.x - side,
    y: bounds.y - side - above,
    w: Math.max(bounds.w, right) + 2 * side,
    h: bounds.h + 2 * side + above,
  };
}

/** Where annotations may lie whose lines or plates reach into the region; image px. */
export function reachingBounds(region: Box, viewport: Viewport): Box {
  const side = plateRoom.sidePx / viewport.scale;
  const below = plateRoom.heightPx / viewport.scale;
  const left = plateRoom.minWidthPx / viewport.scale;
  return {
    x: region.x - left - side,
    y: region.y - side,
    w: region.w + left + 2 * side,
    h: region.h + below + 2 * side,
  };
}
