import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Geometry } from "@/lib/geometry/geometry";
import { clipInterval } from "@/lib/geometry/interval";

/** So near to its original a copy would hide it. */
const SAME_PLACE_S = 0.001;

/**
 * Regions are put down at the playhead, as far from one another as they were; right behind the originals when it stands at
 * their start. Answers are not copied: they belong to the whole.
 */
export function placeCopies(
  originals: ReadonlyMap<AnnotationId, Geometry>,
  options: { playhead: number; isAside: boolean; durationS: number },
): Map<AnnotationId, Geometry> {
  const { playhead, isAside, durationS } = options;
  const regions = [...originals].flatMap(([id, geometry]) =>
    geometry.kind === "interval" ? [{ id, geometry }] : [],
  );
  const first = Math.min(...regions.map(({ geometry }) => geometry.start));
  const last = Math.max(...regions.map(({ geometry }) => geometry.end));
  const wouldHide = isAside && Math.abs(playhead - first) < SAME_PLACE_S;
  const by = (wouldHide ? last : playhead) - first;
  return new Map(
    regions.flatMap(({ id, geometry: { start, end } }) => {
      const moved = clipInterval({ start: start + by, end: end + by }, durationS);
      if (!moved || moved.end - moved.start < SAME_PLACE_S) return [];
      return [[id, { kind: "interval" as const, ...moved }]];
    }),
  );
}
