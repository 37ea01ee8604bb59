import type { Annotation } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { IntervalGeometry } from "@/lib/geometry/geometry";
import { assignLanes, compareIntervals, type Interval, overlaps } from "@/lib/geometry/interval";
import { createSpatialIndex } from "../spatial-index";

export type Span = Annotation & { geometry: IntervalGeometry };
/** `lane` 0 is nearest to the text; `lanes` is how many stand over one another where it is. */
export type Lane = { lane: number; lanes: number };

export function isSpan(annotation: Annotation): annotation is Span {
  return annotation.geometry.kind === "interval";
}

/** The spans of a text and how they lie over one another. Kept in step by `update`. */
export interface SpanIndex {
  update(patch: Patch<Annotation>): void;
  /** All that share a character with the range, in reading order. */
  within(range: Interval): Span[];
  /** All that the offset lies in or at the end of, the smallest first. */
  at(offset: number): Span[];
  /** The same for a span wherever it is looked at; found only for what lies around it. */
  laneOf(span: Span): Lane;
}

export function createSpanIndex(annotations: Iterable<Annotation>): SpanIndex {
  const tree = createSpatialIndex([...annotations].filter(isSpan));
  const known = new Map<string, Lane>();

  function touching({ start, end }: Interval): Span[] {
    return tree.visible({ x: start, y: 0, w: end - start, h: 1 }).filter(isSpan);
  }

  function within(range: Interval): Span[] {
    return touching(range)
      .filter(({ geometry }) => overlaps(geometry, range))
      .sort(inReadingOrder);
  }

  /** All that hang together by overlaps: only they compete for lanes. */
  function cluster(span: Span): Span[] {
    let { start, end }: Interval = span.geometry;
    for (;;) {
      const found = within({ start, end });
      const first = Math.min(start, ...found.map(({ geometry }) => geometry.start));
      const last = found.reduce((most, { geometry }) => Math.max(most, geometry.end), end);
      if (first === start && last === end) return found;
      start = first;
      end = last;
    }
  }

  return {
    update(patch) {
      const spans = new Map(
        [...patch].flatMap(([id, { before, after }]) => {
          const was = before && isSpan(before) ? before : null;
          const is = after && isSpan(after) ? after : null;
          return was || is ? [[id, { before: was, after: is }] as const] : [];
        }),
      );
      if (spans.size === 0) return;
      tree.update(spans);
      known.clear();
    },
    within,
    at: (offset) =>
      touching({ start: offset, end: offset }).sort(
        (a, b) =>
          a.geometry.end - a.geometry.start - (b.geometry.end - b.geometry.start) ||
          inReadingOrder(a, b),
      ),
    laneOf(span) {
      const found = known.get(span.id);
      if (found) return found;
      const around = cluster(span);
      const lanes = assignLanes(around.map(({ geometry }) => geometry));
      const count = lanes.reduce((most, lane) => Math.max(most, lane + 1), 1);
      around.forEach(({ id }, i) => {
        known.set(id, { lane: lanes[i] ?? 0, lanes: count });
      });
      return known.get(span.id) ?? { lane: 0, lanes: 1 };
    },
  };
}

export function inReadingOrder(a: Span, b: Span): number {
  return compareIntervals(a.geometry, b.geometry) || a.order - b.order || (a.id < b.id ? -1 : 1);
}
