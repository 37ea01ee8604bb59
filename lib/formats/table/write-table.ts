import type {
  DatasetAnnotation,
  DatasetItem,
  DatasetSource,
  Format,
  Issue,
  OutFile,
  WriteOptions,
} from "../format";
import { labelFile } from "../text/label-file";
import {
  carriedAnnotations,
  type ItemWithAnnotations,
  notEncodable,
  planTexts,
  roleOf,
  streamedFile,
  type TextPlan,
  textMissing,
  walkItems,
} from "../text/text-plan";
import { csvRow } from "./csv";

export const ITEMS_FILE = "items.csv";
export const ANNOTATIONS_FILE = "annotations.csv";

export const tableCarries: Format["carries"] = {
  geometries: ["interval", "relation", "whole"],
  attributes: true,
  texts: true,
  scores: true,
  groups: true,
  order: true,
  emptyItems: true,
  ids: true,
};

/** `item` numbers the texts and ties the rows of annotations.csv to them. */
export const ITEM_COLUMNS = ["item", "name", "id", "split", "text", "metadata"] as const;
/** `annotation` numbers the rows; `from` and `to` of a relation are such numbers. */
export const ANNOTATION_COLUMNS = [
  ...(["item", "name", "annotation", "id", "kind", "label", "start", "end", "text"] as const),
  ...(["from", "to", "score", "group", "attributes", "extra"] as const),
] as const;

const ROLES = ["span", "relation", "class", "answer"] as const;

/** What a spreadsheet may take for a formula and carry out. */
const FORMULA = /^[=+\-@\t\r]/;

/** Two tables: the texts, and one row an annotation. RFC 4180, UTF-8 without a byte order mark. */
export async function* writeTable(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planTexts(source, { options, carries: tableCarries });
  yield* plan.issues;
  const writing: Writing = { plan, issues: [], formulas: 0 };
  const items = () => allItems(source, { plan, options });
  yield streamedFile(ITEMS_FILE, itemRows(items(), writing));
  yield* writing.issues.splice(0);
  yield streamedFile(ANNOTATIONS_FILE, annotationRows(items(), writing));
  yield* writing.issues.splice(0);
  if (writing.formulas > 0) {
    const message = `${writing.formulas} texts begin with =, +, - or @. They are written as they are, so that nothing is changed; a spreadsheet may take them for formulas.`;
    yield { code: "formula_cells", severity: "warning", where: ITEMS_FILE, message };
  }
  yield labelFile("table", plan.labels);
}

type Writing = { plan: TextPlan; issues: Issue[]; formulas: number };

async function* allItems(
  source: DatasetSource,
  { plan, options }: { plan: TextPlan; options: WriteOptions },
): AsyncGenerator<ItemWithAnnotations & { number: number }> {
  let number = 0;
  for (const split of plan.splits) {
    for await (const each of walkItems(source, { split, options })) {
      number += 1;
      yield { ...each, number };
    }
  }
}

async function* itemRows(
  items: AsyncIterable<ItemWithAnnotations & { number: number }>,
  writing: Writing,
): AsyncGenerator<string> {
  yield csvRow(ITEM_COLUMNS);
  for await (const { item, annotations, number } of items) {
    const { text, name, sourceId = null, split, metadata } = item;
    if (text === undefined) writing.issues.push(textMissing(item, annotations));
    else if (!text.isWellFormed()) writing.issues.push(notEncodable(item, annotations));
    else {
      if (FORMULA.test(text)) writing.formulas += 1;
      const more = metadata ? JSON.stringify(metadata) : null;
      yield csvRow([number, name, sourceId, split, text, more]);
    }
  }
}

async function* annotationRows(
  items: AsyncIterable<ItemWithAnnotations & { number: number }>,
  writing: Writing,
): AsyncGenerator<string> {
  yield csvRow(ANNOTATION_COLUMNS);
  let annotationNumber = 0;
  for await (const { item, annotations, number } of items) {
    if (!item.text?.isWellFormed()) continue;
    const carried = carriedAnnotations({ item, annotations }, writing, () => null);
    // By kind, so that reading and writing them again gives the same rows.
    const kept = ROLES.flatMap((role) => carried.filter((each) => roleOf(each) === role));
    const numbers = new Map(kept.map(({ ref }) => [ref, ++annotationNumber]));
    let rows = "";
    for (const annotation of kept) {
      rows += annotationRow(annotation, { item, number, numbers, plan: writing.plan });
    }
    if (rows !== "") yield rows;
  }
}

function annotationRow(
  annotation: DatasetAnnotation,
  of: { item: DatasetItem; number: number; numbers: ReadonlyMap<string, number>; plan: TextPlan },
): string {
  const { ref, label, geometry, text = null, attributes, score, groupId, extra } = annotation;
  const [start, end] = geometry.kind === "interval" ? [geometry.start, geometry.end] : [null, null];
  const numberOf = (end: string) => of.numbers.get(end) ?? null;
  const isArc = geometry.kind === "relation";
  return csvRow([
    of.number,
    of.item.name,
    numberOf(ref),
    annotation.sourceId ?? null,
    roleOf(annotation),
    of.plan.labelByRef.get(label)?.name ?? "",
    start,
    end,
    text,
    isArc ? numberOf(geometry.from) : null,
    isArc ? numberOf(geometry.to) : null,
    score,
    groupId,
    Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : null,
    extra ? JSON.stringify(extra) : null,
  ]);
}
