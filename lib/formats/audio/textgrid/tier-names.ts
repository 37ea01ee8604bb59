import type { ParsedRecording } from "../read-per-recording";
import { reporter, timedRegion } from "../region";
import type { TextGrid, Tier } from "./parse-textgrid";

/**
 * A tier is a label, or a label of one speaker: `words` or `words@Ana`. What overlaps goes into
 * further tiers: `words (2)`, `words (3)`. A backslash before @ or another backslash in a label
 * takes its meaning away; a name that ends like a lane gets its first lane spelled out:
 * `take (2)` is written `take (2) (1)`.
 */
export function tierName(label: string, speaker: string | undefined, lane: number): string {
  const plain = label.replace(/\\(?=[\\@]|$)|@/g, "\\$&");
  const name = speaker === undefined ? plain : `${plain}@${speaker}`;
  if (lane > 0) return `${name} (${lane + 1})`;
  return / \(\d+\)$/.test(name) ? `${name} (1)` : name;
}

export type TierMeaning = { label: string; speaker?: string };

/** What tiers of these names mean, read in their order. */
export function createTierReader(): (name: string) => TierMeaning {
  const lanesOf = new Map<string, number>();
  return (name) => {
    const lane = /^(.*) \((\d+)\)$/su.exec(name);
    const base = lane?.[1] ?? name;
    const number = Number(lane?.[2] ?? 0);
    const isFirst = number === 1 && / \(\d+\)$/.test(base);
    // A lane stands after the one before it; any other "(2)" belongs to the name.
    const isNext = number > 1 && (lanesOf.get(base) ?? 0) >= number - 1;
    const whole = isFirst || isNext ? base : name;
    lanesOf.set(whole, Math.max(lanesOf.get(whole) ?? 0, isNext ? number : 1));
    return meaningOf(whole);
  };
}

function meaningOf(name: string): TierMeaning {
  const parts = /^((?:[^\\@]|\\[\\@]|\\(?![\\@])){0,1000})@(.*)$/su.exec(name);
  const plain = (text: string) => text.replace(/\\([\\@])/g, "$1");
  if (!parts) return { label: plain(name) };
  return { label: plain(parts[1] ?? ""), speaker: parts[2] ?? "" };
}

/** A mark says what was spoken; of a region without transcript, the name of its label again. */
export function markText(label: string, text: string | undefined): string {
  if (text === undefined) return label;
  return isLabelMark(text, label) ? `\\${text}` : text;
}

function textOfMark(mark: string, label: string): string | undefined {
  if (mark === label) return undefined;
  return isLabelMark(mark, label) ? mark.slice(1) : mark;
}

function isLabelMark(mark: string, label: string): boolean {
  return mark.endsWith(label) && /^\\*$/.test(mark.slice(0, mark.length - label.length));
}

export function regionsOfTiers(grid: TextGrid, where: string): ParsedRecording {
  const parsed: ParsedRecording = { regions: [], issues: [...grid.issues] };
  const labels = new Set<string>();
  const readers = { intervals: createTierReader(), points: createTierReader() };
  const length = grid.xmax > 0 && Number.isFinite(grid.xmax) ? grid.xmax : undefined;
  if (grid.xmin !== 0) {
    const message = `Its times start at ${grid.xmin} and not at 0; they are taken as they are.`;
    reporter(where, parsed.issues)("warning", "time_offset", message);
  }
  for (const tier of grid.tiers) {
    const { label, speaker } = readers[tier.kind](tier.name);
    if (label.trim() !== "") labels.add(label.trim());
    for (const [i, { start, end, text }] of tier.marks.entries()) {
      const report = reporter(`${where}, tier "${tier.name}", ${i + 1}`, parsed.issues);
      if (isGap(tier, text)) continue;
      const said = textOfMark(text, label);
      const region = timedRegion(
        {
          ...{ start, end, label },
          ...(said === undefined ? {} : { text: said }),
          ...(speaker === undefined ? {} : { attributes: { speaker } }),
        },
        report,
      );
      if (!region) continue;
      if (length !== undefined && end > length) {
        report("warning", "past_end", `It ends at ${end}, after the end at ${length}.`);
      }
      parsed.regions.push(region);
    }
  }
  return { ...parsed, labels: [...labels], ...(length === undefined ? {} : { length }) };
}

/** The empty stretches that fill a tier. A point is there for itself, even without a text. */
function isGap({ kind }: Tier, text: string): boolean {
  return kind === "intervals" && text === "";
}
