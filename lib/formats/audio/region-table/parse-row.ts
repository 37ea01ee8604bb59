import { parseAttribute, parsePlainCell } from "../attribute-text";
import { namedRegion, type Region, type Report, timedRegion } from "../region";
import { decimalText, endAfter, parseSeconds } from "../time-text";
import type { ColumnMeaning, Columns } from "./columns";

export type TableRow = {
  where: string;
  cells: readonly string[];
  columns: Columns;
  split: string;
  /** Raven's number of the selection, which is repeated for each view; null elsewhere. */
  selection: string | null;
};

/** Null for a row that only names a recording, and for one that makes no sense, which is reported. */
export function regionOfRow({ cells, columns }: TableRow, report: Report): Region | null {
  const cell = (meaning: ColumnMeaning): string => cells[columns.at[meaning] ?? -1] ?? "";
  const number = (meaning: ColumnMeaning): number | null => {
    const text = cell(meaning);
    if (text.trim() === "") return null;
    const { seconds, hasComma } = parseSeconds(text);
    if (!Number.isFinite(seconds)) {
      report("warning", "bad_value", `"${text.slice(0, 40)}" is no number for ${meaning}.`);
      return null;
    }
    if (hasComma) report("info", "comma_decimal", `"${text}" has a decimal comma.`);
    return seconds;
  };
  const [start, end] = [cell("start").trim(), cell("end").trim()];
  const isPlaced = start !== "" || end !== "" || cell("duration").trim() !== "";
  const label = cell("label");
  const text = cell("text");
  if (!isPlaced && label.trim() === "" && text === "") return null;
  const named = {
    ...{ label, text, score: scoreOf(number("score"), report), groupId: cell("group") || null },
    ...{ sourceId: cell("id"), attributes: attributesOf(cells, { columns, cell }) },
    extra: extraOf(cells, { columns, low: number("lowHz"), high: number("highHz") }),
  };
  if (!isPlaced) return { ...namedRegion(named, report), geometry: { kind: "whole" } };
  const from = number("start") ?? Number.NaN;
  const duration = end === "" ? number("duration") : null;
  const to =
    duration === null || !Number.isFinite(from)
      ? (number("end") ?? Number.NaN)
      : endAfter(decimalText(from), decimalText(duration));
  return timedRegion({ ...named, start: from, end: to }, report);
}

function attributesOf(
  cells: readonly string[],
  { columns, cell }: { columns: Columns; cell: (meaning: ColumnMeaning) => string },
): Region["attributes"] {
  const found: [string, Region["attributes"][string]][] = [];
  const speaker = cell("speaker");
  if (speaker !== "") found.push(["speaker", parsePlainCell(speaker)]);
  const channel = cell("channel");
  if (channel !== "") {
    const value = parseAttribute(channel);
    found.push(["channel", columns.isRaven && typeof value === "number" ? value - 1 : value]);
  }
  for (const { name, at } of columns.attributes) {
    const text = cells[at] ?? "";
    if (text !== "") found.push([name, parseAttribute(text)]);
  }
  // Names such as "__proto__" become plain keys this way.
  return Object.fromEntries(found);
}

function extraOf(
  cells: readonly string[],
  of: { columns: Columns; low: number | null; high: number | null },
): NonNullable<Region["extra"]> {
  const others = of.columns.others.flatMap(({ name, at }): [string, string][] => {
    const text = cells[at] ?? "";
    return text === "" ? [] : [[name, text]];
  });
  return {
    ...(of.low === null ? {} : { lowHz: of.low }),
    ...(of.high === null ? {} : { highHz: of.high }),
    ...(others.length === 0 ? {} : { table: Object.fromEntries(others) }),
  };
}

function scoreOf(value: number | null, report: Report): number | null {
  if (value === null || (value >= 0 && value <= 1)) return value;
  report("warning", "bad_score", `The score ${value} is not in 0 … 1: not carried.`);
  return null;
}
