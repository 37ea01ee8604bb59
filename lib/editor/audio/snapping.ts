import type { AnnotationId } from "@/lib/annotation/annotation";
import { snap } from "@/lib/geometry/interval";
import type { RegionIndex } from "./region-index";

/** What only the loaded sound knows. */
export interface SoundEdges {
  /** Where sound begins or ends around the moment, in ascending order; empty when that is not loaded yet. */
  near(seconds: number, reachS: number): readonly number[];
}

/** The nearest end of another region, playhead, end of the recording or edge of a silence in reach; else `at` itself. */
export function snapTime(
  at: number,
  options: {
    regions: Pick<RegionIndex, "edges">;
    edges: SoundEdges | null;
    fixed: readonly number[];
    without: ReadonlySet<AnnotationId>;
    reachS: number;
  },
): number {
  const { regions, edges, fixed, without, reachS } = options;
  const exact = [...regions.edges(without), ...fixed].sort((a, b) => a - b);
  const toRegion = snap(at, exact, reachS);
  // Neighbours are meant to touch; a silence is only a guess.
  if (toRegion !== at || exact.includes(at)) return toRegion;
  return snap(at, edges?.near(at, reachS) ?? [], reachS);
}
