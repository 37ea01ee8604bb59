import { compareIntervals } from "@/lib/geometry/interval";
import type { Issue } from "../format";
import type { TimedRegion } from "./region";

/** Times of a subtitle, in whole milliseconds. */
export type Cue = { region: TimedRegion; startMs: number; endMs: number };

/** Regions in the order of their rounded times; one issue tells how many were rounded. */
export function cuesOf(
  regions: readonly TimedRegion[],
  { name, formatName, issues }: { name: string; formatName: string; issues: Issue[] },
): Cue[] {
  let rounded = 0;
  let vanished = 0;
  const cues = regions.map((region) => {
    const { start, end } = region.geometry;
    const startMs = Math.round(start * 1000);
    const endMs = Math.round(end * 1000);
    if (startMs / 1000 !== start || endMs / 1000 !== end) rounded += 1;
    if (start < end && startMs === endMs) vanished += 1;
    return { region, startMs, endMs };
  });
  if (rounded > 0) {
    const short = vanished > 0 ? ` ${vanished} of them are so short that they become points.` : "";
    const message = `${rounded} regions are rounded to milliseconds, as ${formatName} has them.${short}`;
    issues.push({ code: "time_rounded", severity: "info", where: name, message });
  }
  const interval = ({ startMs, endMs }: Cue) => ({ start: startMs, end: endMs });
  return cues.sort((a, b) => compareIntervals(interval(a), interval(b)));
}
