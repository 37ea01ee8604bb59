import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import type { DatasetReport } from "@/lib/formats/report";
import { TABLE_FORMATS } from "@/lib/formats/table/table-format";
import { TEXT_ENCODINGS } from "@/lib/text/decode";
import { MAX_SUGGESTION_TITLE } from "./suggestion-layers";

export const IMPORT_MODES = ["add", "replace"] as const;
export const IMPORT_TARGETS = ["work", "suggestions"] as const;
export const IMPORT_STATES = ["submitted", "in_progress"] as const;

const MAX_COLUMNS = 1_000;
const column = z.string().check(z.maxLength(10_000));
const columns = z.array(column).check(z.maxLength(MAX_COLUMNS));

/** What the columns of a table are. Left out: guessed by their names and first rows. */
export const columnMappingSchema = z.strictObject({
  text: z._default(z.nullable(column), null),
  /** The record's own id. */
  id: z._default(z.nullable(column), null),
  /** The item's name. */
  name: z._default(z.nullable(column), null),
  split: z._default(z.nullable(column), null),
  /** Kept beside the text; null: all that is nothing else. */
  metadata: z._default(z.nullable(columns), null),
  /** Classes of the whole text. `separator` parts several in one cell. */
  classes: z._default(
    z
      .array(
        z.strictObject({
          column,
          separator: z._default(z.nullable(z.string().check(z.maxLength(10))), null),
        }),
      )
      .check(z.maxLength(MAX_COLUMNS)),
    [],
  ),
  /** Texts written about the text. */
  answers: z._default(columns, []),
});
export type ColumnChoice = z.infer<typeof columnMappingSchema>;

const readingShape = {
  /** Null: by the name of the file. "lines": every line of a text file is a record. */
  format: z._default(z.nullable(z.enum(TABLE_FORMATS)), null),
  /** Null: detected. */
  encoding: z._default(z.nullable(z.enum(TEXT_ENCODINGS)), null),
  /** Of csv and tsv; null: detected. */
  delimiter: z._default(z.nullable(z.string().check(z.length(1))), null),
  hasHeader: z._default(z.boolean(), true),
};
/** How a table of texts is read. */
export const tableChoiceSchema = z.strictObject({
  ...readingShape,
  /** Null: guessed as a whole. */
  mapping: z._default(z.nullable(columnMappingSchema), null),
});
export type TableChoice = z.infer<typeof tableChoiceSchema>;

/** How a dataset is taken in; the same for the command line. */
export const importOptionsSchema = z.strictObject({
  /** "auto": the format that is surest that the files are its own. */
  format: z._default(z.string().check(z.minLength(1), z.maxLength(64)), "auto"),
  /** Look and report; write nothing. */
  isDryRun: z._default(z.boolean(), true),
  /**
   * "work": annotations go onto the items as people's do; "suggestions": into a layer of the import, for people to
   * decide on. What the files themselves call a prediction is a suggestion either way.
   */
  as: z._default(z.enum(IMPORT_TARGETS), "work"),
  /** What the layer of suggestions is called; the same again replaces what is open of it. Null: the name of the file. */
  title: z._default(z.nullable(z.string().check(z.maxLength(MAX_SUGGESTION_TITLE))), null),
  /**
   * "add" keeps what an item has, and what people made of an earlier import; "replace" makes the
   * annotations of each listed item exactly those of the dataset.
   */
  mode: z._default(z.enum(IMPORT_MODES), "add"),
  /** Given to listed items that nobody has worked on yet. Datasets without labels give none. */
  state: z._default(z.enum(IMPORT_STATES), "submitted"),
  /** Names of the dataset's labels → names of the project's, for those that are called differently. */
  labelNames: z._default(z.record(z.string(), z.string()), {}),
  /** For the format "table"; of mere text files only the encoding counts. */
  table: z._default(z.nullable(tableChoiceSchema), null),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/** POST /api/v1/projects/:projectId/imports: an upload that is complete, and what to do with it. */
export const importRequestSchema = z.extend(importOptionsSchema, {
  uploadId: idSchema,
  /** Only look when it is a dataset; mere files are taken in. The report says which it was. */
  looksFirst: z._default(z.boolean(), false),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

/** POST /api/v1/projects/:projectId/imports/preview: what an upload that is complete begins with. */
export const previewRequestSchema = z.strictObject({ uploadId: idSchema, ...readingShape });

/** The head of what is to be imported: formats that it may be in, the surest first, and its first rows as a table. */
export const importPreviewSchema = z.object({
  formats: z.array(z.object({ id: z.string(), name: z.string(), why: z.string() })),
  /** Of the first file that is one; null when none is. */
  table: z.nullable(
    z.object({
      path: z.string(),
      format: z.enum(TABLE_FORMATS),
      encoding: z.enum(TEXT_ENCODINGS),
      /** Null for json, jsonl and lines. */
      delimiter: z.nullable(z.string()),
      columns: z.array(z.string()),
      /** By column, cut to a length that can be shown; null: the record has no such field. */
      rows: z.array(z.array(z.nullable(z.string()))),
      issues: z.array(z.object({ code: z.string(), where: z.string(), message: z.string() })),
      /** Null: no column has texts. */
      mapping: z.nullable(columnMappingSchema),
    }),
  ),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importCreatedSchema = z.object({ jobId: idSchema });

/** What an import did, or, after a dry run, would do. Result of a job "import". */
export type ImportReport = {
  isDryRun: boolean;
  format: { id: string; name: string; why: string };
  items: {
    listed: number;
    added: number;
    /** In the project already: the same bytes, or (without media in the files) the same name. */
    matchedByContent: number;
    matchedByName: number;
    leftOut: number;
  };
  annotations: {
    listed: number;
    added: number;
    /** The item has the same annotation already. */
    alreadyThere: number;
    /** Imported before and changed or deleted by somebody since: left as they are. */
    keptAsEdited: number;
    /** Mode "replace": what the dataset does not have. */
    removed: number;
    leftOut: number;
  };
  /** What went into layers of suggestions. */
  suggestions: {
    listed: number;
    added: number;
    alreadyThere: number;
    /** Accepted or rejected by somebody: left as they are. */
    decided: number;
    /** Open ones of an earlier import of that title, which this one does not have. */
    withdrawn: number;
    leftOut: number;
    /** What the layers are called, the first 50. */
    titles: string[];
  };
  labels: {
    name: string;
    /** "similar": a new label, though one differs by capitals or blanks alone. */
    status: "existing" | "mapped" | "new" | "similar";
    /** The project's label that it is taken for, or is similar to. */
    projectLabel: string | null;
  }[];
  /** What the files say: items and annotations per split and label, and every issue. */
  dataset: DatasetReport;
};
