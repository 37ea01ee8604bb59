import { indexCodePoints } from "@/lib/text/code-points";
import type { DatasetEvent, FileTree, Issue } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { createPacer } from "../pacer";
import { isRecord } from "../text/json-records";
import { readLabelFile } from "../text/label-file";
import { createRecordEvents, recordHead, type TextRecord } from "../text/record-events";
import { findConllFiles } from "./detect-conll";
import { joinTokens, placeTokens, readCommentValue } from "./raw-text";
import {
  type Columns,
  columnsOf,
  isDocumentStart,
  isTokenRange,
  type Sentence,
  sentencesOf,
} from "./sentences";
import { noTagCounts, schemeOf, spansOfTags, type TagCounts } from "./tags";

export async function* readConll(files: FileTree): AsyncIterable<DatasetEvent> {
  const labelFile = await readLabelFile(files);
  if (labelFile && "issue" in labelFile) yield { type: "issue", issue: labelFile.issue };
  const known = labelFile && "labels" in labelFile ? labelFile.labels : [];
  const events = createRecordEvents("conll", known);
  yield* events.start();
  for (const path of await findConllFiles(files)) {
    try {
      yield* fileEvents(files, path, events.of);
    } catch (error) {
      yield { type: "issue", issue: issueFromError(error, path) };
    }
  }
}

/** What one file has shown so far. */
type FileState = {
  path: string;
  columns: Columns;
  counts: TagCounts;
  /** Sentences without a text of their own. */
  joined: number;
  document: number | null;
  number: number;
};

async function* fileEvents(
  files: FileTree,
  path: string,
  eventsOf: (record: TextRecord) => DatasetEvent[],
): AsyncGenerator<DatasetEvent> {
  const columns = (await columnsOf(files, path)) ?? { form: 0, tag: 1 };
  const state: FileState = {
    ...{ path, columns, counts: noTagCounts() },
    ...{ joined: 0, document: null, number: 0 },
  };
  const told: DatasetEvent[] = [];
  const pace = createPacer();
  const sentences = sentencesOf(files, path, {
    onEncoding(encoding) {
      if (encoding === "utf-8") return;
      const message = `It is not UTF-8 and was read as ${encoding}.`;
      told.push(issueEvent("info", "encoding_detected", path, message));
    },
    onMalformed(count) {
      const message = `${count} places are no text and were read as the character U+FFFD.`;
      told.push(issueEvent("warning", "bad_encoding", path, message));
    },
  });
  for await (const sentence of sentences) {
    const pause = pace();
    if (pause) await pause;
    if (isDocumentStart(sentence)) {
      state.document = (state.document ?? 0) + 1;
      sentence.rows.shift();
    }
    const record = textRecord(sentence, state);
    if (record) yield* eventsOf(record);
  }
  yield* told;
  yield* fileIssues(state);
}

function* fileIssues({ path, counts, joined }: FileState): Generator<DatasetEvent> {
  const scheme = schemeOf(counts);
  if (scheme !== "IOB2") yield issueEvent("info", "tag_scheme", path, `Its tags are ${scheme}.`);
  if (scheme !== "IOB1" && counts.insideStarts > 0) {
    const message = `${counts.insideStarts} spans begin with a tag that continues one; each is read as a beginning.`;
    yield issueEvent("warning", "tag_repaired", path, message);
  }
  if (joined > 0) {
    const message = `${joined} sentences have no "# text" that their tokens fit, so the tokens were joined by blanks.`;
    yield issueEvent("info", "text_rebuilt", path, message);
  }
}

/** Comments that are not metadata. */
const OWN_COMMENTS = new Set(["text", "id", "sent_id", "name", "metadata"]);

function textRecord(sentence: Sentence, state: FileState): TextRecord | null {
  const { path, columns } = state;
  const comments = new Map(sentence.comments);
  const issues: Issue[] = [];
  const forms: string[] = [];
  const tags: string[] = [];
  for (const { line, cells } of sentence.rows) {
    if (columns.form === 1 && isTokenRange(cells[0] ?? "")) continue;
    const form = cells[columns.form] ?? "";
    const tag = cells[columns.tag]?.trim();
    if (form === "" || tag === undefined) {
      const message = "A token or its tag is missing: left out.";
      issues.push({ code: "bad_row", severity: "error", where: `${path}, line ${line}`, message });
      continue;
    }
    forms.push(form);
    tags.push(tag);
  }
  const own = comments.get("text");
  if (forms.length === 0 && own === undefined) return null;
  state.number += 1;
  const placed = own === undefined ? null : placeTokens(own, forms);
  if (!placed) state.joined += 1;
  const { text, places } = placed ?? joinTokens(forms);
  const points = indexCodePoints(text);
  const spans = spansOfTags(tags, state.counts).map(({ first, last, label }) => ({
    start: points.toOffset(places[first]?.start ?? 0),
    end: points.toOffset(places[last]?.end ?? 0),
    label,
  }));
  const id = comments.get("id") ?? comments.get("sent_id");
  const name = comments.get("name");
  const head = recordHead({
    path,
    where: `${path}, line ${sentence.line}`,
    number: state.number,
    text,
    itemName: name === undefined ? undefined : readCommentValue(name),
    id: id === undefined ? undefined : readCommentValue(id),
  });
  const nothing = { relations: [], classes: [], answers: [] };
  return { ...head, points, metadata: metadataOf(comments, state), spans, ...nothing, issues };
}

function metadataOf(
  comments: ReadonlyMap<string, string>,
  { document }: FileState,
): Record<string, unknown> {
  const others = [...comments].filter(([key]) => !OWN_COMMENTS.has(key));
  return {
    ...(document === null ? {} : { document }),
    ...parsedMetadata(comments.get("metadata")),
    ...Object.fromEntries(others),
  };
}

function parsedMetadata(value: string | undefined): Record<string, unknown> {
  if (value === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Somebody else's comment of this name.
  }
  return { metadata: value };
}
