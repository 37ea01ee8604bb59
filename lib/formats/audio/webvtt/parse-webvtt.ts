import { parseCaption } from "../caption-text";
import type { ParsedRecording } from "../read-per-recording";
import { type Report, reporter, timedRegion } from "../region";
import { splitLines } from "../text-file";
import { parseClock } from "../time-text";
import { parseMarkup } from "./cue-markup";

type Block = { first: number; lines: string[] };

export function looksLikeWebVtt(head: string): boolean {
  return /^WEBVTT(\s|$)/.test(head);
}

export function parseWebVtt(text: string, where: string): ParsedRecording {
  const parsed: ParsedRecording = { regions: [], issues: [] };
  const lost = { notes: 0, tags: 0 };
  const blocks = blocksOf(splitLines(text));
  const header = blocks[0];
  const fileReport = reporter(where, parsed.issues);
  if (header === undefined || !looksLikeWebVtt(header.lines[0] ?? "")) {
    fileReport("error", "bad_header", 'The file does not start with "WEBVTT".');
  } else if (!hasTimes(header)) {
    blocks.shift();
    if (header.lines.join("\n").trim() !== "WEBVTT") {
      fileReport("info", "header_not_carried", "The title or settings of the header are not kept.");
    }
  }
  for (const block of blocks) {
    if (!hasTimes(block)) {
      const report = reporter(`${where}:${block.first}`, parsed.issues);
      if (/^(NOTE|STYLE|REGION)(\s|$)/.test(block.lines[0] ?? "")) lost.notes += 1;
      else report("warning", "bad_row", `"${block.lines[0]?.slice(0, 80)}" is no cue: left out.`);
    } else lost.tags += readCue(block, { parsed, where });
  }
  if (lost.notes > 0) {
    const message = `${lost.notes} notes, styles or regions of the screen are not kept.`;
    fileReport("info", "notes_not_carried", message);
  }
  if (lost.tags > 0) {
    fileReport(
      "info",
      "markup_not_carried",
      `${lost.tags} tags are taken off; their text is kept.`,
    );
  }
  return parsed;
}

/** Blocks stand between blank lines; a second line of times starts a new one too. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const [i, line] of lines.entries()) {
    if (line === "") {
      open = null;
      continue;
    }
    if (open !== null && line.includes("-->") && hasTimes(open)) open = null;
    if (open === null) {
      open = { first: i + 1, lines: [] };
      blocks.push(open);
    }
    open.lines.push(line);
  }
  return blocks;
}

function hasTimes({ lines }: Block): boolean {
  return lines.some((line) => line.includes("-->"));
}

/** Adds the regions of a cue, one for each voice; the number of tags that were taken off. */
function readCue(
  { first, lines }: Block,
  { parsed, where }: { parsed: ParsedRecording; where: string },
): number {
  const at = lines.findIndex((line) => line.includes("-->"));
  const report: Report = reporter(`${where}:${first + at}`, parsed.issues);
  const [, from = "", to = "", settings = ""] =
    /^\s*(\S*)\s*-->\s*(\S*)(.*)$/s.exec(lines[at] ?? "") ?? [];
  const { voices, dropped } = parseMarkup(lines.slice(at + 1).join("\n"));
  const spoken = voices.length > 0 ? voices : [{ speaker: undefined, text: "" }];
  if (at > 1) report("info", "bad_row", `"${lines[0]?.slice(0, 80)}" before the cue is left out.`);
  for (const [i, { speaker, text }] of spoken.entries()) {
    const region = timedRegion(
      {
        ...{ start: parseClock(from), end: parseClock(to), ...parseCaption(text) },
        ...(speaker === undefined ? {} : { attributes: { speaker } }),
        ...(at === 1 && i === 0 ? { sourceId: lines[0] ?? "" } : {}),
        ...(settings.trim() === "" ? {} : { extra: { webvtt: { settings: settings.trim() } } }),
      },
      report,
    );
    if (region) parsed.regions.push(region);
  }
  return dropped;
}
