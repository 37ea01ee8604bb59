import { attributesSchema } from "@/lib/annotation/annotation";
import type { DatasetEvent, FileTree, Issue } from "../format";
import { issueEvent } from "../issue";
import { folderOf, joinPath, splitFromName } from "../media-index";
import { alignSpan } from "../text/align-span";
import { isRecord } from "../text/json-records";
import { readLabelFile } from "../text/label-file";
import {
  createRecordEvents,
  type Details,
  type RecordAnswer,
  type RecordClass,
  type RecordRelation,
  type RecordSpan,
  recordHead,
  type TextRecord,
} from "../text/record-events";
import { itemOf, OWN_CSV, openAnnotationRows } from "./annotation-rows";
import { readRows, type TableRow } from "./rows";
import { ANNOTATIONS_FILE } from "./write-table";

/** The two tables that `writeTable` makes, as people may have edited them. */
export async function* readOwnTable(
  files: FileTree,
  itemsPath: string,
): AsyncGenerator<DatasetEvent> {
  const labelFile = await readLabelFile(files);
  const known = labelFile && "labels" in labelFile ? labelFile.labels : [];
  const events = createRecordEvents("table", known);
  yield* events.start();
  const path = joinPath(folderOf(itemsPath), ANNOTATIONS_FILE);
  if (!files.has(path)) {
    yield issueEvent("warning", "file_missing", path, "There are texts and no annotations.");
  }
  const annotations = files.has(path) ? await openAnnotationRows(files, { path, itemsPath }) : null;
  for await (const event of readRows(files.stream(itemsPath), { ...OWN_CSV, where: itemsPath })) {
    if (event.type === "issue") yield event;
    if (event.type !== "row") continue;
    const rows = (await annotations?.of(itemOf(event.row))) ?? [];
    yield* events.of(textRecord(event.row, rows, itemsPath));
  }
  for (const { item, where, count } of (await annotations?.left()) ?? []) {
    const message = `${count} annotations are of a text ${item} that is not there.`;
    yield issueEvent("error", "unknown_item", where, message);
  }
  for (const issue of annotations?.issues ?? []) yield { type: "issue", issue };
}

function textRecord(row: TableRow, rows: readonly TableRow[], path: string): TextRecord {
  const { where, number, cells } = row;
  const id = cells["id"] === "" ? undefined : cells["id"];
  const text = cellOf(row, "text");
  const head = recordHead({ path, where, number, text, itemName: cells["name"], id });
  const issues: Issue[] = [];
  const said = readAnnotations(rows, { head, issues });
  const split = splitFromName(cellOf(row, "split"));
  return { ...head, split, metadata: jsonOf(row, "metadata", issues), ...said, issues };
}

function readAnnotations(
  rows: readonly TableRow[],
  { head, issues }: { head: ReturnType<typeof recordHead>; issues: Issue[] },
) {
  const spans: RecordSpan[] = [];
  const relations: RecordRelation[] = [];
  const classes: RecordClass[] = [];
  const answers: RecordAnswer[] = [];
  const spanAt = new Map<string, number>();
  for (const row of rows) {
    const label = cellOf(row, "label");
    const text = cellOf(row, "text");
    const details = detailsOf(row, issues);
    const kind = cellOf(row, "kind");
    if (kind === "class") classes.push({ label, ...details });
    else if (kind === "answer") answers.push({ label, text, ...details });
    else if (kind === "span") {
      spanAt.set(cellOf(row, "annotation"), spans.length);
      spans.push({ ...placeOf(row, { head, text, issues }), label, ...details });
    } else if (kind !== "relation") {
      const message = `It is of a kind "${kind}" that is not known: left out.`;
      issues.push({ code: "bad_record", severity: "error", where: row.where, message });
    }
  }
  for (const row of rows.filter((each) => cellOf(each, "kind") === "relation")) {
    const from = spanAt.get(cellOf(row, "from")) ?? -1;
    const to = spanAt.get(cellOf(row, "to")) ?? -1;
    relations.push({ from, to, label: cellOf(row, "label"), ...detailsOf(row, issues) });
  }
  return { spans, relations, classes, answers };
}

/** Offsets by hand are easily wrong; the text beside them says where the span is. */
function placeOf(
  row: TableRow,
  of: { head: ReturnType<typeof recordHead>; text: string; issues: Issue[] },
): { start: number; end: number } {
  const [start, end] = [numberOf(row, "start"), numberOf(row, "end")];
  if (of.text === "") return { start, end };
  const place = { start, end, surface: of.text };
  const aligned = alignSpan(of.head.points, place, ["code points", "UTF-16 units"]);
  if (aligned?.found === "code points") return { start, end };
  const [code, message] = aligned
    ? ["offset_repaired", `Its offsets ${start} to ${end} were corrected by its text.`]
    : ["surface_mismatch", `Its text "${of.text.slice(0, 60)}" is not at ${start} to ${end}.`];
  of.issues.push({ code, severity: "warning", where: row.where, message });
  return aligned ? { start: aligned.start, end: aligned.end } : { start, end };
}

function detailsOf(row: TableRow, issues: Issue[]): Details {
  const score = numberOf(row, "score");
  const id = cellOf(row, "id");
  const attributes = attributesSchema.safeParse(jsonOf(row, "attributes", issues));
  const extra = jsonOf(row, "extra", issues);
  return {
    attributes: attributes.success ? attributes.data : {},
    score: score >= 0 && score <= 1 ? score : null,
    groupId: cellOf(row, "group") || null,
    ...(id === "" ? {} : { sourceId: id }),
    ...(Object.keys(extra).length > 0 ? { extra: JSON.parse(JSON.stringify(extra)) } : {}),
  };
}

function cellOf({ cells }: TableRow, column: string): string {
  const cell = cells[column];
  return typeof cell === "string" ? cell : "";
}

/** NaN where there is none. */
function numberOf(row: TableRow, column: string): number {
  const cell = cellOf(row, column);
  return cell.trim() === "" ? Number.NaN : Number(cell);
}

function jsonOf(row: TableRow, column: string, issues: Issue[]): Record<string, unknown> {
  const cell = cellOf(row, column);
  if (cell === "") return {};
  try {
    const value: unknown = JSON.parse(cell);
    if (isRecord(value)) return value;
  } catch {
    // Told below: it is no object either way.
  }
  const message = `Its ${column} are no JSON object: left out.`;
  issues.push({ code: "bad_record", severity: "warning", where: row.where, message });
  return {};
}
