import { attributesSchema } from "@/lib/annotation/annotation";
import { type CodePoints, hasAstral } from "@/lib/text/code-points";
import type { DatasetEvent, FileTree, Issue } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { alignSpan, fromUtf16, type Offsets } from "../text/align-span";
import { isRecord, jsonRecords } from "../text/json-records";
import { type KnownLabel, readLabelFile } from "../text/label-file";
import {
  createRecordEvents,
  type Details,
  otherKeys,
  type RecordClass,
  type RecordRelation,
  type RecordSpan,
  recordHead,
  type TextRecord,
} from "../text/record-events";
import { findProdigyFiles } from "./detect-prodigy";

const OWN_KEYS = "id item_name text tokens spans relations accept cats label".split(" ");
/** The field of Prodigy's text input, unless a recipe calls it otherwise. */
const ANSWER_FIELD = "user_input";

export async function* readProdigy(files: FileTree): AsyncIterable<DatasetEvent> {
  const labelFile = await readLabelFile(files);
  if (labelFile && "issue" in labelFile) yield { type: "issue", issue: labelFile.issue };
  const known = labelFile && "labels" in labelFile ? labelFile.labels : [];
  const reading = readingOf(known);
  const events = createRecordEvents("prodigy", known);
  yield* events.start();
  for (const path of await findProdigyFiles(files)) {
    let tokens = 0;
    try {
      for await (const record of jsonRecords(files, path)) {
        if ("issue" in record) {
          yield { type: "issue", issue: record.issue };
          continue;
        }
        const found = textRecord(record.value, { ...record, path, reading });
        if (found) yield* events.of(found);
        else yield issueEvent("error", "bad_record", record.where, "It has no text.");
        if (isRecord(record.value) && Array.isArray(record.value["tokens"])) tokens += 1;
      }
    } catch (error) {
      yield { type: "issue", issue: issueFromError(error, path) };
    }
    if (tokens > 0 && known.length === 0) {
      const message = `The tokens of ${tokens} records are not kept; spans keep their characters.`;
      yield issueEvent("info", "tokens_not_kept", path, message);
    }
  }
}

type Reading = {
  /** Fields with answers written by hand. */
  answerFields: readonly string[];
  ownKeys: ReadonlySet<string>;
};

function readingOf(known: readonly KnownLabel[]): Reading {
  const answers = known.filter(({ label }) => label.answer?.kind === "text");
  const answerFields = known.length > 0 ? answers.map(({ written }) => written) : [ANSWER_FIELD];
  // The options of our own files are made of the labels.
  const options = known.length > 0 ? ["options"] : [];
  return { answerFields, ownKeys: new Set([...OWN_KEYS, ...answerFields, ...options]) };
}

function textRecord(
  value: unknown,
  of: { path: string; where: string; number: number; reading: Reading },
): TextRecord | null {
  if (!isRecord(value) || typeof value["text"] !== "string") return null;
  const { text, item_name: itemName, id, answer } = value;
  const head = recordHead({ ...of, text, itemName, id });
  const metadata = otherKeys(value, of.reading.ownKeys);
  // Only what differs says something.
  if (answer === "accept") delete metadata["answer"];
  const nothing = { spans: [], relations: [], classes: [], answers: [] };
  if (answer === "reject" || answer === "ignore") {
    const message =
      answer === "reject"
        ? "It was rejected, so what it suggests is wrong and is not taken."
        : "It was ignored, so nothing is known of it.";
    const code = answer === "reject" ? "rejected" : "ignored";
    const issue: Issue = { code, severity: "info", where: of.where, message };
    return { ...head, ...nothing, metadata, isSkipped: true, issues: [issue] };
  }
  const issues: Issue[] = [];
  const context = { points: head.points, where: of.where, issues };
  const spans = readSpans(value, context);
  return {
    ...head,
    metadata,
    spans,
    relations: readRelations(value, spans, context),
    classes: readClasses(value),
    answers: of.reading.answerFields.flatMap((field) => {
      const answered = value[field];
      return typeof answered === "string" ? { label: labelOfField(field, of), text: answered } : [];
    }),
    issues,
  };
}

/** Our own fields are named in the label file; a stranger's has the name of its field. */
function labelOfField(field: string, { reading }: { reading: Reading }): string {
  return reading.ownKeys.has("options") || field !== ANSWER_FIELD ? field : "Answer";
}

type Context = { points: CodePoints; where: string; issues: Issue[] };
/** A span with what relations find it by. */
type FoundSpan = RecordSpan & { given: Readonly<Record<string, unknown>> };

const SPAN_KEYS = new Set(
  "start end label text id token_start token_end score attributes group".split(" "),
);

function readSpans(
  record: Readonly<Record<string, unknown>>,
  { points, where, issues }: Context,
): FoundSpan[] {
  const list = Array.isArray(record["spans"]) ? record["spans"] : [];
  const unit = unitOf(record, points);
  if (unit === "UTF-16 units") {
    const message = "Its offsets are UTF-16 units, as its tokens show, and were converted.";
    issues.push({ code: "offset_unit", severity: "info", where, message });
  }
  return list.flatMap((given: unknown, i): FoundSpan[] => {
    const report = (code: string, severity: Issue["severity"], message: string) =>
      issues.push({ code, severity, where: `${where}, span ${i + 1}`, message });
    if (!isRecord(given)) {
      report("bad_span", "error", "It is no object: left out.");
      return [];
    }
    const { start, end, label, text } = given;
    if (typeof start !== "number" || typeof end !== "number") {
      report("bad_span", "error", "It has no start and end: left out.");
      return [];
    }
    let place =
      unit === "UTF-16 units" ? (fromUtf16(points, start, end) ?? { start, end }) : { start, end };
    if (typeof text === "string") {
      const aligned = alignSpan(points, { ...place, surface: text }, [
        "code points",
        "UTF-16 units",
      ]);
      if (!aligned) report("surface_mismatch", "warning", `Its text "${text}" stands elsewhere.`);
      else if (aligned.found !== "code points") {
        report("offset_repaired", "info", "Its offsets were corrected by its text.");
        place = aligned;
      }
    }
    const mismatch = tokenMismatch(given, record["tokens"]);
    if (mismatch) report("token_mismatch", "warning", mismatch);
    const name = typeof label === "string" && label !== "" ? label : "span";
    return [{ ...place, label: name, ...detailsOf(given, SPAN_KEYS), given }];
  });
}

/** Code points, unless the texts of the tokens are where UTF-16 units say. */
function unitOf(record: Readonly<Record<string, unknown>>, points: CodePoints): Offsets {
  const { tokens } = record;
  if (!Array.isArray(tokens) || !hasAstral(points.text)) return "code points";
  const fits = { points: 0, utf16: 0 };
  for (const token of tokens) {
    if (!isRecord(token)) continue;
    const { start, end, text } = token;
    if (typeof start !== "number" || typeof end !== "number" || typeof text !== "string") continue;
    if (points.has(start) && points.has(end) && points.slice(start, end) === text) fits.points += 1;
    if (points.text.slice(start, end) === text) fits.utf16 += 1;
  }
  return fits.utf16 > fits.points ? "UTF-16 units" : "code points";
}

/** `token_end` is the last token itself; who writes the one after it is told. */
function tokenMismatch(span: Readonly<Record<string, unknown>>, tokens: unknown): string | null {
  const { start, end, token_start: first, token_end: last } = span;
  if (!Array.isArray(tokens) || typeof first !== "number" || typeof last !== "number") return null;
  const startOf: unknown = tokens[first];
  const endOf: unknown = tokens[last];
  if (isRecord(startOf) && isRecord(endOf) && startOf["start"] === start && endOf["end"] === end) {
    return null;
  }
  const before: unknown = tokens[last - 1];
  const isExclusive = isRecord(before) && before["end"] === end;
  const why = isExclusive ? "token_end is one too far" : "they are other characters";
  return `Its tokens ${first} to ${last} are not its characters (${why}); the characters count.`;
}

function detailsOf(given: Readonly<Record<string, unknown>>, own: ReadonlySet<string>): Details {
  const { score, attributes, group, id } = given;
  const parsed = attributesSchema.safeParse(attributes ?? {});
  const isScore = typeof score === "number" && score >= 0 && score <= 1;
  const foreign = JSON.parse(JSON.stringify(otherKeys(given, own)));
  const isId = typeof id === "string" || typeof id === "number";
  return {
    attributes: parsed.success ? parsed.data : {},
    score: isScore ? score : null,
    groupId: typeof group === "string" && group !== "" ? group : null,
    ...(isId ? { sourceId: String(id) } : {}),
    ...(Object.keys(foreign).length > 0 ? { extra: { prodigy: foreign } } : {}),
  };
}

const RELATION_KEYS = new Set(
  "head child head_span child_span head_index child_index label score attributes group id".split(
    " ",
  ),
);

function readRelations(
  record: Readonly<Record<string, unknown>>,
  spans: readonly FoundSpan[],
  { where, issues }: Context,
): RecordRelation[] {
  const { relations } = record;
  if (!Array.isArray(relations)) return [];
  return relations.flatMap((given: unknown, i): RecordRelation[] => {
    if (!isRecord(given) || typeof given["label"] !== "string") {
      const message = "It has no label: left out.";
      const at = `${where}, relation ${i + 1}`;
      issues.push({ code: "bad_relation", severity: "error", where: at, message });
      return [];
    }
    const { label, head, child } = given;
    const from = endOf(spans, {
      index: given["head_index"],
      span: given["head_span"],
      token: head,
    });
    const to = endOf(spans, {
      index: given["child_index"],
      span: given["child_span"],
      token: child,
    });
    return [{ from, to, label, ...detailsOf(given, RELATION_KEYS) }];
  });
}

/** The span that a relation means: by its number, by its characters and label, or by a token of it. */
function endOf(
  spans: readonly FoundSpan[],
  { index, span, token }: { index: unknown; span: unknown; token: unknown },
): number {
  if (typeof index === "number" && spans[index]) return index;
  if (isRecord(span)) {
    const same = ({ given }: FoundSpan, keys: readonly string[]) =>
      keys.every((key) => given[key] === span[key]);
    const exact = spans.findIndex((each) => same(each, ["start", "end", "label"]));
    if (exact >= 0) return exact;
    return spans.findIndex((each) => same(each, ["start", "end"]));
  }
  return spans.findIndex(
    ({ given }) =>
      Number(given["token_start"]) <= Number(token) && Number(token) <= Number(given["token_end"]),
  );
}

/** `accept` of choices, `label` of a yes or no, `cats` of spaCy. */
function readClasses(record: Readonly<Record<string, unknown>>): RecordClass[] {
  const { accept, label, cats, config, spans } = record;
  if (Array.isArray(accept)) {
    const style = isRecord(config) ? config["choice_style"] : undefined;
    const kind = style === "multiple" ? {} : { answer: { question: "", kind: "one" as const } };
    const names = accept.filter((name) => typeof name === "string" || typeof name === "number");
    return names.map((name) => ({ label: String(name), ...(accept.length > 1 ? {} : kind) }));
  }
  if (isRecord(cats)) {
    return Object.entries(cats).flatMap(([name, value]): RecordClass[] => {
      const share = value === true ? 1 : value;
      if (typeof share !== "number" || !(share >= 0.5)) return [];
      return [{ label: name, score: share < 1 ? share : null }];
    });
  }
  // Beside spans `label` is the label that the spans were asked for.
  return typeof label === "string" && !Array.isArray(spans) ? [{ label }] : [];
}
