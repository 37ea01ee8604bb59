"use client";

import type Konva from "konva";
import { useEffect, useRef } from "react";
// The core alone: the shapes and filters that come with the rest are never used.
import { Layer, Shape, Stage } from "react-konva/lib/ReactKonvaCore";
import { useTranslations } from "use-intl";
import { usePreferences } from "@/components/editor/editor-context";
import { bindCanvasInput } from "./canvas-input";
import { Crosshair } from "./crosshair";
import { paintImage } from "./paint-image";
import { paintOverlay } from "./paint-overlay";
import { createStagePainter, type StagePainter } from "./stage-painter";
import type { TileSource } from "./tile-source";
import { useImageEditor, useImageSession } from "./use-image-editor";

export type ImageContent = { bitmap: ImageBitmap | null; tiles: TileSource | null };

/**
 * The image with its annotations. Three canvases: the image, the finished annotations, and what is
 * in hand. None of them listens: pointers are bound once, hits are found by geometry.
 */
export function ImageCanvas({ content }: { content: ImageContent }) {
  const editor = useImageEditor();
  const t = useTranslations("canvas");
  const host = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const image = useRef<Konva.Layer>(null);
  const annotations = useRef<Konva.Layer>(null);
  const overlay = useRef<Konva.Layer>(null);
  const painter = useRef<StagePainter>(null);
  const shown = useRef(content);
  const canvas = useImageSession((state) => state.canvas);
  const { brightness, contrast } = usePreferences((state) => state);

  useEffect(() => {
    if (!(holder.current && image.current && annotations.current && overlay.current)) return;
    const created = createStagePainter({
      editor,
      holder: holder.current,
      layers: { image: image.current, annotations: annotations.current, overlay: overlay.current },
    });
    painter.current = created;
    const ends = [
      editor.document.subscribe((patch) => created.documentChanged(patch)),
      editor.suggestions.onChange(created.suggestionsChanged),
      editor.session.subscribe((now, before) => {
        if (now.canvas !== before.canvas) created.canvasResized();
        else if (now.viewport !== before.viewport) created.viewportChanged();
        if (now.hidden !== before.hidden || now.labels !== before.labels)
          created.redrawAnnotations();
        const isOverlaySame =
          now.selection === before.selection &&
          now.hover === before.hover &&
          now.toolState === before.toolState &&
          now.activeLabelId === before.activeLabelId &&
          now.hidden === before.hidden &&
          now.locked === before.locked &&
          now.labels === before.labels &&
          now.suggestions.focus === before.suggestions.focus;
        if (!isOverlaySame) created.redrawOverlay();
      }),
      editor.preferences.subscribe((now, before) => {
        if (now.showGrid !== before.showGrid || now.smoothImage !== before.smoothImage) {
          created.redrawImage();
        }
        if (now.boxOpacity !== before.boxOpacity || now.showLabelNames !== before.showLabelNames) {
          created.redrawAnnotations();
        }
      }),
    ];
    return () => {
      for (const end of ends) end();
      created.dispose();
      painter.current = null;
    };
  }, [editor]);

  useEffect(() => {
    if (!host.current) return;
    return bindCanvasInput(host.current, editor);
  }, [editor]);

  // A new size empties the canvases. The one place that draws a new item: after its painter is made,
  // and with its own picture.
  // biome-ignore lint/correctness/useExhaustiveDependencies: editor, canvas and content are what changed.
  useEffect(() => {
    shown.current = content;
    painter.current?.settle();
  }, [editor, content, canvas]);

  useEffect(() => {
    const element = image.current?.getNativeCanvasElement();
    if (!element) return;
    const isPlain = brightness === 1 && contrast === 1;
    element.style.filter = isPlain ? "" : `brightness(${brightness}) contrast(${contrast})`;
  }, [brightness, contrast]);

  return (
    <section
      ref={host}
      data-testid="canvas"
      aria-label={t("label")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing area takes the keyboard.
      tabIndex={0}
      className="relative size-full touch-none select-none overflow-hidden bg-canvas outline-none focus-visible:inset-ring-2 focus-visible:inset-ring-ring"
    >
      <div ref={holder} className="absolute inset-0 origin-top-left will-change-transform">
        <Stage width={canvas.width} height={canvas.height} listening={false}>
          <Layer ref={image} listening={false}>
            <Shape
              listening={false}
              perfectDrawEnabled={false}
              sceneFunc={(context) => {
                const { showGrid, smoothImage } = editor.preferences.getState();
                paintImage(context._context, {
                  ...shown.current,
                  extent: editor.item.extent,
                  canvas: editor.session.getState().canvas,
                  viewport: painter.current?.drawnViewport() ?? editor.session.getState().viewport,
                  isSmooth: smoothImage,
                  hasGrid: showGrid,
                });
                painter.current?.paintOverImage(context._context);
              }}
            />
          </Layer>
          <Layer ref={annotations} listening={false}>
            <Shape
              listening={false}
              perfectDrawEnabled={false}
              sceneFunc={(context) => painter.current?.paintAnnotationLayer(context._context)}
            />
          </Layer>
          <Layer ref={overlay} listening={false}>
            <Shape
              listening={false}
              perfectDrawEnabled={false}
              sceneFunc={(context) => {
                if (painter.current) {
                  paintOverlay(context._context, editor, painter.current.drawnViewport());
                }
              }}
            />
          </Layer>
        </Stage>
      </div>
      <Crosshair />
    </section>
  );
}
