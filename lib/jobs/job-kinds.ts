import { agreementJob } from "./agreement";
import { autoAcceptJob } from "./auto-accept";
import { consolidateJob } from "./consolidate";
import { consolidateUndoJob } from "./consolidate-undo";
import { exportPreviewJob } from "./export-preview";
import { importDatasetJob } from "./import-dataset";
import type { JobKind } from "./job";
import { labelSweepJob } from "./label-sweep";

/** Every kind of long work. A new one is a file and a line here. */
export const JOB_KINDS: readonly JobKind[] = [
  exportPreviewJob,
  importDatasetJob,
  labelSweepJob,
  autoAcceptJob,
  agreementJob,
  consolidateJob,
  consolidateUndoJob,
];
