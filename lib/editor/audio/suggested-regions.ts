import type { AnnotationId } from "@/lib/annotation/annotation";
import { assignLanes, type Interval } from "@/lib/geometry/interval";
import type { Suggestion, Suggestions } from "../suggestions/suggestions";
import type { AudioSessionStore } from "./audio-session";
import { createRegionIndex, isRegion, type Region, type RegionIndex } from "./region-index";

export type SuggestedLanes = {
  /** Top to bottom: for each layer that is shown one, or as many as overlaps need. */
  lanes: readonly { layerId: string; isFirstOfLayer: boolean }[];
  laneOf: ReadonlyMap<AnnotationId, number>;
};

/** The open suggestions of a recording by time; found anew when others are open or shown. */
export interface SuggestedRegions {
  /** The same object until something changes. */
  layout(): SuggestedLanes;
  within(range: Interval): Region[];
  /** The smallest first. */
  at(seconds: number, tolerance: number): Region[];
}

const NO_LANES: SuggestedLanes = { lanes: [], laneOf: new Map() };

export function createSuggestedRegions(
  session: AudioSessionStore,
  suggestions: Suggestions,
): SuggestedRegions {
  let made: { open: readonly Suggestion[]; index: RegionIndex; lanes: SuggestedLanes } | null =
    null;

  function now() {
    if (session.getState().suggestions.layers.length === 0) return null;
    const open = suggestions.open();
    if (made?.open !== open) {
      const index = createRegionIndex(open.map(({ annotation }) => annotation));
      made = { open, index, lanes: layOut(open) };
    }
    return made;
  }

  return {
    layout: () => now()?.lanes ?? NO_LANES,
    within: (range) => now()?.index.within(range) ?? [],
    at: (seconds, tolerance) => now()?.index.at(seconds, tolerance) ?? [],
  };
}

/** `open` in the order of time. */
function layOut(open: readonly Suggestion[]): SuggestedLanes {
  const lanes: SuggestedLanes["lanes"][number][] = [];
  const laneOf = new Map<AnnotationId, number>();
  for (const layerId of new Set(open.map((suggestion) => suggestion.layerId))) {
    const regions = open.flatMap((suggestion) =>
      suggestion.layerId === layerId && isRegion(suggestion.annotation)
        ? [suggestion.annotation]
        : [],
    );
    const assigned = assignLanes(regions.map(({ geometry }) => geometry));
    const first = lanes.length;
    regions.forEach(({ id }, i) => {
      const lane = first + (assigned[i] ?? 0);
      laneOf.set(id, lane);
      while (lanes.length <= lane) {
        lanes.push({ layerId, isFirstOfLayer: lanes.length === first });
      }
    });
  }
  return { lanes, laneOf };
}
