import type { Issue } from "../../format";
import type { ParsedRecording } from "../read-per-recording";
import { reporter, type TimedRegion, timedRegion } from "../region";
import { splitLines } from "../text-file";
import { decimalText, padDecimals, parseSeconds } from "../time-text";

/** Audacity writes so many; it reads any number. */
const DECIMALS = 6;
const LINES_LOOKED_AT = 20;
const ROW = /^[-+]?\d+([.,]\d*)?\t[-+]?\d+([.,]\d*)?(\t.*)?$/s;
const FREQUENCIES = /^\\\t/;

/** Most of its lines are rows: a broken one does not make it another kind of file. */
export function looksLikeLabelTrack(head: string): boolean {
  const lines = splitLines(head)
    .filter((line) => line !== "")
    .slice(0, LINES_LOOKED_AT);
  const rows = lines.filter((line) => ROW.test(line) || FREQUENCIES.test(line)).length;
  return rows * 2 > lines.length;
}

/** Rows of `start TAB end TAB label`, and after a row perhaps `\ TAB low TAB high` in hertz. */
export function parseLabelTrack(text: string, where: string): ParsedRecording {
  const parsed: ParsedRecording = { regions: [], issues: [] };
  let last: TimedRegion | null = null;
  let commas = 0;
  for (const [i, line] of splitLines(text).entries()) {
    if (line.trim() === "") continue;
    const report = reporter(`${where}:${i + 1}`, parsed.issues);
    const [first = "", second = "", ...rest] = line.split("\t");
    const a = parseSeconds(first);
    const b = parseSeconds(second);
    if (first === "\\") {
      const low = b.seconds;
      const high = parseSeconds(rest[0] ?? "").seconds;
      if (last === null || !Number.isFinite(low) || !Number.isFinite(high)) {
        report("error", "bad_row", "This row of frequencies belongs to no region: left out.");
      } else last.extra = { lowHz: low, highHz: high };
      continue;
    }
    last = null;
    if (!Number.isFinite(a.seconds) || !Number.isFinite(b.seconds)) {
      report("error", "bad_row", `"${line.slice(0, 80)}" is no row of a label track: left out.`);
      continue;
    }
    if (a.hasComma || b.hasComma) commas += 1;
    const named = parseTitle(rest.join("\t"));
    last = timedRegion({ start: a.seconds, end: b.seconds, ...named }, report);
    if (last) parsed.regions.push(last);
  }
  if (commas > 0) {
    const message = `${commas} rows have decimal commas, which are read as points.`;
    reporter(where, parsed.issues)("info", "comma_decimal", message);
  }
  return parsed;
}

export function labelTrackText(
  regions: readonly TimedRegion[],
  { name, issues }: { name: string; issues: Issue[] },
): string {
  const lines: string[] = [];
  for (const region of regions) {
    const { start, end } = region.geometry;
    lines.push([timeText(start), timeText(end), titleText(region)].join("\t"));
    const low = region.extra?.["lowHz"];
    const high = region.extra?.["highHz"];
    if (typeof low === "number" && typeof high === "number") {
      lines.push(["\\", timeText(low), timeText(high)].join("\t"));
    } else if (low !== undefined || high !== undefined) {
      const message = "One end of a frequency range is not known: left out.";
      issues.push({ code: "bad_frequency", severity: "warning", where: name, message });
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

function timeText(seconds: number): string {
  return padDecimals(decimalText(seconds), DECIMALS);
}

/** `label`, or `label: text`. A colon with a blank after it in the label is written `\:`. */
function titleText({ label, text }: TimedRegion): string {
  const name = escaped(label).replace(/:(?= )/g, "\\:");
  return text === undefined ? name : `${name}: ${escaped(text)}`;
}

function parseTitle(title: string): { label: string; text?: string } {
  const colon = /^((?:[^\\:]|\\.|\\$|:(?! )){0,1000}): /su.exec(title);
  if (!colon) return { label: unescaped(title) };
  const label = unescaped(colon[1] ?? "");
  return { label, text: unescaped(title.slice(colon[0].length)) };
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A line has no place for these; a backslash is doubled only where it would be taken for an escape. */
function escaped(text: string): string {
  return text
    .replace(/(?<!\\)\\+(?=[nrt:\n\r\t]|$)/g, (slashes) => slashes + slashes)
    .replace(/[\n\r\t]/g, (character) => ESCAPES[character] ?? "");
}

function unescaped(text: string): string {
  return text.replace(/(?<!\\)(\\+)([nrt:]|$)/g, (_, slashes: string, next: string) => {
    const kept = "\\".repeat(Math.floor(slashes.length / 2));
    if (slashes.length % 2 === 0) return kept + next;
    if (next === ":") return `${kept}:`;
    const plain = Object.entries(ESCAPES).find(([, written]) => written === `\\${next}`)?.[0];
    return kept + (plain ?? `\\${next}`);
  });
}
