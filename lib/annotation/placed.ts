import type { Geometry } from "@/lib/geometry/geometry";

/** Something on an item, by a model or by a person. */
export type Placed = { labelId: string; geometry: Geometry };

/** Finds, for one thing, those of the same label whose extent along the first axis meets its own. */
export function indexPlaced(found: readonly Placed[]) {
  const byLabel = groupByLabel(found);
  return function* nearby({ labelId, geometry }: Placed): Generator<Candidate> {
    const candidates = byLabel.get(labelId);
    if (candidates) yield* near(candidates, geometry);
  };
}

type Candidate = { index: number; geometry: Geometry; start: number; end: number };
/** By their start along the first axis. `longest` is the most that any of them reaches from its start. */
type Candidates = { sorted: Candidate[]; longest: number };

function groupByLabel(found: readonly Placed[]): Map<string, Candidates> {
  const groups = new Map<string, Candidates>();
  found.forEach(({ labelId, geometry }, index) => {
    const group = groups.get(labelId) ?? { sorted: [], longest: 0 };
    const { start, end } = extentOf(geometry);
    group.sorted.push({ index, geometry, start, end });
    group.longest = Math.max(group.longest, end - start);
    groups.set(labelId, group);
  });
  for (const { sorted } of groups.values()) sorted.sort((a, b) => a.start - b.start);
  return groups;
}

/** Those whose extent along the first axis may meet the geometry's. */
function* near({ sorted, longest }: Candidates, geometry: Geometry): Generator<Candidate> {
  const { start, end } = extentOf(geometry);
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.start ?? 0) < start - longest) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < sorted.length; at += 1) {
    const candidate = sorted[at];
    if (!candidate || candidate.start > end) return;
    if (candidate.end >= start) yield candidate;
  }
}

function extentOf(geometry: Geometry): { start: number; end: number } {
  if (geometry.kind === "box") return { start: geometry.x, end: geometry.x + geometry.w };
  if (geometry.kind === "interval") return { start: geometry.start, end: geometry.end };
  return { start: 0, end: 0 };
}
