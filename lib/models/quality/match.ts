import { boxIou } from "@/lib/geometry/box";
import type { Geometry } from "@/lib/geometry/geometry";
import { overlapLength } from "@/lib/geometry/interval";

/** Two things of one label that share so much are taken for the same. */
export const MATCH_IOU = 0.5;

/** Something on an item, by a model (`score`) or by a person. */
export type Placed = { labelId: string; geometry: Geometry };
export type Scored = Placed & { score: number };

/**
 * Intersection over union of two geometries of one kind, 0 to 1: of areas for boxes, of lengths for intervals.
 * Two statements about the whole item say the same thing of the same place: 1. Kinds that differ have 0.
 */
export function geometryIou(a: Geometry, b: Geometry): number {
  if (a.kind === "box" && b.kind === "box") return boxIou(a, b);
  if (a.kind === "interval" && b.kind === "interval") {
    const shared = overlapLength(a, b);
    const together = a.end - a.start + (b.end - b.start) - shared;
    // Of no length: they are the same point or have nothing in common.
    if (together <= 0) return a.start === b.start ? 1 : 0;
    return shared / together;
  }
  return a.kind === "whole" && b.kind === "whole" ? 1 : 0;
}

/**
 * Which of the suggestions meet what people left on the item. Greedy, as COCO and Pascal VOC do it: the surest
 * first, each takes the free thing of its label that it overlaps most, at `MATCH_IOU` or more. So whether one
 * is met never depends on less sure ones: one pass answers for every threshold.
 *
 * @returns for each suggestion the index of what it met, or -1
 */
export function matchSuggestions(suggestions: readonly Scored[], found: readonly Placed[]) {
  const met = new Int32Array(suggestions.length).fill(-1);
  const isTaken = new Uint8Array(found.length);
  const nearby = indexPlaced(found);
  for (const index of byScore(suggestions)) {
    const suggestion = suggestions[index];
    if (!suggestion) continue;
    let best = -1;
    let bestIou = 0;
    for (const candidate of nearby(suggestion)) {
      if (isTaken[candidate.index] === 1) continue;
      const iou = geometryIou(suggestion.geometry, candidate.geometry);
      if (iou >= MATCH_IOU && iou > bestIou) {
        best = candidate.index;
        bestIou = iou;
      }
    }
    if (best < 0) continue;
    isTaken[best] = 1;
    met[index] = best;
  }
  return met;
}

/** Indices, the surest first; of equals the earlier. */
function byScore(suggestions: readonly Scored[]): number[] {
  const order = suggestions.map((_, index) => index);
  const scoreOf = (index: number) => suggestions[index]?.score ?? 0;
  return order.sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
}

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
