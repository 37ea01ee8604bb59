import { countLeft, type LabelSweep, sweepLabel } from "@/db/queries/label-sweep";
import { labelJobPayloadSchema } from "@/lib/api/labels";
import { defineJob } from "./job";

/**
 * Deletes, merges or restores the annotations of a label. The label itself is gone or back when
 * this starts, so it must not stay half done.
 */
export const labelSweepJob = defineJob({
  id: "label",
  payload: labelJobPayloadSchema,
  isTakenUp: true,
  async run({ kind, labelId, deletedAt }, { app, projectId, userId, signal, progress }) {
    const sweep: LabelSweep = { kind, labelId, deletedAt, projectId, userId };
    // Taken up again, this is less than there was.
    const total = await countLeft(app.store, sweep);
    const onProgress = (done: number) => progress(done, Math.max(done, total));
    return { changed: await sweepLabel(app.store, sweep, { signal, onProgress }) };
  },
});
