import { indexCodePoints } from "@/lib/text/code-points";
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
import { isRecord, numberOrText } from "../text/json-records";
import { labelFile } from "../text/label-file";
import {
  carriedAnnotations,
  type ItemWithAnnotations,
  metadataKeyTaken,
  planTexts,
  roleOf,
  streamedFile,
  type TextPlan,
  textMissing,
  walkItems,
} from "../text/text-plan";
import { ANSWERS } from "./detect-prodigy";
import { type ProdigyToken, spanTokens } from "./span-tokens";

export const prodigyCarries: Format["carries"] = {
  geometries: ["interval", "relation", "whole"],
  attributes: true,
  texts: true,
  scores: true,
  groups: true,
  order: true,
  emptyItems: true,
  ids: true,
};

/** Tokens take some twenty times the room of their text; nobody labels a longer text by tokens. */
const MAX_TOKENISED_LENGTH = 1_000_000;

/** Keys that are made of the annotations; metadata may not take their place. */
const RESERVED_KEYS = new Set("id item_name text tokens spans relations accept label".split(" "));

export async function* writeProdigy(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planTexts(source, { options, carries: prodigyCarries });
  yield* plan.issues;
  const issues: Issue[] = [];
  const answers = plan.labels.filter((label) => isAnswerLabel(label, plan));
  const fields = new Map(
    answers.map(({ ref }, i) => [ref, i === 0 ? "user_input" : `user_input_${i + 1}`]),
  );
  const classes = plan.labels.filter((label) => isClassLabel(label, plan));
  const writing: Writing = { plan, issues, fields, classes, classDetails: 0, untokenised: 0 };
  for (const split of plan.splits) {
    const lines = recordLines(walkItems(source, { split, options }), writing);
    yield streamedFile(`${split ?? "data"}.jsonl`, lines);
    yield* issues.splice(0);
  }
  if (writing.classDetails > 0) {
    const message = `${writing.classDetails} classes and answers have a score, attributes or a group, for which Prodigy has no place.`;
    yield { code: "details_not_carried", severity: "info", where: "classes", message };
  }
  if (writing.untokenised > 0) {
    const message = `${writing.untokenised} texts of more than ${MAX_TOKENISED_LENGTH} characters are written without tokens.`;
    yield { code: "tokens_omitted", severity: "info", where: "tokens", message };
  }
  yield labelFile("prodigy", plan.labels, ({ ref, name }) => fields.get(ref) ?? name);
}

type Writing = {
  plan: TextPlan;
  issues: Issue[];
  /** Keys of answers by the ref of their label. */
  fields: ReadonlyMap<string, string>;
  classes: readonly DatasetLabel[];
  /** Classes and answers with something that has no place. */
  classDetails: number;
  /** Texts that are too long for tokens. */
  untokenised: number;
};

function isAnswerLabel({ ref, answer }: DatasetLabel, plan: TextPlan): boolean {
  return answer?.kind === "text" || plan.answerLabels.has(ref);
}

function isClassLabel(label: DatasetLabel, plan: TextPlan): boolean {
  return (
    !isAnswerLabel(label, plan) && (label.geometries?.includes("whole") ?? plan.roles.class > 0)
  );
}

async function* recordLines(
  items: AsyncIterable<ItemWithAnnotations>,
  writing: Writing,
): AsyncGenerator<string> {
  for await (const { item, annotations } of items) {
    if (item.text === undefined) writing.issues.push(textMissing(item, annotations));
    else yield `${JSON.stringify(recordOf(item, annotations, writing))}\n`;
  }
}

function recordOf(
  item: DatasetItem,
  annotations: readonly DatasetAnnotation[],
  writing: Writing,
): Record<string, unknown> {
  const { text = "", sourceId, name } = item;
  const answered = new Set<string>();
  const kept = carriedAnnotations({ item, annotations }, writing, ({ label }, role) => {
    if (role === "class" && writing.fields.has(label)) {
      return ["answer_not_carried", "it has no text"];
    }
    if (role !== "answer") return null;
    if (answered.has(label)) return ["answer_not_carried", "Prodigy has one answer a question"];
    answered.add(label);
    return null;
  });
  const metadata: [string, unknown][] = [];
  const fieldNames = new Set(writing.fields.values());
  for (const [key, value] of Object.entries(item.metadata ?? {})) {
    if (key === "answer" && ANSWERS.has(value)) continue;
    if (!RESERVED_KEYS.has(key) && !fieldNames.has(key)) metadata.push([key, value]);
    else writing.issues.push(metadataKeyTaken(item, key));
  }
  return Object.fromEntries([
    ...(sourceId === undefined ? [] : [["id", numberOrText(sourceId)] as const]),
    ["item_name", name],
    ["text", text],
    ...Object.entries(annotationKeys(text, kept, writing)),
    ["answer", answerOf(item, kept)],
    ...metadata,
  ]);
}

/** What was read as rejected stays so, until somebody works on it. Whatever has labels is accepted: of others they are not taken. */
function answerOf(item: DatasetItem, kept: readonly DatasetAnnotation[]): string {
  if (!item.isSkipped || kept.length > 0) return "accept";
  return item.metadata?.["answer"] === "reject" ? "reject" : "ignore";
}

function annotationKeys(
  text: string,
  kept: readonly DatasetAnnotation[],
  writing: Writing,
): Record<string, unknown> {
  const nameOf = ({ label }: DatasetAnnotation) => writing.plan.labelByRef.get(label)?.name ?? "";
  const placed = kept.flatMap((annotation) => {
    const { geometry } = annotation;
    return geometry.kind === "interval" ? [{ annotation, ...geometry }] : [];
  });
  const hasTokens = text.length <= MAX_TOKENISED_LENGTH;
  const tokens = hasTokens ? spanTokens(indexCodePoints(text), placed) : [];
  if (!hasTokens) writing.untokenised += 1;
  const at = tokenFinder(tokens);
  const spans = placed.map(({ annotation, start, end }) => ({
    start,
    end,
    label: nameOf(annotation),
    ...at(start, end),
    ...details(annotation),
  }));
  const keys: Record<string, unknown> = { ...(hasTokens ? { tokens } : {}), spans };
  const indexOf = new Map(placed.map(({ annotation }, i) => [annotation.ref, i]));
  const relations = kept.flatMap((annotation) => {
    const { geometry } = annotation;
    if (geometry.kind !== "relation") return [];
    const [head = -1, child = -1] = [indexOf.get(geometry.from), indexOf.get(geometry.to)];
    return {
      head: spans[head]?.token_end,
      child: spans[child]?.token_end,
      head_span: bare(spans[head]),
      child_span: bare(spans[child]),
      label: nameOf(annotation),
      // Two spans over the same characters with the same label are told apart by their numbers.
      head_index: head,
      child_index: child,
      ...details(annotation),
    };
  });
  if (writing.plan.roles.relation > 0) keys["relations"] = relations;
  const classes = kept.filter((each) => roleOf(each) === "class");
  if (writing.classes.length > 0) {
    keys["options"] = writing.classes.map(({ name }) => ({ id: name, text: name }));
    keys["accept"] = classes.map(nameOf);
  }
  const answers = kept.filter((each) => roleOf(each) === "answer");
  for (const { label, text: answer } of answers) keys[writing.fields.get(label) ?? ""] = answer;
  for (const each of [...classes, ...answers]) {
    if (Object.keys(details({ ...each, sourceId: "" })).length > 1) writing.classDetails += 1;
  }
  return keys;
}

/** Keys that Prodigy does not know, and keeps. */
function details(annotation: DatasetAnnotation): Record<string, unknown> {
  const { sourceId, score, attributes, groupId, extra } = annotation;
  const foreign = isRecord(extra?.["prodigy"]) ? extra["prodigy"] : {};
  return {
    ...foreign,
    ...(sourceId === undefined ? {} : { id: numberOrText(sourceId) }),
    ...(score === null ? {} : { score }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(groupId === null ? {} : { group: groupId }),
  };
}

type WrittenSpan = {
  start: number;
  end: number;
  label: string;
  token_start?: number;
  token_end?: number;
};

function bare(span: WrittenSpan | undefined): WrittenSpan | undefined {
  if (!span) return undefined;
  const { start, end, label, token_start: first, token_end: last } = span;
  return {
    start,
    end,
    label,
    ...(first === undefined ? {} : { token_start: first }),
    ...(last === undefined ? {} : { token_end: last }),
  };
}

/** Numbers of the first and the last token of a span; none where a span has no characters. */
function tokenFinder(tokens: readonly ProdigyToken[]) {
  const byStart = new Map(tokens.map(({ start, id }) => [start, id]));
  const byEnd = new Map(tokens.map(({ end, id }) => [end, id]));
  return (start: number, end: number): { token_start?: number; token_end?: number } => {
    const [first, last] = [byStart.get(start), byEnd.get(end)];
    if (start === end || first === undefined || last === undefined) return {};
    return { token_start: first, token_end: last };
  };
}
