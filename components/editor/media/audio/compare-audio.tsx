"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { keepFocus } from "@/components/editor/keep-focus";
import { useLabelLook } from "@/components/editor/use-label-look";
import { LayerMark } from "@/components/review/compare/compare-panel";
import type { CompareViewProps } from "@/components/review/compare/compare-stage";
import type { LayerLook } from "@/components/review/compare/layer-look";
import type { Comparison } from "@/components/review/compare/use-comparison";
import { cn } from "@/components/ui/cn";
import type { Annotation } from "@/lib/annotation/annotation";
import { showRange, toPx } from "@/lib/editor/audio/time-viewport";
import { type Cluster, memberOf } from "@/lib/review/differences";
import { useAudioEditor, useAudioSession } from "./use-audio-editor";

type Lane = { id: string; name: string; look: LayerLook | null };

/** The recording as ever, and under it the regions of each layer on the same time axis. */
export function CompareAudio({ comparison, stage }: CompareViewProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">{stage}</div>
      <Lanes comparison={comparison} />
    </div>
  );
}

function Lanes({ comparison }: { comparison: Comparison }) {
  const t = useTranslations("review.compare");
  useShowCurrent(comparison.currentCluster);
  const lanes: Lane[] = [
    ...comparison.layers
      .filter(({ isShown }) => isShown)
      .map(({ layer, name, look }) => ({ id: layer.layerId, name, look })),
    { id: comparison.resultId, name: t("result"), look: null },
  ];
  return (
    <section
      aria-label={t("lanes")}
      className="grid max-h-[45%] shrink-0 gap-px overflow-y-auto border-t bg-border"
    >
      {comparison.isSide ? (
        lanes.map((lane) => (
          <div key={lane.id} className="relative h-12 overflow-hidden bg-card">
            {/* Below the name, which would hide what begins at the left. */}
            <div className="absolute inset-x-0 top-4 bottom-0">
              <Regions lane={lane} comparison={comparison} />
            </div>
            <Title lane={lane} />
          </div>
        ))
      ) : (
        <div
          className="relative overflow-hidden bg-card"
          style={{ height: 16 + lanes.length * 22 }}
        >
          {lanes.map((lane, index) => (
            <div key={lane.id} className="absolute inset-x-0 h-5" style={{ top: 8 + index * 22 }}>
              <Regions lane={lane} comparison={comparison} />
              <Title lane={lane} />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

function Title({ lane }: { lane: Lane }) {
  return (
    <span className="pointer-events-none absolute top-0 left-1 flex max-w-40 items-center gap-1 rounded-sm bg-card/85 px-1 font-medium text-xs">
      {lane.look ? (
        <LayerMark look={lane.look} />
      ) : (
        <span aria-hidden="true" className="w-4 border-foreground border-t-2" />
      )}
      <span className="truncate">{lane.name}</span>
    </span>
  );
}

function Regions({ lane, comparison }: { lane: Lane; comparison: Comparison }) {
  const viewport = useAudioSession((state) => state.viewport);
  const widthPx = useAudioSession((state) => state.widthPx);
  return comparison.clusters.map((cluster) => {
    const annotation = memberOf(cluster, lane.id);
    if (annotation?.geometry.kind !== "interval") return null;
    const left = toPx(viewport, annotation.geometry.start);
    const right = toPx(viewport, annotation.geometry.end);
    if (right < 0 || left > widthPx) return null;
    return (
      <Region
        key={annotation.id}
        {...{ annotation, cluster, left, width: Math.max(2, right - left), look: lane.look }}
        isCurrent={cluster.key === comparison.current}
        onChoose={() => comparison.set({ current: cluster.key })}
      />
    );
  });
}

function Region({
  annotation,
  cluster,
  left,
  width,
  look,
  isCurrent,
  onChoose,
}: {
  annotation: Annotation;
  cluster: Cluster;
  left: number;
  width: number;
  look: LayerLook | null;
  isCurrent: boolean;
  onChoose(): void;
}) {
  const { color, name } = useLabelLook()(annotation.labelId);
  const words = [name, annotation.text].filter(Boolean).join(": ");
  return (
    <button
      type="button"
      title={words}
      onMouseDown={keepFocus}
      onClick={onChoose}
      className={cn(
        "absolute inset-y-0.5 truncate rounded-sm border-2 px-1 text-left text-xs leading-none",
        isCurrent && "ring-2 ring-ring",
      )}
      style={{
        left,
        width,
        borderColor: look?.color ?? color,
        borderStyle: look ? "dashed" : "solid",
        // What all say alike stands back, but its words stay legible.
        backgroundColor: `${color}${cluster.kind === "same" ? "1a" : "40"}`,
      }}
    >
      {words}
    </button>
  );
}

/** Brings the difference into view and makes it what is played. */
function useShowCurrent(cluster: Cluster | null): void {
  const editor = useAudioEditor();
  const latest = useRef(cluster);
  useEffect(() => {
    latest.current = cluster;
  });
  const key = cluster?.key ?? null;
  useEffect(() => {
    const places = latest.current?.members.flatMap(({ annotation: { geometry } }) =>
      geometry.kind === "interval" ? [geometry] : [],
    );
    if (key === null || !places || places.length === 0) return;
    const range = {
      start: Math.min(...places.map(({ start }) => start)),
      end: Math.max(...places.map(({ end }) => end)),
    };
    const { widthPx } = editor.session.getState();
    const { durationS, sampleRate } = editor.item;
    editor.session.setState({
      range,
      playhead: range.start,
      viewport: showRange(range, { widthPx, durationS, sampleRate }),
    });
  }, [key, editor]);
}
