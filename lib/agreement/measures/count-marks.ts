import type { GeometryKind } from "@/lib/geometry/geometry";
import type { Mark } from "../measure";
import { type LabelTallies, tallyOf } from "../tally";

/** How many things of a kind each side has, by label. Nothing is shared yet. */
export function countMarks(
  first: readonly Mark[],
  second: readonly Mark[],
  kind: GeometryKind,
): LabelTallies {
  const tallies: LabelTallies = new Map();
  for (const { labelId, geometry } of first) {
    if (geometry.kind === kind) tallyOf(tallies, labelId).first += 1;
  }
  for (const { labelId, geometry } of second) {
    if (geometry.kind === kind) tallyOf(tallies, labelId).second += 1;
  }
  return tallies;
}
