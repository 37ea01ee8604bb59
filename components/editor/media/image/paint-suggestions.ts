import { dashOf } from "@/components/editor/suggestions/layer-dashes";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Viewport } from "@/lib/editor/image/viewport";
import type { LabelBook } from "@/lib/editor/label-book";
import type { Suggestion } from "@/lib/editor/suggestions/suggestions";
import { geometrySpec } from "@/lib/geometry/geometry";
import { paintGeometry } from "./painters";
import { paintPlate, plateRoom } from "./plate";

/** Above these counts on screen, detail that nobody can tell apart any more is left out. */
const MAX_HALOS = 1_500;
const MAX_DASHED = 5_000;
const MAX_PLATES = 400;
const MIN_NAMED_PX = 28;

/**
 * What models suggest, apart from what people drew by more than its colour: dashed, never filled, with an open plate
 * that bears the score. In screen px of the viewport.
 */
export function paintSuggestions(
  context: CanvasRenderingContext2D,
  suggestions: readonly Suggestion[],
  options: {
    viewport: Viewport;
    labels: LabelBook;
    /** Of all layers, in their order: each has dashes of its own. */
    layerIds: readonly string[];
    hasNames: boolean;
    count: number;
  },
): void {
  const { viewport, labels, layerIds, hasNames, count } = options;
  const stroke = {
    hasHalo: count <= MAX_HALOS,
    fillOpacity: 0,
    widthPx: count <= MAX_HALOS ? 2 : 1,
  };
  const dashes = new Map(layerIds.map((id, index) => [id, dashOf(index)]));
  for (const { annotation, layerId } of suggestions) {
    const color = labels.colorOf(annotation.labelId);
    const dashPx = dashes.get(layerId) ?? dashOf(0);
    paintGeometry(context, annotation.geometry, {
      ...{ viewport, color },
      stroke: count <= MAX_DASHED ? { ...stroke, dashPx } : stroke,
    });
  }
  if (!hasNames || count > MAX_PLATES) return;
  for (const { annotation } of suggestions) {
    paintSuggestionPlate(context, annotation, { viewport, labels });
  }
}

export function paintSuggestionPlate(
  context: CanvasRenderingContext2D,
  { geometry, labelId, score }: Annotation,
  { viewport, labels }: { viewport: Viewport; labels: LabelBook },
): void {
  const { x, y, w } = geometrySpec(geometry).bounds(geometry);
  const widthPx = w * viewport.scale;
  if (widthPx < MIN_NAMED_PX) return;
  const name = labels.get(labelId)?.name ?? "?";
  paintPlate(context, {
    text: score === null ? `${name} ?` : `${name} ${score.toFixed(2)}`,
    ...(score === null ? {} : { short: score.toFixed(2) }),
    color: labels.colorOf(labelId),
    x: x * viewport.scale + viewport.x,
    y: y * viewport.scale + viewport.y,
    maxWidthPx: Math.max(widthPx, plateRoom.minWidthPx),
    isOpen: true,
  });
}
