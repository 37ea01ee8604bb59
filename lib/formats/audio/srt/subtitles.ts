import type { Issue } from "../../format";
import { captionText, joinLines, parseCaption } from "../caption-text";
import { cuesOf } from "../cue-times";
import type { TimedRecording } from "../plan-recordings";
import type { ParsedRecording } from "../read-per-recording";
import { reporter, speakerOf, timedRegion } from "../region";
import { splitLines } from "../text-file";
import { clockText, parseClock } from "../time-text";

const TIMING = /^\s*(\S+)\s*-->\s*(\S+)(.*)$/s;
const NUMBER = /^\s*\d+\s*$/;

export function looksLikeSubtitles(head: string): boolean {
  const lines = splitLines(head).filter((line) => line.trim() !== "");
  const timing = TIMING.exec((NUMBER.test(lines[0] ?? "") ? lines[1] : lines[0]) ?? "");
  return timing !== null && Number.isFinite(parseClock(timing[1] ?? ""));
}

/**
 * A subtitle reaches from its line of times to the next one, less the number before that: files
 * with blank lines inside of a text, or without numbers, are read too.
 */
export function parseSubtitles(text: string, where: string): ParsedRecording {
  const parsed: ParsedRecording = { regions: [], issues: [] };
  const lines = splitLines(text);
  const timings = lines.flatMap((line, i) => (TIMING.test(line) ? [i] : []));
  const stray = lines.slice(0, timings[0] ?? lines.length).filter((line) => line.trim() !== "");
  if (
    stray.length > 0 &&
    !(timings.length > 0 && stray.length === 1 && NUMBER.test(stray[0] ?? ""))
  ) {
    const message = `"${stray[0]?.slice(0, 80)}" stands before the first subtitle: left out.`;
    reporter(`${where}:1`, parsed.issues)("warning", "bad_row", message);
  }
  for (const [k, at] of timings.entries()) {
    const report = reporter(`${where}:${at + 1}`, parsed.issues);
    const [, from = "", to = "", rest = ""] = TIMING.exec(lines[at] ?? "") ?? [];
    if (rest.trim() !== "") {
      report("info", "settings_not_carried", `"${rest.trim().slice(0, 80)}" is not carried.`);
    }
    const caption = plainText(textLines(lines, at, timings[k + 1]).join("\n"));
    const { label, speaker, text: said } = parseCaption(caption);
    const region = timedRegion(
      {
        ...{ start: parseClock(from), end: parseClock(to), label },
        ...(said === undefined ? {} : { text: said }),
        ...(speaker === undefined ? {} : { attributes: { speaker } }),
      },
      report,
    );
    if (region) parsed.regions.push(region);
  }
  return parsed;
}

/** The lines after a line of times, without the number and the blank lines before the next one. */
function textLines(lines: readonly string[], at: number, next: number | undefined): string[] {
  const own = lines.slice(at + 1, next);
  const before = own.length > 1 ? own.at(-2) : "";
  if (next !== undefined && NUMBER.test(own.at(-1) ?? "") && before?.trim() === "") own.pop();
  while (own.length > 0 && own.at(-1)?.trim() === "") own.pop();
  return own;
}

export function subtitlesText({ name, regions }: TimedRecording, issues: Issue[]): string {
  const cues = cuesOf(regions, { name, formatName: "SRT", issues });
  const blocks = cues.map(({ region, startMs, endMs }, i) => {
    const { label, text } = region;
    const speaker = speakerOf(region, { name, issues });
    const caption = captionText({
      label,
      ...(speaker === undefined ? {} : { speaker }),
      ...(text === undefined ? {} : { text }),
    });
    const times = `${clockText(startMs, ",")} --> ${clockText(endMs, ",")}`;
    return `${i + 1}\n${times}\n${joinLines(guarded(caption), "\\N")}\n`;
  });
  return blocks.join("\n");
}

/**
 * `\N` is a line end where a plain one cannot stand (some players know it), `\R` a carriage return
 * and `--\>` an arrow that is not one of times. A doubled backslash before these is a plain one.
 */
function guarded(text: string): string {
  return text
    .replace(/(?<!\\)\\+(?=[NR\n\r])/g, (slashes) => slashes + slashes)
    .replace(/--(\\*)>/g, "--\\$1>")
    .replaceAll("\r", "\\R");
}

function plainText(text: string): string {
  return text
    .replace(/(?<!\\)(\\+)([NR\n])/g, (whole, slashes: string, next: string) => {
      const kept = "\\".repeat(Math.floor(slashes.length / 2));
      if (slashes.length % 2 === 0) return kept + next;
      if (next === "\n") return whole;
      return kept + (next === "N" ? "\n" : "\r");
    })
    .replace(/--\\(\\*)>/g, "--$1>");
}
