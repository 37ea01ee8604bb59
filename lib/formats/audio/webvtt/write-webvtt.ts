import { z } from "zod";
import type { Issue } from "../../format";
import { captionText, joinLines } from "../caption-text";
import { type Cue, cuesOf } from "../cue-times";
import type { TimedRecording } from "../plan-recordings";
import { speakerOf } from "../region";
import { clockText } from "../time-text";
import { escapeSpeaker, escapeText } from "./cue-markup";

const extraSchema = z.object({ settings: z.string() });

export function webVttText({ name, regions }: TimedRecording, issues: Issue[]): string {
  const cues = cuesOf(regions, { name, formatName: "WebVTT", issues });
  const ids = new Set<string>();
  const blocks = cues.map((cue) => cueText(cue, { name, issues, ids }));
  return ["WEBVTT\n", ...blocks].join("\n");
}

function cueText(
  { region, startMs, endMs }: Cue,
  { name, issues, ids }: { name: string; issues: Issue[]; ids: Set<string> },
): string {
  const { label, text, sourceId } = region;
  const speaker = speakerOf(region, { name, issues });
  const caption = captionText({ label, ...(text === undefined ? {} : { text }) });
  const voice = speaker === undefined ? "" : `<v ${escapeSpeaker(speaker)}>`;
  const settings = extraSchema.safeParse(region.extra?.["webvtt"]);
  const times = `${clockText(startMs, ".")} --> ${clockText(endMs, ".")}`;
  const lines = [
    settings.success ? `${times} ${oneLine(settings.data.settings)}` : times,
    voice + joinLines(escapeText(caption), "&#10;"),
  ];
  if (sourceId !== undefined && isId(sourceId) && !ids.has(sourceId)) {
    ids.add(sourceId);
    lines.unshift(sourceId);
  }
  return `${lines.join("\n")}\n`;
}

/** A line of its own before the times, which may not be taken for anything else. */
function isId(text: string): boolean {
  return text !== "" && !/[\n\r]|-->/.test(text) && !/^(NOTE|STYLE|REGION|WEBVTT)(\s|$)/.test(text);
}

function oneLine(text: string): string {
  return text.replace(/(\s|-->)+/g, " ").trim();
}
