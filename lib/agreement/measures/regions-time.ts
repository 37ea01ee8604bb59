import { compareIntervals, type Interval } from "@/lib/geometry/interval";
import type { Mark, PairMeasure } from "../measure";
import { type LabelTallies, tallyOf } from "../tally";

/**
 * Seconds that both give a label, of those that either does: intersection over union of time. Regions of one label
 * that overlap count once. How diarisation is scored, without its collar and with names that are known (NIST,
 * The Rich Transcription 2009 evaluation plan).
 */
export const regionsTime: PairMeasure = {
  id: "regions-time",
  media: ["audio"],
  unit: "seconds",
  isHeadline: false,
  compare(first, second) {
    const tallies: LabelTallies = new Map();
    const ours = timeOf(first);
    const theirs = timeOf(second);
    for (const [labelId, covered] of ours) {
      const tally = tallyOf(tallies, labelId);
      tally.first = lengthOf(covered);
      tally.shared = sharedLength(covered, theirs.get(labelId) ?? []);
    }
    for (const [labelId, covered] of theirs) {
      tallyOf(tallies, labelId).second = lengthOf(covered);
    }
    return tallies;
  },
};

/** Of each label what its regions cover, in order, without overlaps. */
function timeOf(marks: readonly Mark[]): Map<string, Interval[]> {
  const byLabel = new Map<string, Interval[]>();
  for (const { labelId, geometry } of marks) {
    if (geometry.kind !== "interval") continue;
    const list = byLabel.get(labelId) ?? [];
    byLabel.set(labelId, list);
    list.push({ start: geometry.start, end: geometry.end });
  }
  for (const [labelId, list] of byLabel) byLabel.set(labelId, joined(list));
  return byLabel;
}

function joined(intervals: Interval[]): Interval[] {
  const covered: Interval[] = [];
  for (const interval of intervals.sort(compareIntervals)) {
    const last = covered.at(-1);
    if (last && interval.start <= last.end) last.end = Math.max(last.end, interval.end);
    else covered.push({ ...interval });
  }
  return covered;
}

function lengthOf(covered: readonly Interval[]): number {
  return covered.reduce((sum, { start, end }) => sum + end - start, 0);
}

function sharedLength(a: readonly Interval[], b: readonly Interval[]): number {
  let shared = 0;
  let at = 0;
  for (const { start, end } of a) {
    while (at < b.length && (b[at]?.end ?? 0) <= start) at += 1;
    for (let next = at; next < b.length; next += 1) {
      const other = b[next];
      if (!other || other.start >= end) break;
      shared += Math.min(end, other.end) - Math.max(start, other.start);
    }
  }
  return shared;
}
