import type { DatasetEvent, FileTree } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { createRecordEvents, recordHead, type TextRecord } from "../text/record-events";
import { type MappedRecord, readRecords, suggestMapping, type TableOptions } from "./records";
import { inspectTable } from "./rows";

/** Tables of anybody's making: one row a text. Without options the columns are guessed. */
export async function* readTable(
  files: FileTree,
  paths: readonly string[],
  given?: TableOptions,
): AsyncGenerator<DatasetEvent> {
  const events = createRecordEvents("table");
  const nameClass = createClassNamer();
  for (const path of paths) {
    try {
      const { rows, columns, ...found } = await inspectTable(files.stream(path), {
        ...given,
        path,
      });
      const mapping = given?.mapping ?? suggestMapping(columns, rows);
      if (!mapping) {
        yield issueEvent("warning", "file_ignored", path, "No column of it has texts.");
        continue;
      }
      if (!given) {
        const message = `Its texts are taken from the column "${mapping.text}".`;
        yield issueEvent("info", "column_guessed", path, message);
      }
      const options = {
        ...{ format: found.format, encoding: found.encoding, mapping, where: path },
        ...(found.csv ? { csv: found.csv } : {}),
        ...(given?.hasHeader === undefined ? {} : { hasHeader: given.hasHeader }),
      };
      for await (const event of readRecords(files.stream(path), options)) {
        if (event.type === "issue") yield event;
        else yield* events.of(textRecord(event.record, path, nameClass));
      }
    } catch (error) {
      yield { type: "issue", issue: issueFromError(error, path) };
    }
  }
}

type ClassNamer = (label: string, question: string) => string;

function textRecord(record: MappedRecord, path: string, nameClass: ClassNamer): TextRecord {
  const { text, id, name, split, metadata, answers } = record;
  const head = recordHead({ ...record, path, text, itemName: name, id });
  const classes = record.classes.map(({ label, question, kind }) => ({
    label: nameClass(label, question),
    answer: { question, kind },
  }));
  const nothing = { spans: [], relations: [], issues: [] };
  return { ...head, split: split ?? head.split, metadata, classes, answers, ...nothing };
}

/** "yes" of a second column is another class than that of the first: it takes the column's name along. */
function createClassNamer(): ClassNamer {
  const questions = new Map<string, string>();
  return (label, question) => {
    const first = questions.get(label) ?? question;
    questions.set(label, first);
    return first === question ? label : `${question}: ${label}`;
  };
}
