import { indexCodePoints } from "@/lib/text/code-points";
import { type Token, tokenise } from "@/lib/text/tokens";
import type {
  DatasetAnnotation,
  DatasetItem,
  DatasetLabel,
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
  leftOut,
  notEncodable,
  planTexts,
  streamedFile,
  type TextPlan,
  textMissing,
  walkItems,
} from "../text/text-plan";
import { commentValue } from "./raw-text";

export const conllCarries: Format["carries"] = {
  geometries: ["interval"],
  attributes: false,
  texts: false,
  scores: false,
  groups: false,
  order: false,
  emptyItems: true,
  ids: true,
};

/** One file a split: a block of comments and tokens for each item. See docs/formats.md. */
export async function* writeConll(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planTexts(source, { options, carries: conllCarries });
  yield* plan.issues;
  const { names, issues } = tagNames(plan.labels);
  for (const split of plan.splits) {
    const blocks = itemBlocks(walkItems(source, { split, options }), { plan, names, issues });
    yield streamedFile(`${split ?? "data"}.conll`, blocks);
    yield* issues.splice(0);
  }
  yield labelFile("conll", plan.labels, ({ ref, name }) => names.get(ref) ?? name);
}

type Writing = { plan: TextPlan; names: ReadonlyMap<string, string>; issues: Issue[] };

/** Names of labels as tags can hold them: without blanks, each once. */
function tagNames(labels: readonly DatasetLabel[]): {
  names: Map<string, string>;
  issues: Issue[];
} {
  const names = new Map<string, string>();
  const taken = new Set(labels.map(({ name }) => name).filter((name) => !/[\s\p{C}]/u.test(name)));
  const issues: Issue[] = [];
  for (const { ref, name, geometries } of labels) {
    if (!/[\s\p{C}]/u.test(name)) {
      names.set(ref, name);
      continue;
    }
    const wanted = name.replace(/[\s\p{C}]+/gu, "_");
    let unique = wanted;
    for (let n = 2; taken.has(unique); n++) unique = `${wanted}_${n}`;
    taken.add(unique);
    names.set(ref, unique);
    if (geometries && !geometries.includes("interval")) continue;
    const message = `Written as "${unique}", because tags have no blanks.`;
    issues.push({ code: "label_name_changed", severity: "info", where: name, message });
  }
  return { names, issues };
}

async function* itemBlocks(
  items: AsyncIterable<ItemWithAnnotations>,
  writing: Writing,
): AsyncGenerator<string> {
  for await (const { item, annotations } of items) {
    if (item.text === undefined) writing.issues.push(textMissing(item, annotations));
    else if (!item.text.isWellFormed()) writing.issues.push(notEncodable(item, annotations));
    else yield blockOf({ item, annotations }, item.text, writing);
  }
}

function blockOf(of: ItemWithAnnotations, text: string, writing: Writing): string {
  const { sourceId, name, metadata } = of.item;
  const kept = carriedAnnotations(of, writing, (_, role) =>
    role === "span" ? null : ["geometry_not_carried", "token lines have tags for spans alone"],
  );
  const lines = [
    ...(sourceId === undefined ? [] : [`# id = ${commentValue(sourceId)}`]),
    `# name = ${commentValue(name)}`,
    ...(metadata ? [`# metadata = ${oneLine(metadata)}`] : []),
    `# text = ${commentValue(text)}`,
  ];
  const tokens = tokenise(text);
  const tags = tagsOf(tokens, kept, { ...writing, item: of.item, text });
  for (const [i, { start, end }] of tokens.entries()) {
    lines.push(`${text.slice(start, end)}\t${tags[i] ?? "O"}`);
  }
  return `${lines.join("\n")}\n\n`;
}

/** JSON escapes line breaks itself, but not these, where some readers end lines. */
function oneLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function tagsOf(
  tokens: readonly Token[],
  spans: readonly DatasetAnnotation[],
  { names, issues, item, text }: Writing & { item: DatasetItem; text: string },
): string[] {
  const points = indexCodePoints(text);
  const byStart = new Map(tokens.map(({ start }, i) => [start, i]));
  const byEnd = new Map(tokens.map(({ end }, i) => [end, i]));
  const tags = new Array<string>(tokens.length).fill("O");
  for (const annotation of spans) {
    const { geometry, label } = annotation;
    if (geometry.kind !== "interval") continue;
    const report = (code: string, why: string) =>
      issues.push(leftOut(code, { item, annotation, why }));
    if (!points.has(geometry.start) || !points.has(geometry.end)) {
      report("span_outside", "it reaches over the end of the text");
      continue;
    }
    const first = byStart.get(points.toIndex(geometry.start));
    const last = byEnd.get(points.toIndex(geometry.end));
    if (first === undefined || last === undefined || last < first) {
      report("span_cuts_token", "it does not begin and end with whole tokens");
      continue;
    }
    if (tags.slice(first, last + 1).some((tag) => tag !== "O")) {
      report("span_overlaps", "it overlaps another one, and a token has one tag");
      continue;
    }
    const name = names.get(label) ?? "";
    tags[first] = `B-${name}`;
    tags.fill(`I-${name}`, first + 1, last + 1);
  }
  return tags;
}
