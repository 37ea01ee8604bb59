import { z } from "zod";
import { type LabelSweep, sweepLabel } from "@/db/queries/label-sweep";
import { idSchema } from "@/lib/annotation/annotation";
import { defineJob } from "./job";

const payloadSchema = z.strictObject({
  kind: z.enum(["delete", "merge", "restore"]),
  labelId: idSchema,
  deletedAt: z.number(),
  /** What there is to do, for the progress. */
  total: z.number(),
});

/** Deletes, merges or restores the annotations of a label that is on very many. */
export const labelSweepJob = defineJob({
  id: "label",
  payload: payloadSchema,
  async run({ total, ...label }, { app, projectId, userId, signal, progress }) {
    const sweep: LabelSweep = { ...label, projectId, userId };
    const onProgress = (done: number) => progress(done, Math.max(done, total));
    return { changed: await sweepLabel(app.store, sweep, { signal, onProgress }) };
  },
});
