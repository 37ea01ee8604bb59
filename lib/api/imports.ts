import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import type { DatasetReport } from "@/lib/formats/report";
import { TABLE_FORMATS } from "@/lib/formats/table/table-format";
import { TEXT_ENCODINGS } from "@/lib/text/decode";

export const IMPORT_MODES = ["add", "replace"] as const;
export const IMPORT_STATES = ["submitted", "in_progress"] as const;

const MAX_COLUMNS = 1_000;
const column = z.string().max(10_000);
const columns = z.array(column).max(MAX_COLUMNS);

/** What the columns of a table are. Left out: guessed by their names and first rows. */
export const columnMappingSchema = z.strictObject({
  text: column.nullable().default(null),
  /** The record's own id. */
  id: column.nullable().default(null),
  /** The item's name. */
  name: column.nullable().default(null),
  split: column.nullable().default(null),
  /** Kept beside the text; null: all that is nothing else. */
  metadata: columns.nullable().default(null),
  /** Classes of the whole text. `separator` parts several in one cell. */
  classes: z
    .array(z.strictObject({ column, separator: z.string().max(10).nullable().default(null) }))
    .max(MAX_COLUMNS)
    .default([]),
  /** Texts written about the text. */
  answers: columns.default([]),
});
export type ColumnChoice = z.infer<typeof columnMappingSchema>;

const readingShape = {
  /** Null: by the name of the file. "lines": every line of a text file is a record. */
  format: z.enum(TABLE_FORMATS).nullable().default(null),
  /** Null: detected. */
  encoding: z.enum(TEXT_ENCODINGS).nullable().default(null),
  /** Of csv and tsv; null: detected. */
  delimiter: z.string().length(1).nullable().default(null),
  hasHeader: z.boolean().default(true),
};
/** How a table of texts is read. */
export const tableChoiceSchema = z.strictObject({
  ...readingShape,
  /** Null: guessed as a whole. */
  mapping: columnMappingSchema.nullable().default(null),
});
export type TableChoice = z.infer<typeof tableChoiceSchema>;

/** How a dataset is taken in; the same for the command line. */
export const importOptionsSchema = z.strictObject({
  /** "auto": the format that is surest that the files are its own. */
  format: z.string().min(1).max(64).default("auto"),
  /** Look and report; write nothing. */
  isDryRun: z.boolean().default(true),
  /**
   * "add" keeps what an item has, and what people made of an earlier import; "replace" makes the
   * annotations of each listed item exactly those of the dataset.
   */
  mode: z.enum(IMPORT_MODES).default("add"),
  /** Given to listed items that nobody has worked on yet. Datasets without labels give none. */
  state: z.enum(IMPORT_STATES).default("submitted"),
  /** Names of the dataset's labels → names of the project's, for those that are called differently. */
  labelNames: z.record(z.string(), z.string()).default({}),
  /** For the format "table"; of mere text files only the encoding counts. */
  table: tableChoiceSchema.nullable().default(null),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/** POST /api/v1/projects/:projectId/imports: an upload that is complete, and what to do with it. */
export const importRequestSchema = importOptionsSchema.extend({
  uploadId: idSchema,
  /** Only look when it is a dataset; mere files are taken in. The report says which it was. */
  looksFirst: z.boolean().default(false),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

/** POST /api/v1/projects/:projectId/imports/preview: what an upload that is complete begins with. */
export const previewRequestSchema = z.strictObject({ uploadId: idSchema, ...readingShape });

/** The head of what is to be imported: formats that it may be in, the surest first, and its first rows as a table. */
export const importPreviewSchema = z.object({
  formats: z.array(z.object({ id: z.string(), name: z.string(), why: z.string() })),
  /** Of the first file that is one; null when none is. */
  table: z
    .object({
      path: z.string(),
      format: z.enum(TABLE_FORMATS),
      encoding: z.enum(TEXT_ENCODINGS),
      /** Null for json, jsonl and lines. */
      delimiter: z.string().nullable(),
      columns: z.array(z.string()),
      /** By column, cut to a length that can be shown; null: the record has no such field. */
      rows: z.array(z.array(z.string().nullable())),
      issues: z.array(z.object({ code: z.string(), where: z.string(), message: z.string() })),
      /** Null: no column has texts. */
      mapping: columnMappingSchema.nullable(),
    })
    .nullable(),
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
