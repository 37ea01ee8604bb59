import type Konva from "konva";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { ImageEditor } from "@/lib/editor/image/image-editor";
import { toScreen, type Viewport, visibleRect } from "@/lib/editor/image/viewport";
import type { Box } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import { paintAnnotations, paintedBounds, reachingBounds } from "./paint-annotations";
import { paintSuggestions } from "./paint-suggestions";

/** Quiet this long, a gesture is over and everything is drawn sharp again. */
const SETTLE_MS = 120;
/** During a long gesture the picture is renewed when this share of the canvas has come in blank … */
const STALE_SHARE = 0.35;
const STALE_ZOOM = 2;
/** … but never more often than this many times the cost of a redraw. */
const RENEW_FACTOR = 10;
const MIN_RENEW_MS = 300;
/** Patches up to this size are painted by region instead of anew. */
const MAX_REGIONS = 32;

export type StageLayers = { image: Konva.Layer; annotations: Konva.Layer; overlay: Konva.Layer };

/**
 * Decides what is drawn anew and when. While the view moves, the finished picture is moved by a CSS
 * transform, whose cost does not depend on how much is on it; at the end it is drawn once.
 */
export interface StagePainter {
  /** The viewport that the canvases show now; a transform makes up for the difference. */
  drawnViewport(): Viewport;
  /** The annotations of the drawn view, without those that the overlay shows as drafts. */
  paintAnnotationLayer(context: CanvasRenderingContext2D): void;
  /** The end of the image's layer: while all move as one, what belongs above it is on it. */
  paintOverImage(context: CanvasRenderingContext2D): void;
  /** Draws everything at the current viewport now. */
  settle(): void;
  redrawImage(): void;
  redrawAnnotations(): void;
  redrawOverlay(): void;
  viewportChanged(): void;
  /** A new size empties the canvases, and whoever fills them next shall do so where the view is now. */
  canvasResized(): void;
  documentChanged(patch: Patch<Annotation>): void;
  /** Other suggestions are open or shown, at these places; null: anywhere. */
  suggestionsChanged(touched: readonly Annotation[] | null): void;
  dispose(): void;
}

export function createStagePainter(options: {
  editor: ImageEditor;
  layers: StageLayers;
  /** The element that holds the canvases. */
  holder: HTMLElement;
}): StagePainter {
  const { editor, layers, holder } = options;
  let drawn = editor.session.getState().viewport;
  let settleTimer = 0;
  let frame = 0;
  let lastRedrawAt = 0;
  let lastRedrawMs = 0;
  let draftIds: ReadonlySet<string> = new Set();
  /** Of the last full drawing: it decides on detail, or a repaired region would differ from the rest. */
  let visibleCount = 0;
  /** The canvas of the image shows the annotations too, and theirs is away. */
  let isFlat = false;
  /** It also shows what is in hand. Never without the annotations. */
  let isOverlayFlat = false;
  const due = { image: false, annotations: false, overlay: false, transform: false };

  function schedule(part: keyof typeof due): void {
    due[part] = true;
    frame ||= requestAnimationFrame(flush);
  }

  function flush(): void {
    frame = 0;
    if (isFlat && (due.image || due.annotations)) {
      settle();
      return;
    }
    if (due.image) layers.image.draw();
    if (due.annotations) layers.annotations.draw();
    if (due.overlay) drawOverlay();
    // Last: what moves as one has to be up to date.
    if (due.transform) moveByTransform();
    for (const part of ["image", "annotations", "overlay", "transform"] as const) due[part] = false;
  }

  /** On a canvas of its own from now on, until everything is drawn sharp. */
  function drawOverlay(): void {
    if (isOverlayFlat) {
      isOverlayFlat = false;
      layers.image.draw();
    }
    layers.overlay.draw();
    const { selection, hover, suggestions } = editor.session.getState();
    const isEmpty =
      selection.size === 0 &&
      suggestions.focus === null &&
      hover === null &&
      editor.drafts().size === 0 &&
      editor.preview() === null &&
      editor.marquee() === null;
    layers.overlay.getNativeCanvasElement().style.display = isEmpty ? "none" : "block";
  }

  /** One canvas to move instead of three: each takes a fifth of the frame. Not with a filter on the image: it would show on both. */
  function flatten(): void {
    const { brightness, contrast } = editor.preferences.getState();
    if (isFlat || brightness !== 1 || contrast !== 1) return;
    const context = layers.image.getNativeCanvasElement().getContext("2d");
    if (!context) return;
    isFlat = true;
    const overlay = layers.overlay.getNativeCanvasElement();
    isOverlayFlat = overlay.style.display !== "none";
    painter.paintOverImage(context);
    overlay.style.display = "none";
    layers.annotations.getNativeCanvasElement().style.display = "none";
  }

  function settle(): void {
    clearTimeout(settleTimer);
    settleTimer = 0;
    cancelAnimationFrame(frame);
    frame = 0;
    const startedAt = performance.now();
    drawn = editor.session.getState().viewport;
    due.image = due.annotations = due.overlay = true;
    due.transform = false;
    isFlat = isOverlayFlat = false;
    flush();
    layers.annotations.getNativeCanvasElement().style.display = "block";
    holder.style.transform = "";
    // Whoever measures from outside sees which item the canvases show.
    holder.dataset["drawn"] = editor.item.id;
    lastRedrawAt = performance.now();
    lastRedrawMs = lastRedrawAt - startedAt;
  }

  function moveByTransform(): void {
    const now = editor.session.getState().viewport;
    const scale = now.scale / drawn.scale;
    const x = now.x - drawn.x * scale;
    const y = now.y - drawn.y * scale;
    if (isStale(scale, x, y)) {
      settle();
      return;
    }
    flatten();
    // Moved by whole pixels of the screen, the picture is copied; else every pixel is mixed of four.
    const whole = (at: number) => Math.round(at * devicePixelRatio) / devicePixelRatio;
    holder.style.transform =
      scale === 1
        ? `translate(${whole(x)}px, ${whole(y)}px)`
        : `translate(${x}px, ${y}px) scale(${scale})`;
  }

  function isStale(scale: number, x: number, y: number): boolean {
    const pause = Math.max(MIN_RENEW_MS, lastRedrawMs * RENEW_FACTOR);
    if (performance.now() - lastRedrawAt < pause) return false;
    const { width, height } = editor.session.getState().canvas;
    const blankX = 1 - Math.min(width, x + width * scale) / width + Math.max(0, x) / width;
    const blankY = 1 - Math.min(height, y + height * scale) / height + Math.max(0, y) / height;
    return Math.max(blankX, blankY) > STALE_SHARE || scale > STALE_ZOOM || scale < 1 / STALE_ZOOM;
  }

  function paint(context: CanvasRenderingContext2D, rect: Box): void {
    const { labels } = editor.session.getState();
    const { boxOpacity, showLabelNames } = editor.preferences.getState();
    const drafts = editor.drafts();
    const suggested = editor.suggestions
      .within(rect)
      .filter(({ annotation }) => !drafts.has(annotation.id));
    if (suggested.length > 0) {
      paintSuggestions(context, suggested, {
        viewport: drawn,
        layerIds: editor.suggestions.layers().map(({ layerId }) => layerId),
        count: visibleCount,
        labels,
        hasNames: showLabelNames,
      });
    }
    const seen = editor.visible(rect);
    const shown = drafts.size === 0 ? seen : seen.filter(({ id }) => !drafts.has(id));
    paintAnnotations(context, shown, {
      viewport: drawn,
      count: visibleCount,
      style: { labels, hasNames: showLabelNames, fillOpacity: boxOpacity },
    });
  }

  function drawnRect(): Box {
    return visibleRect(drawn, editor.session.getState().canvas);
  }

  /** Clears and repaints one part of the annotation layer; `bounds` in image px. */
  function repair(bounds: Box): void {
    const region = paintedBounds(bounds, drawn);
    const context = layers.annotations.getNativeCanvasElement().getContext("2d");
    if (!context) return;
    const corner = toScreen(drawn, region);
    const left = Math.floor(corner.x) - 1;
    const top = Math.floor(corner.y) - 1;
    const width = Math.ceil(region.w * drawn.scale) + 3;
    const height = Math.ceil(region.h * drawn.scale) + 3;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    paint(context, reachingBounds(region, drawn));
    context.restore();
  }

  function repairAll(bounds: readonly Box[]): void {
    if (bounds.length > MAX_REGIONS || due.annotations || isFlat) schedule("annotations");
    else for (const each of bounds) repair(each);
  }

  const painter: StagePainter = {
    drawnViewport: () => drawn,
    paintAnnotationLayer(context) {
      const rect = drawnRect();
      visibleCount = editor.visible(rect).length + editor.suggestions.within(rect).length;
      paint(context, drawnRect());
    },
    paintOverImage(context) {
      if (!isFlat) return;
      context.save();
      context.resetTransform();
      context.drawImage(layers.annotations.getNativeCanvasElement(), 0, 0);
      if (isOverlayFlat) context.drawImage(layers.overlay.getNativeCanvasElement(), 0, 0);
      context.restore();
    },
    settle,
    redrawImage: () => schedule("image"),
    redrawAnnotations: () => schedule("annotations"),
    redrawOverlay() {
      const ids = new Set(editor.drafts().keys());
      if (ids.size !== draftIds.size || [...ids].some((id) => !draftIds.has(id))) {
        // What is dragged leaves the layer of finished things, and comes back when it is let go.
        const changed = new Set([...ids, ...draftIds]);
        draftIds = ids;
        repairAll([...changed].slice(0, MAX_REGIONS + 1).flatMap(boundsOfId));
      }
      schedule("overlay");
    },
    viewportChanged() {
      schedule("transform");
      clearTimeout(settleTimer);
      settleTimer = window.setTimeout(settle, SETTLE_MS);
    },
    canvasResized() {
      drawn = editor.session.getState().viewport;
      holder.style.transform = "";
    },
    documentChanged(patch) {
      const touched: Box[] = [];
      if (patch.size <= MAX_REGIONS / 2) {
        for (const { before, after } of patch.values()) {
          for (const annotation of [before, after])
            if (annotation) touched.push(boundsOf(annotation));
        }
        repairAll(touched);
      } else schedule("annotations");
      schedule("overlay");
    },
    suggestionsChanged(touched) {
      if (touched && touched.length <= MAX_REGIONS) repairAll(touched.map(boundsOf));
      else schedule("annotations");
      schedule("overlay");
    },
    dispose() {
      clearTimeout(settleTimer);
      cancelAnimationFrame(frame);
    },
  };

  function boundsOfId(id: string): Box[] {
    const annotation = editor.document.current().get(id) ?? editor.suggestions.find(id)?.annotation;
    return annotation ? [boundsOf(annotation)] : [];
  }

  return painter;
}

function boundsOf({ geometry }: Annotation): Box {
  return geometrySpec(geometry).bounds(geometry);
}
