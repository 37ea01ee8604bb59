import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import type { DatasetReport } from "@/lib/formats/report";

export const IMPORT_MODES = ["add", "replace"] as const;
export const IMPORT_STATES = ["submitted", "in_progress"] as const;

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
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/** POST /api/v1/projects/:projectId/imports: an upload that is complete, and what to do with it. */
export const importRequestSchema = importOptionsSchema.extend({
  uploadId: idSchema,
  /** Only look when it is a dataset; mere files are taken in. The report says which it was. */
  looksFirst: z.boolean().default(false),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

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
