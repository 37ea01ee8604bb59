import type { AttributeValue } from "@/lib/annotation/annotation";
import type { DatasetAnnotation, DatasetSource, Issue, OutFile, WriteOptions } from "../../format";
import { csvRow } from "../../table/csv";
import { attributeText, plainCell } from "../attribute-text";
import {
  besides,
  encoded,
  mediaFiles,
  planRecordings,
  type RecordingPlan,
  recordingsOf,
} from "../plan-recordings";
import { splitFolder } from "../recording-index";
import { isTimed, type Region, speakerOf } from "../region";
import { decimalText } from "../time-text";
import { attributeColumn, type ColumnMeaning, columnName, isOwnColumn } from "./columns";

const ALWAYS = ["file", "start", "end", "label", "text"] as const satisfies ColumnMeaning[];

/** Which columns there are is known after the first walk. */
type Layout = {
  columns: readonly ColumnMeaning[];
  attributes: readonly string[];
  others: readonly string[];
};

/** `regions.csv`: a row a region, and one for each recording with nothing on it. */
export async function* writeRegionTable(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const used = createUsedColumns();
  const plan = await planRecordings(source, options, used.see);
  yield* plan.issues;
  const issues: Issue[] = [];
  const layout = used.layout(options);
  const text = tableText({ source, options, plan, layout, issues });
  const content = { kind: "stream", stream: encoded(text) } as const;
  yield { path: "regions.csv", content, stored: false };
  yield* issues;
  yield* besides("region-table", { plan, options });
  for (const split of plan.splits.keys()) yield* mediaFiles({ source, plan, options, split });
}

function createUsedColumns() {
  const columns = new Set<ColumnMeaning>(ALWAYS);
  const attributes = new Set<string>();
  const others = new Set<string>();
  return {
    see({ attributes: values, extra = {}, score, groupId, sourceId }: DatasetAnnotation): void {
      if (score !== null) columns.add("score");
      if (groupId !== null) columns.add("group");
      if (sourceId !== undefined) columns.add("id");
      if (typeof extra["lowHz"] === "number") columns.add("lowHz");
      if (typeof extra["highHz"] === "number") columns.add("highHz");
      for (const name of Object.keys(values)) {
        if (name === "speaker" || name === "channel") columns.add(name);
        else attributes.add(name);
      }
      for (const name of Object.keys(otherCells(extra))) others.add(name);
    },
    layout: ({ splits }: WriteOptions): Layout => {
      if (splits.length > 0) columns.add("split");
      const inOrder: ColumnMeaning[] = [
        ...(["file", "split", "start", "end", "label", "text", "speaker", "channel"] as const),
        ...(["lowHz", "highHz", "score", "group", "id"] as const),
      ];
      return {
        columns: inOrder.filter((column) => columns.has(column)),
        attributes: [...attributes].sort(),
        others: [...others].sort(),
      };
    },
  };
}

/** Columns of a table that was read, which had no meaning to us. */
function otherCells(extra: NonNullable<Region["extra"]>): Record<string, string> {
  const cells = extra["table"];
  if (typeof cells !== "object" || cells === null || Array.isArray(cells)) return {};
  return Object.fromEntries(
    Object.entries(cells).flatMap(([name, value]) =>
      typeof value === "string" && !isOwnColumn(name) ? [[name, value]] : [],
    ),
  );
}

async function* tableText(of: {
  source: DatasetSource;
  options: WriteOptions;
  plan: RecordingPlan;
  layout: Layout;
  issues: Issue[];
}): AsyncGenerator<string> {
  const { plan, layout } = of;
  yield csvRow([
    ...layout.columns.map(columnName),
    ...layout.attributes.map(attributeColumn),
    ...layout.others,
  ]);
  for (const split of plan.splits.keys()) {
    const request = { ...of, split, formatName: "the table", hasWholes: true };
    for await (const { name, regions } of recordingsOf(request)) {
      const place = { file: `${splitFolder(split)}/${name}`, split: split ?? "" };
      if (regions.length === 0) yield rowText(place, null, layout);
      for (const region of regions) {
        const speaker = speakerOf(region, { name, issues: of.issues });
        const cells = { ...place, ...regionCells(region), speaker: cellOf(speaker, plainCell) };
        yield rowText(cells, region, layout);
      }
    }
  }
}

type Cells = Partial<Record<ColumnMeaning, string | null>>;

function rowText(cells: Cells, region: Region | null, layout: Layout): string {
  const others = otherCells(region?.extra ?? {});
  const attribute = (name: string): AttributeValue | undefined =>
    region !== null && Object.hasOwn(region.attributes, name) ? region.attributes[name] : undefined;
  return csvRow([
    ...layout.columns.map((column) => cells[column] ?? null),
    ...layout.attributes.map((name) => cellOf(attribute(name), attributeText)),
    ...layout.others.map((name) => (Object.hasOwn(others, name) ? (others[name] ?? null) : null)),
  ]);
}

function regionCells(region: Region): Cells {
  const { label, text, score, groupId, sourceId, attributes, extra } = region;
  const times = isTimed(region) ? region.geometry : null;
  return {
    start: times && decimalText(times.start),
    end: times && decimalText(times.end),
    label,
    text: text ?? null,
    channel: cellOf(attributes["channel"], attributeText),
    lowHz: numberCell(extra?.["lowHz"]),
    highHz: numberCell(extra?.["highHz"]),
    score: numberCell(score),
    group: groupId,
    id: sourceId ?? null,
  };
}

function cellOf<T>(value: T | undefined, text: (value: T) => string): string | null {
  return value === undefined ? null : text(value);
}

function numberCell(value: unknown): string | null {
  return typeof value === "number" ? String(value) : null;
}
