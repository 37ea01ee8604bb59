import "server-only";
import {
  createRun,
  listProblems,
  listRuns,
  type RunRow,
  readRun,
  setRunState,
  viewRun,
} from "@/db/queries/model-runs";
import { readMediaKind } from "@/db/queries/projects";
import { type ClaimedRow, claimItems } from "@/db/queries/run-claims";
import type { Store } from "@/db/store";
import type { ClaimedItem, ModelRun, ModelRunDetail, NewRun, RunState } from "@/lib/api/models";
import { audioInfoSchema } from "@/lib/media/audio-plan";
import type { MediaKind } from "@/lib/media/media";
import { AppError } from "../app-error";
import { usedModel } from "./model-library";

const MAX_RUNS = 50;
const MAX_PROBLEMS = 50;

type OfRun = { projectId: string; runId: string };

export async function startRun(
  store: Store,
  { projectId, userId, run }: { projectId: string; userId: string; run: NewRun },
): Promise<ModelRun> {
  await usedModel(store, { projectId, versionId: run.versionId });
  const now = Date.now();
  const runId = await createRun(store, { projectId, userId, run, now });
  return viewRun(store, await findRun(store, { projectId, runId }), now);
}

export async function projectRuns(store: Store, projectId: string): Promise<{ runs: ModelRun[] }> {
  return { runs: await listRuns(store, { projectId, limit: MAX_RUNS, now: Date.now() }) };
}

/** With the first of those items that failed. */
export async function runDetail(store: Store, of: OfRun): Promise<ModelRunDetail> {
  const row = await findRun(store, of);
  const problems = await listProblems(store, { runId: of.runId, limit: MAX_PROBLEMS });
  return { ...(await viewRun(store, row, Date.now())), problems };
}

export async function changeRun(
  store: Store,
  { state, ...of }: OfRun & { state: RunState },
): Promise<ModelRun> {
  const before = await findRun(store, of);
  const now = Date.now();
  const isChanged = await setRunState(store, { runId: of.runId, state, now });
  if (!isChanged && before.state !== state) {
    throw new AppError("conflict", "This run is over.", { extra: { state: before.state } });
  }
  return viewRun(store, await findRun(store, of), now);
}

/** Items for one tab alone; see `claimItems`. */
export async function claimRunItems(
  store: Store,
  claim: OfRun & {
    clientId: string;
    max: number;
    giveBack?: readonly string[] | undefined;
    replaces?: string | undefined;
  },
): Promise<{ run: ModelRun; items: ClaimedItem[] }> {
  const { giveBack = [], ...of } = claim;
  const claimed = await claimItems(store, { ...of, giveBack, now: Date.now() });
  if (!claimed) throw missing();
  const kind = await readMediaKind(store, claim.projectId);
  return { run: claimed.run, items: claimed.items.map((row) => toItem(row, kind ?? "image")) };
}

/** The run, if it is of this project and this version; throws `not_found`. */
export async function findRun(store: Store, of: OfRun): Promise<RunRow> {
  const row = await readRun(store, of);
  if (!row) throw missing();
  return row;
}

function missing(): AppError {
  return new AppError("not_found", "There is no such run.");
}

function toItem({ id, name, blobHash, width, height, info }: ClaimedRow, kind: MediaKind) {
  return { id, name, blobHash, media: mediaOf(kind, { width, height, info }) };
}

function mediaOf(
  kind: MediaKind,
  { width, height, info }: Pick<ClaimedRow, "width" | "height" | "info">,
): ClaimedItem["media"] {
  switch (kind) {
    case "image":
      // What browsers can show: the original where they can show that.
      return { kind, variant: "display", width: width ?? 0, height: height ?? 0 };
    case "text":
      return { kind };
    case "audio": {
      const { durationS, sampleRate, channels } = audioInfoSchema.parse(JSON.parse(info));
      return { kind, durationS, sampleRate, channels };
    }
  }
}
