/**
 * Half-open intervals on one axis, in the medium's own unit: Unicode code points of a text, seconds of a recording.
 * An interval of no length is a point, and lies where its start is.
 */
export type Interval = { start: number; end: number };

/** The interval between two positions in any order. */
export function intervalBetween(a: number, b: number): Interval {
  return { start: Math.min(a, b), end: Math.max(a, b) };
}

export function intervalLength({ start, end }: Interval): number {
  return end - start;
}

/** Do they share more than an end? A point overlaps what it lies inside of. */
export function overlaps(a: Interval, b: Interval): boolean {
  if (a.start === b.start) return true;
  return a.start < b.end && b.start < a.end;
}

/** Length of what both have; 0 when they do not meet. */
export function overlapLength(a: Interval, b: Interval): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

export function containsInterval(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The part inside 0 … length; null when nothing of it is. */
export function clipInterval({ start, end }: Interval, length: number): Interval | null {
  if (end < 0 || start > length) return null;
  const clipped = { start: Math.max(0, start), end: Math.min(length, end) };
  const isCutToNothing = clipped.start >= clipped.end && start !== end;
  return isCutToNothing ? null : clipped;
}

/** Moves by `by`, stopping at 0 and `length`; the length is kept. */
export function moveInterval(interval: Interval, by: number, length: number): Interval {
  const size = intervalLength(interval);
  const start = Math.min(Math.max(0, interval.start + by), Math.max(0, length - size));
  return { start, end: start + size };
}

/** Drags one end to `to`, kept within 0 … length. Crossing the other end turns the interval round. */
export function dragEnd(
  interval: Interval,
  { end, to, length }: { end: "start" | "end"; to: number; length: number },
): Interval {
  const at = Math.min(Math.max(0, to), length);
  return intervalBetween(at, end === "start" ? interval.end : interval.start);
}

/** The candidate nearest to `at`, when it is no farther than `reach`; else `at` itself. Candidates are in ascending order. */
export function snap(at: number, candidates: readonly number[], reach: number): number {
  const next = lowerBound(candidates, at);
  let best = at;
  let distance = reach;
  for (const candidate of [candidates[next - 1], candidates[next]]) {
    if (candidate === undefined || Math.abs(candidate - at) > distance) continue;
    best = candidate;
    distance = Math.abs(candidate - at);
  }
  return best;
}

/** Index of the first element that is not below `value`; the array is in ascending order. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reading order: earlier first, of two that start together the longer (the outer) first. */
export function compareIntervals(a: Interval, b: Interval): number {
  return a.start - b.start || b.end - a.end;
}

/**
 * Lane of each interval (0 is the topmost) so that none overlaps another of its lane, with as few lanes as there are
 * intervals over one point. In the order given by `compareIntervals`; the answer is in the order of `intervals`.
 */
export function assignLanes(intervals: readonly Interval[]): number[] {
  const order = intervals.map((_, index) => index);
  order.sort((a, b) => compareIntervals(at(intervals, a), at(intervals, b)) || a - b);
  const lastOf: Interval[] = [];
  const lanes = new Array<number>(intervals.length).fill(0);
  for (const index of order) {
    const interval = at(intervals, index);
    const free = lastOf.findIndex(
      (last) => last.end <= interval.start && !overlaps(last, interval),
    );
    const lane = free < 0 ? lastOf.length : free;
    lastOf[lane] = interval;
    lanes[index] = lane;
  }
  return lanes;
}

function at(intervals: readonly Interval[], index: number): Interval {
  const found = intervals[index];
  if (!found) throw new RangeError(`There is no interval ${index}.`);
  return found;
}
