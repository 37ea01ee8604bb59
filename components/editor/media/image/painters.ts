import type { Viewport } from "@/lib/editor/image/viewport";
import type { Geometry } from "@/lib/geometry/geometry";
import type { IMAGE_GEOMETRIES } from "@/lib/media/image";

export type Stroke = {
  hasHalo: boolean;
  fillOpacity: number;
  widthPx: number;
  /** Lengths of dashes and gaps; left out: solid. */
  dashPx?: readonly number[];
};
export type PaintOptions = { viewport: Viewport; stroke: Stroke; color: string };
export type Painter<G extends Geometry> = (
  context: CanvasRenderingContext2D,
  geometry: G,
  options: PaintOptions,
) => void;

const HALO = "rgb(0 0 0 / 0.45)";
/** A shape smaller than this on screen is a dot of its colour. */
const DOT_PX = 3;

type ImageGeometryKind = (typeof IMAGE_GEOMETRIES)[number];

/** How each geometry of an image looks; the compiler asks for a new one here. */
const PAINTERS = { box: paintBox } satisfies {
  [K in ImageGeometryKind]: Painter<Extract<Geometry, { kind: K }>>;
};

/** Draws nothing for what has no place on an image. */
export function paintGeometry(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  options: PaintOptions,
): void {
  if (geometry.kind in PAINTERS) {
    const paint = PAINTERS[geometry.kind as ImageGeometryKind] as Painter<Geometry>;
    paint(context, geometry, options);
  }
}

function paintBox(
  context: CanvasRenderingContext2D,
  { x, y, w, h }: Extract<Geometry, { kind: "box" }>,
  { viewport, stroke, color }: PaintOptions,
): void {
  const left = Math.round(x * viewport.scale + viewport.x);
  const top = Math.round(y * viewport.scale + viewport.y);
  const width = Math.round((x + w) * viewport.scale + viewport.x) - left;
  const height = Math.round((y + h) * viewport.scale + viewport.y) - top;
  if (width < DOT_PX && height < DOT_PX) {
    context.fillStyle = color;
    context.fillRect(left, top, Math.max(1, width), Math.max(1, height));
    return;
  }
  if (stroke.fillOpacity > 0) {
    context.globalAlpha = stroke.fillOpacity;
    context.fillStyle = color;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
  }
  if (stroke.hasHalo) {
    context.lineWidth = stroke.widthPx + 2;
    context.strokeStyle = HALO;
    context.strokeRect(left, top, width, height);
  }
  context.lineWidth = stroke.widthPx;
  context.strokeStyle = color;
  // Odd widths lie on pixel centres, even ones on pixel edges; both stay sharp.
  const shift = (stroke.widthPx % 2) / 2;
  if (stroke.dashPx) context.setLineDash([...stroke.dashPx]);
  context.strokeRect(left + shift, top + shift, width, height);
  if (stroke.dashPx) context.setLineDash([]);
}
