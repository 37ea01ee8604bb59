import { createStore } from "zustand/vanilla";
import type { ModelRun, ProjectModel } from "@/lib/api/models";

/** What this tab does in a run. `away`: nobody answers at the moment, and it goes on by itself. */
export type BatchStatus = "loading" | "working" | "away" | "ended" | "failed";

export type Batch = {
  projectId: string;
  runId: string;
  modelName: string;
  versionId: string;
  status: BatchStatus;
  /** The run as the server told of it last. */
  run: ModelRun | null;
  /** Bytes of the model, while it is loaded. */
  loaded: { bytes: number; total: number } | null;
  error: unknown;
};

/** The run that this tab works on, or worked on last; one at a time, as there is one worker. */
export const batchStore = createStore<{ batch: Batch | null }>(() => ({ batch: null }));

/** What a reload of this tab goes on with. */
const MEMORY_KEY = "trazo-batch";
type Remembered = { projectId: string; runId: string; versionId: string };

let stop: AbortController | null = null;

/** Begins to work on a run in this tab, in place of another that it may work on. */
export function joinRun(projectId: string, runId: string, model: ProjectModel): void {
  leaveRun();
  const abort = new AbortController();
  stop = abort;
  const { id: versionId, name, version } = model.version;
  const batch: Batch = {
    ...{ projectId, runId, versionId },
    modelName: `${name} ${version}`,
    status: "loading",
    run: null,
    loaded: null,
    error: null,
  };
  batchStore.setState({ batch });
  remember({ projectId, runId, versionId });
  const update = (change: Partial<Batch>) => {
    // What an earlier run still has to say is no news any more.
    if (stop !== abort) return;
    batchStore.setState(({ batch: now }) => (now ? { batch: { ...now, ...change } } : {}));
  };
  void import("./work-in-tab")
    .then(({ workInTab }) =>
      workInTab({ projectId, runId, model }, { signal: abort.signal, update }),
    )
    .then(() => update({ status: "ended" }))
    .catch((error: unknown) => update(abort.signal.aborted ? {} : { status: "failed", error }))
    .finally(() => {
      if (stop === abort) forget();
    });
}

/** Ends the work of this tab; the run goes on elsewhere or waits. */
export function leaveRun(): void {
  stop?.abort();
  stop = null;
  forget();
  batchStore.setState({ batch: null });
}

/** Takes the note of what is over off the screen. */
export function dismissBatch(): void {
  batchStore.setState({ batch: null });
}

function remember(work: Remembered): void {
  sessionStorage.setItem(MEMORY_KEY, JSON.stringify(work));
}

function forget(): void {
  sessionStorage.removeItem(MEMORY_KEY);
}

/** What this tab worked on before it was reloaded; null: nothing. */
export function rememberedRun(): Remembered | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(MEMORY_KEY) ?? "null");
    if (typeof found !== "object" || found === null) return null;
    const { projectId, runId, versionId } = found as Record<string, unknown>;
    return typeof projectId === "string" &&
      typeof runId === "string" &&
      typeof versionId === "string"
      ? { projectId, runId, versionId }
      : null;
  } catch {
    return null;
  }
}
