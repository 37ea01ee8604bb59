"use client";

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useLabelLook } from "@/components/editor/use-label-look";
import { LayerMark } from "@/components/review/compare/compare-panel";
import type { CompareViewProps } from "@/components/review/compare/compare-stage";
import type { LayerLook } from "@/components/review/compare/layer-look";
import type { Comparison } from "@/components/review/compare/use-comparison";
import type { Annotation } from "@/lib/annotation/annotation";
import { imageInfo, mediaUrl } from "@/lib/api/open-item";
import { fitImage, panBy, type Viewport, zoomAt, zoomToBounds } from "@/lib/editor/image/viewport";
import type { Box, Size } from "@/lib/geometry/box";
import { boundsOf } from "@/lib/geometry/geometry";
import { mediaPlan } from "@/lib/media/image-plan";
import { type Cluster, memberOf } from "@/lib/review/differences";
import { useImageEditor, useImageSession } from "./use-image-editor";

const WHEEL_SPEED = 0.0015;
/** The result's own line beside the layers'. */
const RESULT: LayerLook = { color: "#ffffff", dash: "", letter: "" };

/** Layers over the image that is worked on, or one picture for each of them. */
export function CompareImage({ comparison, stage }: CompareViewProps) {
  return comparison.isSide ? (
    <SideBySide comparison={comparison} />
  ) : (
    <>
      {stage}
      <Overlay comparison={comparison} />
    </>
  );
}

/** Moves with the picture below it; the pointer goes through it. */
function Overlay({ comparison }: { comparison: Comparison }) {
  const editor = useImageEditor();
  const viewport = useImageSession((state) => state.viewport);
  const canvas = useImageSession((state) => state.canvas);
  useShowCurrent(comparison.currentCluster, (bounds) => {
    const frame = { canvas: editor.session.getState().canvas, extent: editor.item.extent };
    editor.session.setState({ viewport: zoomToBounds(bounds, frame) });
  });
  return (
    <svg
      aria-hidden="true"
      data-testid="layers-over"
      className="pointer-events-none absolute inset-0"
      width={canvas.width}
      height={canvas.height}
    >
      <title>{comparison.layers.map(({ name }) => name).join(", ")}</title>
      {comparison.layers.map(({ layer, look, isShown }) =>
        isShown ? (
          <Things
            key={layer.layerId}
            {...{ comparison, viewport, look, layerId: layer.layerId }}
            hasLetter
          />
        ) : null,
      )}
    </svg>
  );
}

/** What one layer has; what all agree on stands back. */
function Things({
  comparison,
  viewport,
  look,
  layerId,
  hasLetter,
}: {
  comparison: Comparison;
  viewport: Viewport;
  look: LayerLook;
  layerId: string;
  hasLetter: boolean;
}) {
  return (
    <g>
      {comparison.clusters.map((cluster) => {
        const annotation = memberOf(cluster, layerId);
        if (annotation?.geometry.kind !== "box") return null;
        const isCurrent = cluster.key === comparison.current;
        const { x, y, w, h } = onScreen(boundsOf(annotation.geometry), viewport);
        const rect = { x, y, width: w, height: h, fill: "none" };
        return (
          <g key={annotation.id} opacity={cluster.kind === "same" ? 0.3 : 1}>
            <rect {...rect} stroke="rgb(0 0 0 / 0.55)" strokeWidth={isCurrent ? 6 : 4} />
            <rect
              {...rect}
              stroke={look.color}
              strokeWidth={isCurrent ? 4 : 2}
              strokeDasharray={look.dash}
            />
            {hasLetter && cluster.kind !== "same" ? <Letter x={x + w} y={y} look={look} /> : null}
          </g>
        );
      })}
    </g>
  );
}

const LETTER_PX = 15;

function Letter({ x, y, look }: { x: number; y: number; look: LayerLook }) {
  const index = look.letter.charCodeAt(0) - 65;
  const left = x - LETTER_PX * (index + 1);
  return (
    <g>
      <rect
        {...{ x: left, y: y - LETTER_PX, width: LETTER_PX, height: LETTER_PX, rx: 2 }}
        fill={look.color}
      />
      <text
        x={left + LETTER_PX / 2}
        y={y - 4}
        textAnchor="middle"
        className="font-semibold"
        fontSize={11}
        fill="#000"
      >
        {look.letter}
      </text>
    </g>
  );
}

function onScreen({ x, y, w, h }: Box, { scale, x: left, y: top }: Viewport): Box {
  return { x: x * scale + left, y: y * scale + top, w: w * scale, h: h * scale };
}

/** A picture for each layer and the result, all showing the same part. */
function SideBySide({ comparison }: { comparison: Comparison }) {
  const t = useTranslations("review.compare");
  const { extent } = useImageEditor().item;
  const [canvas, setCanvas] = useState<Size>({ width: 0, height: 0 });
  const [moved, setMoved] = useState<Viewport | null>(null);
  const frame = { canvas, extent };
  const viewport = moved ?? fitImage(frame);
  const change = (next: (before: Viewport) => Viewport) =>
    setMoved((before) => next(before ?? fitImage(frame)));
  useShowCurrent(comparison.currentCluster, (bounds) => {
    if (canvas.width > 0) setMoved(zoomToBounds(bounds, frame));
  });
  const shown = comparison.layers.filter(({ isShown }) => isShown);
  const panes = [
    ...shown.map(({ layer, look, name, annotations }) => {
      return { id: layer.layerId, look, name, annotations };
    }),
    { id: comparison.resultId, look: RESULT, name: t("result"), annotations: comparison.result },
  ];
  const columns = panes.length <= 3 ? panes.length : Math.ceil(panes.length / 2);
  return (
    <div className="flex h-full flex-col bg-canvas">
      <div
        className="grid min-h-0 flex-1 auto-rows-fr gap-px bg-border"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {panes.map((pane, index) => (
          <Pane
            key={pane.id}
            pane={pane}
            comparison={comparison}
            viewport={viewport}
            onSize={index === 0 ? setCanvas : undefined}
            onZoom={(at, factor) => change((before) => zoomAt(before, frame, { at, factor }))}
            onPan={(by) => change((before) => panBy(before, frame, by))}
            onFit={() => setMoved(null)}
          />
        ))}
      </div>
      <p className="shrink-0 border-t bg-card px-3 py-1 text-muted-foreground text-xs">
        {t("zoomHint")}
      </p>
    </div>
  );
}

type PaneOf = {
  id: string;
  look: LayerLook;
  name: string;
  annotations: readonly Annotation[];
};

function Pane({
  pane,
  comparison,
  viewport,
  onSize,
  onZoom,
  onPan,
  onFit,
}: {
  pane: PaneOf;
  comparison: Comparison;
  viewport: Viewport;
  onSize: ((size: Size) => void) | undefined;
  onZoom(at: { x: number; y: number }, factor: number): void;
  onPan(by: { x: number; y: number }): void;
  onFit(): void;
}) {
  const t = useTranslations("review.compare");
  const { data } = useEditorPage();
  const { base, width, height } = mediaPlan(imageInfo(data));
  const host = useRef<HTMLElement>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  useSize(host, onSize);
  useWheel(host, onZoom);

  function onPointerMove(event: PointerEvent): void {
    if (!drag.current) return;
    onPan({ x: event.clientX - drag.current.x, y: event.clientY - drag.current.y });
    drag.current = { x: event.clientX, y: event.clientY };
  }

  const { scale, x, y } = viewport;
  return (
    <figure
      ref={host}
      aria-label={t("picture", { name: pane.name })}
      className="relative min-h-0 min-w-0 cursor-grab touch-none overflow-hidden bg-canvas active:cursor-grabbing"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onDoubleClick={onFit}
    >
      <svg aria-hidden="true" className="absolute inset-0 size-full">
        <title>{pane.name}</title>
        <image
          href={mediaUrl(data.item, base.name ?? "original")}
          transform={`translate(${x} ${y}) scale(${scale})`}
          width={width}
          height={height}
        />
        <Named pane={pane} comparison={comparison} viewport={viewport} />
      </svg>
      <figcaption className="absolute top-2 left-2 flex max-w-[90%] items-center gap-1.5 rounded-md border bg-card px-2 py-1 font-medium text-xs shadow-sm">
        {pane.look.letter ? <LayerMark look={pane.look} /> : null}
        <span className="truncate">{pane.name}</span>
        <span data-numeric className="text-muted-foreground">
          {pane.annotations.length}
        </span>
      </figcaption>
    </figure>
  );
}

/** In the colours of the labels, as in the editor; the difference at hand stands out. */
function Named({
  pane,
  comparison,
  viewport,
}: {
  pane: PaneOf;
  comparison: Comparison;
  viewport: Viewport;
}) {
  const lookOf = useLabelLook();
  return comparison.clusters.map((cluster) => {
    const annotation = memberOf(cluster, pane.id);
    const isCurrent = cluster.key === comparison.current;
    const other = cluster.members[0]?.annotation;
    // Where this layer has nothing, the place of what others have is pointed at.
    const shown = annotation ?? (isCurrent ? other : undefined);
    if (shown?.geometry.kind !== "box") return null;
    const { x, y, w, h } = onScreen(boundsOf(shown.geometry), viewport);
    const rect = { x, y, width: w, height: h, fill: "none" };
    const { color, name } = lookOf(shown.labelId);
    if (!annotation) {
      return (
        <rect key={cluster.key} {...rect} stroke="#fff" strokeWidth={2} strokeDasharray="2 4" />
      );
    }
    const isSame = cluster.kind === "same";
    return (
      <g key={cluster.key} opacity={isSame ? 0.45 : 1}>
        <rect {...rect} stroke="rgb(0 0 0 / 0.6)" strokeWidth={isCurrent ? 7 : 4} />
        <rect {...rect} stroke={color} strokeWidth={isCurrent ? 4 : 2} />
        {isSame ? null : (
          <text
            x={x + 2}
            y={y - 4}
            fontSize={12}
            className="font-medium"
            fill="#fff"
            stroke="rgb(0 0 0 / 0.8)"
            strokeWidth={3}
            paintOrder="stroke"
          >
            {name}
          </text>
        )}
      </g>
    );
  });
}

/** Goes to a difference when it is chosen, once. */
function useShowCurrent(cluster: Cluster | null, show: (bounds: Box) => void): void {
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  const found = useRef(cluster);
  found.current = cluster;
  const key = cluster?.key ?? null;
  useEffect(() => {
    const boxes = found.current?.members.flatMap(({ annotation: { geometry } }) =>
      geometry.kind === "box" ? [boundsOf(geometry)] : [],
    );
    if (key === null || !boxes || boxes.length === 0) return;
    latest.current(around(boxes));
  }, [key]);
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    w: Math.max(...boxes.map((box) => box.x + box.w)) - x,
    h: Math.max(...boxes.map((box) => box.y + box.h)) - y,
  };
}

function useSize(
  host: RefObject<HTMLElement | null>,
  onSize: ((size: Size) => void) | undefined,
): void {
  const latest = useRef(onSize);
  useEffect(() => {
    latest.current = onSize;
  });
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      latest.current?.({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [host]);
}

/** Bound by hand: a wheel that React hears of cannot be kept from scrolling the page. */
function useWheel(
  host: RefObject<HTMLElement | null>,
  onZoom: (at: { x: number; y: number }, factor: number) => void,
): void {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      latest.current(at, Math.exp(-event.deltaY * WHEEL_SPEED));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [host]);
}
