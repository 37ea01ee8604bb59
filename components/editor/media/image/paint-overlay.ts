import { dashOf } from "@/components/editor/suggestions/layer-dashes";
import type { ImageEditor } from "@/lib/editor/image/image-editor";
import { toScreen, type Viewport } from "@/lib/editor/image/viewport";
import type { Suggestion } from "@/lib/editor/suggestions/suggestions";
import type { Box } from "@/lib/geometry/box";
import type { Geometry } from "@/lib/geometry/geometry";
import { paintSuggestionPlate } from "./paint-suggestions";
import { paintGeometry } from "./painters";
import { paintPlate } from "./plate";

const HANDLE_PX = 8;
const SELECTED_WIDTH_PX = 2;
const SELECTED_FILL = 0.22;
const HOVER_FILL = 0.3;
const MARQUEE = "#4a9eff";
/** With more than this selected, only outlines are drawn. */
const MAX_DETAILED = 200;

/** What is selected, hovered, drawn or dragged: everything that changes while the hand moves. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  editor: ImageEditor,
  viewport: Viewport,
): void {
  const { labels, selection, hover, activeLabelId, tool } = editor.session.getState();
  const annotations = editor.document.current();
  const drafts = editor.drafts();
  const isDetailed = selection.size <= MAX_DETAILED;

  const find = (id: string) => annotations.get(id) ?? editor.suggestions.find(id)?.annotation;

  function shape(geometry: Geometry, color: string, fillOpacity: number): void {
    paintGeometry(context, geometry, {
      viewport,
      color: "#ffffff",
      stroke: { hasHalo: isDetailed, fillOpacity: 0, widthPx: SELECTED_WIDTH_PX + 2 },
    });
    paintGeometry(context, geometry, {
      viewport,
      color,
      stroke: { hasHalo: false, fillOpacity, widthPx: SELECTED_WIDTH_PX },
    });
  }

  const hovered = hover && !selection.has(hover.id) ? find(hover.id) : undefined;
  if (hovered && !editor.isHidden(hovered.id) && tool === "select") {
    paintGeometry(context, hovered.geometry, {
      viewport,
      color: labels.colorOf(hovered.labelId),
      stroke: { hasHalo: false, fillOpacity: HOVER_FILL, widthPx: SELECTED_WIDTH_PX },
    });
  }
  const focused = editor.suggestions.focused();
  if (focused && !drafts.has(focused.annotation.id)) paintFocused(context, focused);
  for (const id of new Set([...selection, ...drafts.keys()])) {
    const annotation = find(id);
    if (!annotation || editor.isHidden(id)) continue;
    const geometry = drafts.get(id) ?? annotation.geometry;
    shape(geometry, labels.colorOf(annotation.labelId), isDetailed ? SELECTED_FILL : 0);
  }
  for (const { point } of editor.handles()) {
    const { x, y } = toScreen(viewport, point);
    paintHandle(context, Math.round(x), Math.round(y));
  }
  const preview = editor.preview();
  if (preview) {
    shape(preview, labels.colorOf(activeLabelId ?? ""), SELECTED_FILL);
    const name = labels.get(activeLabelId)?.name;
    if (name && preview.kind === "box") paintPreviewName(context, preview, name);
  }
  const marquee = editor.marquee();
  if (marquee) paintMarquee(context, marquee);

  /** Dashes of its colour on white, and a little of it inside. */
  function paintFocused(on: CanvasRenderingContext2D, { annotation, layerId }: Suggestion): void {
    const ids = editor.suggestions.layers().map((layer) => layer.layerId);
    const white = { hasHalo: true, fillOpacity: 0, widthPx: SELECTED_WIDTH_PX + 2 };
    const { geometry, labelId } = annotation;
    paintGeometry(on, geometry, { viewport, color: "#ffffff", stroke: white });
    paintGeometry(on, geometry, {
      viewport,
      color: labels.colorOf(labelId),
      stroke: {
        hasHalo: false,
        fillOpacity: SELECTED_FILL,
        widthPx: SELECTED_WIDTH_PX,
        dashPx: dashOf(ids.indexOf(layerId)),
      },
    });
    paintSuggestionPlate(on, annotation, { viewport, labels });
  }

  function paintPreviewName(on: CanvasRenderingContext2D, box: Box, name: string): void {
    const { x, y } = toScreen(viewport, box);
    paintPlate(on, {
      text: name,
      color: labels.colorOf(activeLabelId ?? ""),
      x,
      y,
      maxWidthPx: 200,
    });
  }

  function paintMarquee(on: CanvasRenderingContext2D, box: Box): void {
    const { x, y } = toScreen(viewport, box);
    const width = box.w * viewport.scale;
    const height = box.h * viewport.scale;
    on.fillStyle = MARQUEE;
    on.globalAlpha = 0.12;
    on.fillRect(x, y, width, height);
    on.globalAlpha = 1;
    on.strokeStyle = MARQUEE;
    on.lineWidth = 1;
    on.setLineDash([4, 3]);
    on.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width), Math.round(height));
    on.setLineDash([]);
  }
}

function paintHandle(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.fillStyle = "#ffffff";
  context.strokeStyle = "#1b1d22";
  context.lineWidth = 1;
  const corner = HANDLE_PX / 2;
  context.fillRect(x - corner, y - corner, HANDLE_PX, HANDLE_PX);
  context.strokeRect(x - corner + 0.5, y - corner + 0.5, HANDLE_PX - 1, HANDLE_PX - 1);
}
