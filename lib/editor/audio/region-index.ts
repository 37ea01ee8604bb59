import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import { assignLanes, type Interval, lowerBound } from "@/lib/geometry/interval";
import type { LaneGrouping } from "../preferences";
import { createSpatialIndex } from "../spatial-index";
import { inReadingOrder, isSpan, type Span } from "../text/span-index";

export type Region = Span;
export const isRegion = isSpan;

export type LaneLayout = {
  /** Top to bottom. `key`: the label's id or the speaker; null when lanes stand for overlaps only. */
  lanes: readonly { key: string | null; isFirstOfKey: boolean }[];
  laneOf: ReadonlyMap<AnnotationId, number>;
};

/** The attribute that names who speaks. */
export const SPEAKER = "speaker";

export function speakerOf({ attributes }: Annotation): string {
  const speaker = attributes[SPEAKER];
  return typeof speaker === "string" ? speaker : "";
}

/** The regions of a recording, by time. Kept in step by `update`. */
export interface RegionIndex {
  update(patch: Patch<Annotation>): void;
  /** All that touch the range, back to front. */
  within(range: Interval): Region[];
  /** All that lie at the moment, give or take; the smallest first. */
  at(seconds: number, tolerance: number): Region[];
  /** In the order of time; the same array until something changes. */
  all(): readonly Region[];
  /** Starts and ends of all regions but those, in ascending order. */
  edges(without: ReadonlySet<AnnotationId>): readonly number[];
  /** `rankOf`: the order of the keys; equal ranks are ordered by key. The same object until something changes. */
  layout(by: LaneGrouping, rankOf: (key: string) => number): LaneLayout;
  /** All speakers that regions name, in alphabetical order. */
  speakers(): readonly string[];
}

export function createRegionIndex(annotations: Iterable<Annotation>): RegionIndex {
  const regions = new Map([...annotations].filter(isRegion).map((region) => [region.id, region]));
  const tree = createSpatialIndex(regions.values());
  let sorted: readonly Region[] | null = null;
  let layout: { by: LaneGrouping; rankOf: unknown; made: LaneLayout } | null = null;
  let speakers: readonly string[] | null = null;

  function all(): readonly Region[] {
    sorted ??= [...regions.values()].sort(inReadingOrder);
    return sorted;
  }

  return {
    update(patch) {
      const changed = new Map(
        [...patch].flatMap(([id, { before, after }]) => {
          const was = before && isRegion(before) ? before : null;
          const is = after && isRegion(after) ? after : null;
          return was || is ? [[id, { before: was, after: is }] as const] : [];
        }),
      );
      if (changed.size === 0) return;
      for (const [id, { after }] of changed) {
        if (after) regions.set(id, after);
        else regions.delete(id);
      }
      tree.update(changed);
      sorted = null;
      layout = null;
      speakers = null;
    },
    within: ({ start, end }) =>
      tree.visible({ x: start, y: 0, w: Math.max(0, end - start), h: 1 }).filter(isRegion),
    at: (seconds, tolerance) => tree.hit({ x: seconds, y: 0.5 }, tolerance).filter(isRegion),
    all,
    edges(without) {
      const edges: number[] = [];
      for (const { id, geometry } of regions.values()) {
        if (!without.has(id)) edges.push(geometry.start, geometry.end);
      }
      return edges.sort((a, b) => a - b);
    },
    layout(by, rankOf) {
      if (layout?.by !== by || layout.rankOf !== rankOf) {
        layout = { by, rankOf, made: layOut(all(), by, rankOf) };
      }
      return layout.made;
    },
    speakers() {
      speakers ??= [...new Set([...regions.values()].map(speakerOf))].filter(Boolean).sort();
      return speakers;
    },
  };
}

/** The region that is heard at a moment; of several the one that began last. `regions` in the order of time. */
export function heardAt(regions: readonly Region[], seconds: number): Region | null {
  const starts = regions.map(({ geometry }) => geometry.start);
  for (let i = lowerBound(starts, seconds + Number.EPSILON * seconds) - 1; i >= 0; i -= 1) {
    const region = regions[i];
    if (region && region.geometry.end > seconds) return region;
  }
  return null;
}

function layOut(
  regions: readonly Region[],
  by: LaneGrouping,
  rankOf: (key: string) => number,
): LaneLayout {
  const groups = new Map<string, Region[]>();
  for (const region of regions) {
    const key = by === "overlap" ? "" : by === "label" ? region.labelId : speakerOf(region);
    const group = groups.get(key);
    if (group) group.push(region);
    else groups.set(key, [region]);
  }
  const keys = [...groups.keys()].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  const lanes: LaneLayout["lanes"][number][] = [];
  const laneOf = new Map<AnnotationId, number>();
  for (const key of keys) {
    const group = groups.get(key) ?? [];
    const assigned = assignLanes(group.map(({ geometry }) => geometry));
    const first = lanes.length;
    let count = 0;
    group.forEach(({ id }, i) => {
      const lane = assigned[i] ?? 0;
      count = Math.max(count, lane + 1);
      laneOf.set(id, first + lane);
    });
    for (let lane = 0; lane < count; lane += 1) {
      lanes.push({ key: by === "overlap" ? null : key, isFirstOfKey: lane === 0 });
    }
  }
  return { lanes, laneOf };
}
