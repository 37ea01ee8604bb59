import type { DatasetEvent, FileTree, Issue } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { isRecord, jsonRecords } from "../text/json-records";
import { readLabelFile } from "../text/label-file";
import {
  createRecordEvents,
  otherKeys,
  type RecordRelation,
  type RecordSpan,
  recordHead,
  type TextRecord,
} from "../text/record-events";
import { findDoccanoFiles, isEntity, isSpanRow, isText, textOf } from "./detect-doccano";
import { type DoccanoSurvey, surveyDoccano } from "./survey-doccano";

/** Everything else of a record is metadata of the item. */
const OWN_KEYS = new Set(
  "id item_name text data label labels entities relations cats trazo_label".split(" "),
);
/** The name of the label of answers that a seq2seq project has no name for. */
const ANSWER_LABEL = "Answer";

export async function* readDoccano(files: FileTree): AsyncIterable<DatasetEvent> {
  const labelFile = await readLabelFile(files);
  if (labelFile && "issue" in labelFile) yield { type: "issue", issue: labelFile.issue };
  const known = labelFile && "labels" in labelFile ? labelFile.labels : [];
  const paths = await findDoccanoFiles(files);
  const reading: Reading = { survey: OWN_SURVEY, answerLabel: null };
  if (known.length === 0) {
    reading.survey = await surveyDoccano(files, paths);
    yield* surveyIssues(reading.survey);
  } else {
    const answers = known.filter(({ label }) => label.answer?.kind === "text");
    reading.answerLabel = answers.map(({ written }) => written);
  }
  const events = createRecordEvents("doccano", known);
  yield* events.start();
  for (const path of paths) {
    try {
      for await (const record of jsonRecords(files, path)) {
        if ("issue" in record) yield { type: "issue", issue: record.issue };
        else {
          const found = textRecord(record.value, { ...record, path, reading });
          if (found) yield* events.of(found);
          else yield issueEvent("error", "bad_record", record.where, "It has no text.");
        }
      }
    } catch (error) {
      yield { type: "issue", issue: issueFromError(error, path) };
    }
  }
}

type Reading = {
  survey: DoccanoSurvey;
  /** Names of the labels of answers, when the label file says them. */
  answerLabel: string[] | null;
};

/** Files written here count code points; which texts are answers is in the label file. */
const OWN_SURVEY: DoccanoSurvey = {
  unit: "code points",
  votes: { codePoints: 0, utf16: 0 },
  strings: "classes",
  isSingle: false,
};

function* surveyIssues({ unit, votes, strings }: DoccanoSurvey): Generator<DatasetEvent> {
  const { codePoints, utf16 } = votes;
  if (codePoints + utf16 > 0) {
    const message =
      `Offsets are read as ${unit}: of the spans beside characters outside the basic plane, ` +
      `${codePoints} fit words when code points are counted, ${utf16} when UTF-16 units are.`;
    const isMixed = Math.min(codePoints, utf16) > 0;
    yield issueEvent(isMixed ? "warning" : "info", "offset_unit", "spans", message);
  }
  if (strings === "answers") {
    const message = "The labels hardly repeat, so they are read as answers written by hand.";
    yield issueEvent("info", "labels_are_answers", "label", message);
  }
}

function textRecord(
  value: unknown,
  of: { path: string; where: string; number: number; reading: Reading },
): TextRecord | null {
  const text = isRecord(value) ? textOf(value) : null;
  if (!isRecord(value) || text === null) return null;
  const head = recordHead({ ...of, text, itemName: value["item_name"], id: value["id"] });
  const issues: Issue[] = [];
  const { spans, indexById } = readSpans(value, { head, of, issues });
  const relations = readRelations(value["relations"], { indexById, where: of.where, issues });
  const { classes, answers } = readStrings(value, of.reading);
  const metadata = otherKeys(value, OWN_KEYS);
  return { ...head, metadata, spans, relations, classes, answers, issues };
}

function readSpans(
  record: Readonly<Record<string, unknown>>,
  {
    head: { points },
    of: { where, reading },
    issues,
  }: {
    head: Pick<TextRecord, "points">;
    of: { where: string; reading: Reading };
    issues: Issue[];
  },
): { spans: RecordSpan[]; indexById: Map<unknown, number> } {
  const { label, labels, entities } = record;
  const isUtf16 = reading.survey.unit === "UTF-16 units";
  // Beyond the end an offset stays as it is, and is refused as one that lies outside.
  const offset = (at: number) =>
    isUtf16 && Number.isInteger(at) && at >= 0 && at <= points.text.length
      ? points.toOffset(at)
      : at;
  const spans: RecordSpan[] = [];
  const indexById = new Map<unknown, number>();
  for (const list of [label ?? labels, entities]) {
    if (list === undefined || list === null || isText(list)) continue;
    if (!Array.isArray(list)) {
      const message = `Its label is neither a list nor a name: ${JSON.stringify(list)}`;
      issues.push({ code: "bad_label", severity: "error", where, message });
      continue;
    }
    for (const [i, each] of list.entries()) {
      if (isSpanRow(each)) {
        spans.push({ start: offset(each[0]), end: offset(each[1]), label: each[2] });
      } else if (isEntity(each)) {
        const { start_offset: start, end_offset: end } = each;
        const id: unknown = "id" in each ? each.id : undefined;
        if (id !== undefined) indexById.set(id, spans.length);
        const sourceId = id === undefined ? {} : { sourceId: String(id) };
        spans.push({ start: offset(start), end: offset(end), label: each.label, ...sourceId });
      } else if (!isText(each)) {
        const message = `Label ${i + 1} is no span and no class: left out.`;
        issues.push({ code: "bad_span", severity: "error", where, message });
      }
    }
  }
  return { spans, indexById };
}

function readRelations(
  list: unknown,
  of: { indexById: Map<unknown, number>; where: string; issues: Issue[] },
): RecordRelation[] {
  if (!Array.isArray(list)) return [];
  const relations: RecordRelation[] = [];
  for (const [i, each] of list.entries()) {
    const { from_id: from, to_id: to, type, id } = isRecord(each) ? each : {};
    if (!isText(type)) {
      const message = `Relation ${i + 1} has no type: left out.`;
      of.issues.push({ code: "bad_relation", severity: "error", where: of.where, message });
      continue;
    }
    const sourceId = id === undefined ? {} : { sourceId: String(id) };
    relations.push({
      from: of.indexById.get(from) ?? -1,
      to: of.indexById.get(to) ?? -1,
      label: type,
      ...sourceId,
    });
  }
  return relations;
}

function readStrings(
  record: Readonly<Record<string, unknown>>,
  { survey, answerLabel }: Reading,
): Pick<TextRecord, "classes" | "answers"> {
  const { label, labels, cats } = record;
  const list = label ?? labels;
  const texts = (Array.isArray(list) ? list : [list]).filter(isText);
  const more = (Array.isArray(cats) ? cats : []).filter(isText);
  // In a file with answers `label` has them alone; classes beside spans are in `cats`.
  const answer = survey.strings === "answers" ? ANSWER_LABEL : onlyAnswer(record, answerLabel);
  const kind = survey.isSingle ? { answer: { question: "", kind: "one" as const } } : {};
  const classes = (answer === null ? [...texts, ...more] : more).map((name) => ({
    label: name,
    ...kind,
  }));
  const answers = answer === null ? [] : texts.map((text) => ({ label: answer, text }));
  return { classes, answers };
}

/** Our own seq2seq records name their label, because a label of the same name may be a class elsewhere. */
function onlyAnswer(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[] | null,
): string | null {
  const name = record["trazo_label"];
  return isText(name) && names?.includes(name) ? name : null;
}
