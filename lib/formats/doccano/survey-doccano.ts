import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import { hasAstral, indexCodePoints } from "@/lib/text/code-points";
import type { FileTree } from "../format";
import { isRecord, jsonRecords } from "../text/json-records";
import { isEntity, isSpanRow, isText, textOf } from "./detect-doccano";

export type OffsetUnit = "code points" | "UTF-16 units";

/** What doccano's records leave open, found out over all files before they are read. */
export type DoccanoSurvey = {
  unit: OffsetUnit;
  /** Spans that speak for each unit; both 0 where there is nothing to tell. */
  votes: { codePoints: number; utf16: number };
  /** A list of texts beside a text: its classes, or answers written by hand? */
  strings: "classes" | "answers";
  /** Never more than one class a text. */
  isSingle: boolean;
};

/** From so many on, a list of texts that hardly repeat is taken for answers. */
const ENOUGH_STRINGS = 20;
const MAX_DISTINCT = 5_000;

/** Reads all files once. Files that break are read as far as they go. */
export async function surveyDoccano(
  files: FileTree,
  paths: readonly string[],
): Promise<DoccanoSurvey> {
  const votes = { codePoints: 0, utf16: 0 };
  const distinct = new Set<string>();
  let strings = 0;
  let most = 0;
  let isLong = false;
  for (const path of paths) {
    try {
      for await (const record of jsonRecords(files, path)) {
        const value = "value" in record ? record.value : null;
        if (!isRecord(value)) continue;
        vote(value, votes);
        const list = value["label"] ?? value["labels"] ?? value["cats"];
        if (!Array.isArray(list)) continue;
        const texts = list.filter(isText);
        most = Math.max(most, texts.length);
        strings += texts.length;
        for (const text of texts) {
          if (text.length > MAX_LABEL_NAME || /[\r\n]/.test(text)) isLong = true;
          if (distinct.size < MAX_DISTINCT) distinct.add(text);
        }
      }
    } catch {
      // Told when the file is read.
    }
  }
  const isVaried = strings >= ENOUGH_STRINGS && distinct.size > strings / 2;
  return {
    unit: votes.utf16 > votes.codePoints ? "UTF-16 units" : "code points",
    votes,
    strings: isLong || isVaried ? "answers" : "classes",
    isSingle: most <= 1,
  };
}

/**
 * doccano stores no surface text, so the words have to tell: in texts with astral characters a span
 * that begins and ends with words in one unit, and cuts them in the other, speaks for the first.
 */
function vote(
  record: Readonly<Record<string, unknown>>,
  votes: { codePoints: number; utf16: number },
): void {
  const text = textOf(record);
  if (text === null || !hasAstral(text)) return;
  const points = indexCodePoints(text);
  for (const [start, end] of spanEnds(record)) {
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start) continue;
    const isUtf16 =
      end <= text.length &&
      points.isBoundary(start) &&
      points.isBoundary(end) &&
      fitsWords(text, start, end);
    const isPoints = points.has(end) && fitsWords(text, points.toIndex(start), points.toIndex(end));
    const isSame = points.has(end) && points.toIndex(end) === end;
    if (isSame || isUtf16 === isPoints) continue;
    if (isUtf16) votes.utf16 += 1;
    else votes.codePoints += 1;
  }
}

function spanEnds(record: Readonly<Record<string, unknown>>): [number, number][] {
  const { label, labels, entities } = record;
  const list = [label, labels, entities].find(Array.isArray) ?? [];
  const ends: [number, number][] = [];
  for (const each of list) {
    if (isSpanRow(each)) ends.push([each[0], each[1]]);
    else if (isEntity(each)) ends.push([each.start_offset, each.end_offset]);
  }
  return ends;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** Neither end is a blank or within a word. Indices are UTF-16. */
function fitsWords(text: string, start: number, end: number): boolean {
  const inside = text.slice(start, end);
  if (inside !== inside.trim()) return false;
  const isCut = (at: number) => WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at));
  return !isCut(start) && !isCut(end);
}
