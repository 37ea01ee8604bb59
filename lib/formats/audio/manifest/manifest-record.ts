import { z } from "zod";
import { attributesSchema } from "@/lib/annotation/annotation";
import type { Issue } from "../../format";
import { isTimed, namedRegion, type Region, type Report, timedRegion } from "../region";
import { decimalText, durationBetween, endAfter } from "../time-text";

/** Keys with a meaning here; all others are kept as they are and go out again. */
const OWN_KEYS = new Set([
  ...["audio_filepath", "duration", "text", "offset", "label", "speaker", "channel", "lang"],
  ...["attributes", "low_hz", "high_hz", "score", "group", "id"],
]);
/** Other names for the recording and its words: Hugging Face has the last of each. */
const FILE_KEYS = ["audio_filepath", "audio_file", "file_name"] as const;
const TEXT_KEYS = ["text", "transcript", "transcription"] as const;
const foreignSchema = z.record(z.string(), z.json());

export type ManifestRecord = Readonly<Record<string, unknown>>;

export function fileOfRecord(record: ManifestRecord): string | null {
  for (const key of FILE_KEYS) {
    const value = record[key];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return null;
}

/** The length of the recording, which only a record of the whole of it tells. */
export function lengthOfRecord({ offset, duration }: ManifestRecord): number | null {
  const isWhole = offset === undefined || offset === null;
  return isWhole && isFiniteNumber(duration) && duration >= 0 ? duration : null;
}

/** Null for a record that only names a recording, and for one that makes no sense, which is reported. */
export function regionOfRecord(record: ManifestRecord, report: Report): Region | null {
  const text = TEXT_KEYS.map((key) => record[key]).find((value) => typeof value === "string");
  const label = typeof record["label"] === "string" ? record["label"] : "";
  const { offset, duration, id, group } = record;
  const named = {
    label,
    text: typeof text === "string" ? text : "",
    attributes: attributesOf(record, report),
    score: scoreOf(record["score"], report),
    groupId: typeof group === "string" && group !== "" ? group : null,
    sourceId: typeof id === "string" || typeof id === "number" ? String(id) : "",
    extra: extraOf(record),
  };
  if (offset === undefined || offset === null) {
    if (label.trim() === "" && named.text === "") return null;
    return { ...namedRegion(named, report), geometry: { kind: "whole" } };
  }
  return timedRegion({ ...named, ...placeOf(offset, duration) }, report);
}

function placeOf(offset: unknown, duration: unknown): { start: number; end: number } {
  if (!isFiniteNumber(offset) || !isFiniteNumber(duration)) {
    return { start: Number.NaN, end: Number.NaN };
  }
  return { start: offset, end: endAfter(decimalText(offset), decimalText(duration)) };
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function attributesOf(record: ManifestRecord, report: Report): Region["attributes"] {
  const { speaker, channel, lang, attributes } = record;
  const own = {
    ...(typeof speaker === "string" || typeof speaker === "number"
      ? { speaker: String(speaker) }
      : {}),
    ...(typeof channel === "number" ? { channel } : {}),
    ...(typeof lang === "string" ? { lang } : {}),
  };
  if (attributes === undefined || attributes === null) return own;
  const parsed = attributesSchema.safeParse(attributes);
  if (parsed.success) return { ...own, ...parsed.data };
  report(
    "warning",
    "bad_value",
    "Its attributes are not texts, numbers, yes, no or lists of texts.",
  );
  return own;
}

function scoreOf(value: unknown, report: Report): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  report(
    "warning",
    "bad_score",
    `The score ${JSON.stringify(value)} is not in 0 … 1: not carried.`,
  );
  return null;
}

function extraOf(record: ManifestRecord): NonNullable<Region["extra"]> {
  const { low_hz: low, high_hz: high } = record;
  const foreign = Object.entries(record).filter(([key]) => !isOwn(key, record));
  const parsed = foreignSchema.safeParse(Object.fromEntries(foreign));
  const hasForeign = parsed.success && foreign.length > 0;
  return {
    ...(typeof low === "number" ? { lowHz: low } : {}),
    ...(typeof high === "number" ? { highHz: high } : {}),
    ...(hasForeign ? { manifest: parsed.data } : {}),
  };
}

/** Other names of our keys are ours when they were what was read. */
function isOwn(key: string, record: ManifestRecord): boolean {
  if (OWN_KEYS.has(key)) return true;
  if (TEXT_KEYS.some((name) => name === key)) return record["text"] === undefined;
  return FILE_KEYS.some((name) => name === key) && record["audio_filepath"] === undefined;
}

/** One line. Without a region it says that nothing is on the recording. */
export function recordText(
  region: Region | null,
  { file, length }: { file: string; length: number | null },
): string {
  if (region === null) {
    return `${JSON.stringify({ audio_filepath: file, ...ofLength(length), text: "" })}\n`;
  }
  const { label, text = "", score, groupId, sourceId, attributes, extra } = region;
  const { speaker, channel, lang, ...others } = attributes;
  const own: Record<string, unknown> = {};
  const rest: Record<string, unknown> = { ...others };
  if (typeof speaker === "string") own["speaker"] = speaker;
  else if (speaker !== undefined) rest["speaker"] = speaker;
  if (typeof channel === "number") own["channel"] = channel;
  else if (channel !== undefined) rest["channel"] = channel;
  if (typeof lang === "string") own["lang"] = lang;
  else if (lang !== undefined) rest["lang"] = lang;
  if (Object.keys(rest).length > 0) own["attributes"] = rest;
  if (typeof extra?.["lowHz"] === "number") own["low_hz"] = extra["lowHz"];
  if (typeof extra?.["highHz"] === "number") own["high_hz"] = extra["highHz"];
  if (score !== null) own["score"] = score;
  if (groupId !== null) own["group"] = groupId;
  if (sourceId !== undefined) own["id"] = sourceId;
  const record = {
    audio_filepath: file,
    ...timesOf(region, length),
    text,
    label,
    ...own,
    ...foreignKeys(extra?.["manifest"]),
  };
  return `${JSON.stringify(record)}\n`;
}

function timesOf(region: Region, length: number | null): Record<string, number> {
  if (!isTimed(region)) return ofLength(length);
  const { start, end } = region.geometry;
  return { offset: start, duration: durationBetween(start, end) };
}

function ofLength(length: number | null): Record<string, number> {
  return length === null ? {} : { duration: length };
}

function foreignKeys(foreign: unknown): Record<string, unknown> {
  if (typeof foreign !== "object" || foreign === null || Array.isArray(foreign)) return {};
  return Object.fromEntries(Object.entries(foreign).filter(([key]) => !OWN_KEYS.has(key)));
}

export function recordIssue(where: string): Issue {
  const message = 'The record does not name a recording ("audio_filepath"): left out.';
  return { code: "bad_record", severity: "error", where, message };
}
