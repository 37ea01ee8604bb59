import type { MediaKind } from "@/lib/media/media";
import { MEDIA_PROBLEMS } from "@/lib/media/media-problem";

/** Why a file did not become an item. Words for each are in the catalogue `upload`, under `reasons`. */
export const PROBLEM_REASONS = [...MEDIA_PROBLEMS, "forbidden", "archive", "server"] as const;
export type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** The project that files are for. */
export type UploadTarget = { projectId: string; mediaKind: MediaKind };

export interface UploadProblem {
  reason: ProblemReason;
  /** The server's sentence (English), where there is one that says more. */
  detail: string | null;
}

export type UploadState =
  | "waiting"
  | "sending"
  | "added"
  | "duplicate"
  | "dataset"
  | "problem"
  | "cancelled";

/** One file of the queue. Changed in place by the queue alone; views read its snapshots. */
export interface UploadEntry {
  readonly id: number;
  readonly projectId: string;
  readonly mediaKind: MediaKind;
  readonly path: string;
  readonly file: File;
  state: UploadState;
  /** Bytes that have left in the current try; with a resumable upload, that the server has. */
  sentBytes: number;
  /** Of a resumable upload that has begun. */
  uploadId: string | null;
  /** The server has all of it and decodes it; `share` of that, 0 to 1, null where it is not known. */
  preparing: { share: number | null } | null;
  /** Of an archive that the server is unpacking. */
  jobId: string | null;
  failures: number;
  problem: UploadProblem | null;
}

/** Immutable picture of the queue for the views. */
export interface UploadSnapshot {
  status: "idle" | "running" | "paused" | "waiting" | "done";
  /** Why it waits or was paused by itself. */
  pausedBy: "person" | "signed_out" | "storage_full" | null;
  projectIds: readonly string[];
  total: number;
  /** Files that are still to be brought in. */
  unfinished: number;
  added: number;
  duplicates: number;
  cancelled: number;
  totalBytes: number;
  doneBytes: number;
  bytesPerSecond: number;
  /** 0 to 1, of the work: bytes, and what each file costs besides. */
  fraction: number;
  secondsLeft: number | null;
  problems: readonly Readonly<ProblemView>[];
  /** Archives with annotations, which wait for a person to look at them. */
  datasets: readonly DatasetView[];
  /** Files on their way now, by path. */
  sending: readonly string[];
  /** Files that have arrived and are being decoded. */
  preparing: readonly { path: string; share: number | null }[];
}

export interface ProblemView {
  id: number;
  path: string;
  sizeBytes: number;
  problem: UploadProblem;
}

export interface DatasetView {
  id: number;
  projectId: string;
  name: string;
  uploadId: string;
  /** The dry run. */
  jobId: string;
}

export const IDLE: UploadSnapshot = {
  ...{ status: "idle", pausedBy: null, projectIds: [], total: 0, unfinished: 0 },
  ...{
    added: 0,
    duplicates: 0,
    cancelled: 0,
    totalBytes: 0,
    doneBytes: 0,
    bytesPerSecond: 0,
    fraction: 0,
    secondsLeft: null,
  },
  ...{ problems: [], datasets: [], sending: [], preparing: [] },
};
