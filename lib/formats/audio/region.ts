import type { AttributeValue } from "@/lib/annotation/annotation";
import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import type { IntervalGeometry, WholeGeometry } from "@/lib/geometry/geometry";
import type { DatasetAnnotation, Issue } from "../format";

/** One thing said about a recording, with the name of its label: what all audio formats read and write. */
export type Region = {
  geometry: IntervalGeometry | WholeGeometry;
  label: string;
  /** Never empty: no transcript and an empty one are the same thing. */
  text?: string;
  attributes: Record<string, AttributeValue>;
  score: number | null;
  groupId: string | null;
  sourceId?: string;
  extra?: NonNullable<DatasetAnnotation["extra"]>;
};
export type TimedRegion = Region & { geometry: IntervalGeometry };

/** The label of a transcript in formats that know only words. */
export const SPEECH = "speech";
/** The label of a region of which nothing is said. */
export const UNNAMED = "region";

export type Report = (severity: Issue["severity"], code: string, message: string) => void;

export function reporter(where: string, issues: Issue[]): Report {
  return (severity, code, message) => issues.push({ severity, code, where, message });
}

export function isTimed(region: Region): region is TimedRegion {
  return region.geometry.kind === "interval";
}

/** The speaker as text, which is what all formats have. */
export function speakerOf(
  { attributes: { speaker } }: Region,
  { name, issues }: { name: string; issues: Issue[] },
): string | undefined {
  if (speaker === undefined || typeof speaker === "string") return speaker;
  const message = `The speaker ${JSON.stringify(speaker)} is written as text.`;
  reporter(name, issues)("info", "attribute_changed", message);
  return String(speaker);
}

/** A region as a file gives it, with everything that may be missing. `end` and `start` in seconds. */
export type RawRegion = Partial<Omit<Region, "geometry">> & { start: number; end: number };

/**
 * The region with sane times and names, or null when there is no telling where it is. Everything
 * that is not as it was in the file is reported.
 */
export function timedRegion(raw: RawRegion, report: Report): TimedRegion | null {
  const { start, end, ...rest } = raw;
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    report("error", "bad_time", "A time is not a number of seconds: left out.");
    return null;
  }
  if (end < start) {
    report("error", "region_reversed", `It ends (${end}) before it starts (${start}): left out.`);
    return null;
  }
  if (end < 0) {
    report("error", "region_outside", `It lies before the start, at ${start} … ${end}: left out.`);
    return null;
  }
  if (start < 0) report("warning", "region_clipped", `It starts at ${start}; cut at 0.`);
  // Adding 0 turns the "-0" of some tools into 0.
  const geometry = { kind: "interval", start: Math.max(0, start) + 0, end: end + 0 } as const;
  return { ...namedRegion(rest, report), geometry };
}

/** The parts of a region that are not its place. */
export function namedRegion(
  raw: Partial<Omit<Region, "geometry">>,
  report: Report,
): Omit<Region, "geometry"> {
  const { text, sourceId, extra } = raw;
  const named = nameAndText((raw.label ?? "").trim(), text, report);
  return {
    label: named.label,
    attributes: raw.attributes ?? {},
    score: raw.score ?? null,
    groupId: raw.groupId ?? null,
    ...(named.text === undefined || named.text === "" ? {} : { text: named.text }),
    ...(sourceId === undefined || sourceId === "" ? {} : { sourceId }),
    ...(extra === undefined || Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function nameAndText(label: string, text: string | undefined, report: Report) {
  if (label === "") {
    if (text !== undefined && text !== "") return { label: SPEECH, text };
    report("info", "label_unnamed", `It has neither a label nor a text: labelled "${UNNAMED}".`);
    return { label: UNNAMED, text };
  }
  if (label.length <= MAX_LABEL_NAME) return { label, text };
  const start = label.slice(0, 40);
  if (text === undefined || text === "") {
    report("info", "label_is_text", `"${start}…" is too long for a label: taken as a transcript.`);
    return { label: SPEECH, text: label };
  }
  report("warning", "label_name_changed", `"${start}…" is too long for a label: cut.`);
  return { label: label.slice(0, MAX_LABEL_NAME).toWellFormed().trim(), text };
}
