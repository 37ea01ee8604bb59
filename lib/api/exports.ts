import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import type { DatasetReport } from "@/lib/formats/report";

export const SPLIT_MODES = ["none", "own", "ratio"] as const;
export type SplitMode = (typeof SPLIT_MODES)[number];

const share = z.number().check(z.gte(0), z.lte(100));

/** POST /api/v1/projects/:projectId/exports: which dataset to make. */
export const exportRequestSchema = z.strictObject({
  format: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Items in these states; submitted and accepted ones are finished work. */
  states: z._default(z.array(z.enum(ITEM_STATES)).check(z.minLength(1)), ["submitted", "accepted"]),
  /** Null: every label. Items without any of them are kept as negatives. */
  labelIds: z._default(
    z.nullable(z.array(idSchema).check(z.minLength(1), z.maxLength(10_000))),
    null,
  ),
  splitMode: z._default(z.enum(SPLIT_MODES), "none"),
  /** Shares of train, val and test for the mode "ratio"; only their relation counts. */
  ratios: z._default(
    z
      .strictObject({ train: share, val: share, test: share })
      .check(
        z.refine(
          (ratios) => ratios.train + ratios.val + ratios.test > 0,
          "one share must be above 0",
        ),
      ),
    { train: 80, val: 10, test: 10 },
  ),
  seed: z._default(z.int().check(z.gte(0), z.lte(0xffffffff)), 1),
  hasMedia: z._default(z.boolean(), false),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** Result of a job "export": what a download will contain, and what will be left out and why. */
export type ExportPreview = {
  report: DatasetReport;
  /** Steps of the whole work, for the progress of the download. */
  steps: number;
  /** When the zip was last asked for, ms since 1970. */
  downloadedAt?: number;
};

export const exportCreatedSchema = z.object({ exportId: idSchema });

export const DOWNLOAD_STATES = ["running", "done", "failed", "cancelled"] as const;
export type DownloadState = (typeof DOWNLOAD_STATES)[number];

/** GET /api/v1/projects/:projectId/exports/:exportId */
export const exportStatusSchema = z.object({
  exportId: idSchema,
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  done: z.number(),
  total: z.number(),
  startedAt: z.nullable(z.number()),
  error: z.nullable(z.string()),
  request: exportRequestSchema,
  report: z.nullable(z.custom<DatasetReport>()),
  /** The last download of this export; null before the first. */
  download: z.nullable(
    z.object({
      state: z.enum(DOWNLOAD_STATES),
      bytes: z.number(),
      done: z.number(),
      total: z.number(),
      startedAt: z.number(),
    }),
  ),
});
export type ExportStatus = z.infer<typeof exportStatusSchema>;
