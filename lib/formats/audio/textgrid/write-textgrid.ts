import { assignLanes } from "@/lib/geometry/interval";
import type { Issue } from "../../format";
import type { TimedRecording } from "../plan-recordings";
import { speakerOf, type TimedRegion } from "../region";
import { decimalText } from "../time-text";
import type { Tier } from "./parse-textgrid";
import { markText, tierName } from "./tier-names";

/** The long form, in UTF-8. Every label has a tier in every file, so that tiers can be compared. */
export function textGridText(
  { item, name, regions }: TimedRecording,
  { labels, issues }: { labels: readonly string[]; issues: Issue[] },
): string {
  const lastEnd = regions.reduce((last, { geometry }) => Math.max(last, geometry.end), 0);
  const xmax = Math.max(item.length ?? 0, lastEnd);
  const byLabel = groupBy(regions, ({ label }) => label);
  const inOrder = [...new Set([...labels, ...byLabel.keys()])];
  const tiers = inOrder.flatMap((label) => {
    const own = byLabel.get(label);
    return own === undefined ? [emptyTier(label)] : tiersOf(own, { label, name, issues });
  });
  return gridText(tiers, xmax);
}

function emptyTier(label: string): Tier {
  return { kind: "intervals", name: tierName(label, undefined, 0), marks: [] };
}

/** Tiers of a label: by speaker, what lasts before points, lane by lane. */
function tiersOf(
  regions: readonly TimedRegion[],
  { label, name, issues }: { label: string; name: string; issues: Issue[] },
): Tier[] {
  const bySpeaker = groupBy(regions, (region) => speakerOf(region, { name, issues }));
  const speakers = [...bySpeaker].sort(([a], [b]) => compareSpeakers(a, b));
  return speakers.flatMap(([speaker, own]) => {
    const lasting = own.filter(({ geometry: { start, end } }) => start < end);
    const points = own.filter(({ geometry: { start, end } }) => start === end);
    return [
      ...lanesOf({ label, speaker, kind: "intervals", regions: lasting }),
      ...lanesOf({ label, speaker, kind: "points", regions: points }),
    ];
  });
}

function lanesOf(of: {
  label: string;
  speaker: string | undefined;
  kind: Tier["kind"];
  regions: readonly TimedRegion[];
}): Tier[] {
  const lanes = assignLanes(of.regions.map(({ geometry }) => geometry));
  const tiers: Tier[] = [];
  for (const [i, { geometry, text }] of of.regions.entries()) {
    const lane = lanes[i] ?? 0;
    const name = tierName(of.label, of.speaker, lane);
    tiers[lane] ??= { kind: of.kind, name, marks: [] };
    const { start, end } = geometry;
    tiers[lane].marks.push({ start, end, text: markText(of.label, text) });
  }
  return tiers;
}

function groupBy<K>(
  regions: readonly TimedRegion[],
  keyOf: (region: TimedRegion) => K,
): Map<K, TimedRegion[]> {
  const groups = new Map<K, TimedRegion[]>();
  for (const region of regions) {
    const key = keyOf(region);
    const group = groups.get(key);
    if (group) group.push(region);
    else groups.set(key, [region]);
  }
  return groups;
}

function compareSpeakers(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return a < b ? -1 : 1;
}

function gridText(tiers: readonly Tier[], xmax: number): string {
  const lines = [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    "",
    "xmin = 0",
    `xmax = ${decimalText(xmax)}`,
    "tiers? <exists>",
    `size = ${tiers.length}`,
    "item []:",
  ];
  for (const [i, tier] of tiers.entries()) {
    lines.push(`    item [${i + 1}]:`);
    for (const line of tierLines(tier, xmax)) lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}

function tierLines(tier: Tier, xmax: number): string[] {
  const isPoints = tier.kind === "points";
  const marks = isPoints ? tier.marks : withoutGaps(tier.marks, xmax);
  const lines = [
    `        class = "${isPoints ? "TextTier" : "IntervalTier"}"`,
    `        name = ${quoted(tier.name)}`,
    "        xmin = 0",
    `        xmax = ${decimalText(xmax)}`,
    `        ${isPoints ? "points" : "intervals"}: size = ${marks.length}`,
  ];
  for (const [i, { start, end, text }] of marks.entries()) {
    if (isPoints) {
      lines.push(`        points [${i + 1}]:`, `            number = ${decimalText(start)}`);
      lines.push(`            mark = ${quoted(text)}`);
    } else {
      lines.push(`        intervals [${i + 1}]:`, `            xmin = ${decimalText(start)}`);
      lines.push(`            xmax = ${decimalText(end)}`, `            text = ${quoted(text)}`);
    }
  }
  return lines;
}

/** Praat wants every tier filled from 0 to its end; what is between the regions is empty. */
function withoutGaps(marks: Tier["marks"], xmax: number): Tier["marks"] {
  const filled: Tier["marks"] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start > at) filled.push({ start: at, end: mark.start, text: "" });
    filled.push(mark);
    at = mark.end;
  }
  if (at < xmax) filled.push({ start: at, end: xmax, text: "" });
  return filled;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
