"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { useLabelLook } from "@/components/editor/use-label-look";
import { LayerMark } from "@/components/review/compare/compare-panel";
import type { CompareViewProps } from "@/components/review/compare/compare-stage";
import { type LayerLook, stripe } from "@/components/review/compare/layer-look";
import type { Comparison } from "@/components/review/compare/use-comparison";
import { cn } from "@/components/ui/cn";
import type { Interval } from "@/lib/geometry/interval";
import { type Cluster, memberOf } from "@/lib/review/differences";
import { useTextEditor } from "./use-text-editor";

const LINE_PX = 40;
/** Room for the line of one layer under the words. */
const LANE_PX = 5;

type Mark = {
  place: Interval;
  labelId: string;
  look: LayerLook | null;
  lane: number;
  cluster: Cluster;
};
type Column = { id: string; title: string; look: LayerLook | null; marks: readonly Mark[] };

/** The text once with a line for each layer, or once for each layer; line by line, so that they scroll as one. */
export function CompareText({ comparison }: CompareViewProps) {
  const t = useTranslations("review.compare");
  const { blocks, points } = useTextEditor();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useColumns(comparison);
  const virtual = useVirtualizer({
    count: blocks.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 12,
  });
  useShowCurrent(comparison.currentCluster, ({ start }) => {
    virtual.scrollToIndex(blocks.at(points.toIndex(start)), { align: "center" });
  });
  const gridTemplateColumns = `repeat(${columns.length}, minmax(0, 1fr))`;
  return (
    <section aria-label={t("text")} className="flex h-full flex-col bg-card">
      {comparison.isSide ? (
        <header className="grid shrink-0 gap-px border-b" style={{ gridTemplateColumns }}>
          {columns.map(({ id, title, look }) => (
            <h2
              key={id}
              className="flex min-w-0 items-center gap-1.5 px-4 py-2 font-medium text-xs"
            >
              {look ? <LayerMark look={look} /> : null}
              <span className="truncate">{title}</span>
            </h2>
          ))}
        </header>
      ) : null}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto py-3">
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0 grid"
              style={{ gridTemplateColumns, transform: `translateY(${start}px)` }}
            >
              {columns.map((column) => (
                <Line
                  key={column.id}
                  block={index}
                  marks={column.marks}
                  current={comparison.current}
                  isAlone={columns.length === 1}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

function useColumns(comparison: Comparison): Column[] {
  const t = useTranslations("review.compare");
  const { layers, clusters, resultId, isSide } = comparison;
  const resultTitle = t("result");
  return useMemo(() => {
    const shown = layers.filter(({ isShown }) => isShown);
    const all: Column[] = [
      ...shown.map(({ layer, name, look }, lane) => ({
        id: layer.layerId,
        title: name,
        look,
        marks: marksOf(clusters, { layerId: layer.layerId, look, lane: isSide ? 0 : lane + 1 }),
      })),
      {
        id: resultId,
        title: resultTitle,
        look: null,
        marks: marksOf(clusters, { layerId: resultId, look: null, lane: 0 }),
      },
    ];
    if (isSide) return all;
    const marks = all.flatMap((column) => column.marks);
    return [{ id: "all", title: "", look: null, marks: marks.sort(byStart) }];
  }, [layers, clusters, resultId, isSide, resultTitle]);
}

function byStart(a: Mark, b: Mark): number {
  return a.place.start - b.place.start;
}

function marksOf(
  clusters: readonly Cluster[],
  of: { layerId: string; look: LayerLook | null; lane: number },
): Mark[] {
  return clusters
    .flatMap((cluster): Mark[] => {
      const annotation = memberOf(cluster, of.layerId);
      if (annotation?.geometry.kind !== "interval") return [];
      const { geometry: place, labelId } = annotation;
      return [{ place, labelId, look: of.look, lane: of.lane, cluster }];
    })
    .sort(byStart);
}

/** One line of the text, cut where a mark begins or ends. */
function Line({
  block,
  marks,
  current,
  isAlone,
}: {
  block: number;
  marks: readonly Mark[];
  current: string | null;
  isAlone: boolean;
}) {
  const { blocks, points } = useTextEditor();
  const lookOf = useLabelLook();
  const from = points.toOffset(blocks.startOf(block));
  const to = points.toOffset(blocks.contentEndOf(block));
  const here = marks.filter(({ place }) => place.start < to && place.end > from);
  const cuts = [
    ...new Set([
      from,
      to,
      ...here.flatMap(({ place }) => [Math.max(from, place.start), Math.min(to, place.end)]),
    ]),
  ].sort((a, b) => a - b);
  const lanes = Math.max(0, ...here.map(({ lane }) => lane)) + 1;
  return (
    <p
      dir="auto"
      className={cn(
        "min-w-0 whitespace-pre-wrap break-words px-4 text-base",
        isAlone && "mx-auto w-full max-w-[80ch]",
      )}
      style={{ lineHeight: `${26 + 2 * (lanes * LANE_PX)}px` }}
    >
      {cuts.slice(0, -1).map((start, index) => {
        const end = cuts[index + 1] ?? to;
        const covering = here.filter(({ place }) => place.start <= start && place.end >= end);
        const words = points.slice(start, end);
        if (covering.length === 0) return words;
        const begins = covering.filter(({ place }) => place.start === start);
        return (
          <span
            key={start}
            style={lined(covering, lookOf)}
            className={cn("relative", tint(covering, current))}
          >
            {begins.length === 0 ? null : (
              // Above the words, which stay where they are in the other columns.
              <span className="pointer-events-none absolute bottom-full left-0 flex gap-1.5 whitespace-nowrap text-[10px] text-muted-foreground leading-none">
                {begins.map(({ labelId, look, lane, cluster }) =>
                  // Over one another there is room for what differs only.
                  isAlone && cluster.kind === "same" ? null : (
                    <span key={`${lane} ${labelId}`} className="flex items-center gap-0.5">
                      <span
                        aria-hidden="true"
                        className="size-1.5 rounded-full"
                        style={{ backgroundColor: lookOf(labelId).color }}
                      />
                      {isAlone && look ? `${look.letter} ` : ""}
                      {lookOf(labelId).name}
                    </span>
                  ),
                )}
              </span>
            )}
            {words}
          </span>
        );
      })}
      {from === to ? "\u200b" : null}
    </p>
  );
}

type LookOf = ReturnType<typeof useLabelLook>;

/** A line for each layer, one under the other: dashed as the layer is; the result's is whole. */
function lined(marks: readonly Mark[], lookOf: LookOf) {
  const lanes = Math.max(...marks.map(({ lane }) => lane)) + 1;
  return {
    backgroundImage: marks
      .map(({ look, labelId }) => {
        const { color } = lookOf(labelId);
        return look ? stripe(look) : `linear-gradient(${color}, ${color})`;
      })
      .join(", "),
    backgroundPosition: marks
      .map(({ lane }) => `0 calc(100% - ${lanesBelow(lane, lanes)}px)`)
      .join(", "),
    backgroundSize: marks.map(() => "100% 3px").join(", "),
    backgroundRepeat: "no-repeat",
    paddingBottom: lanes * LANE_PX,
    boxDecorationBreak: "clone",
  } as const;
}

/** The result is nearest to the words. */
function lanesBelow(lane: number, lanes: number): number {
  return (lanes - 1 - lane) * LANE_PX;
}

function tint(marks: readonly Mark[], current: string | null): string {
  if (marks.some(({ cluster }) => cluster.key === current)) return "bg-primary-soft";
  return marks.some(({ cluster }) => cluster.kind !== "same") ? "bg-warning-soft" : "";
}

function useShowCurrent(cluster: Cluster | null, show: (place: Interval) => void): void {
  const latest = useRef({ show, cluster });
  useEffect(() => {
    latest.current = { show, cluster };
  });
  const key = cluster?.key ?? null;
  useEffect(() => {
    const geometry = latest.current.cluster?.members[0]?.annotation.geometry;
    if (key !== null && geometry?.kind === "interval") latest.current.show(geometry);
  }, [key]);
}
