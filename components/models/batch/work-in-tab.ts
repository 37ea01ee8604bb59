import { v7 } from "uuid";
import { ApiError, apiFetch } from "@/lib/api/client";
import {
  type ClaimedItem,
  claimedSchema,
  type ModelRun,
  type ProjectModel,
  type PutSuggestions,
  savedSuggestionsSchema,
} from "@/lib/api/models";
import { workOnRun } from "@/lib/models/batch-run";
import { ModelError } from "@/lib/models/model-error";
import type { RunnableItem } from "@/lib/models/model-runner";
import { runnableItem, runnableModel } from "../runnable";
import { getRunner } from "../runner";
import type { Batch } from "./batch-store";

type Outcome = PutSuggestions["results"][number];

/** What a model cannot do for one item is that item's trouble; the rest would fail for every item. */
const ITEM_PROBLEMS: ReadonlySet<string> = new Set(["media", "outputs"]);

/** Leases are for two minutes; a long recording takes more. */
const RENEW_MS = 60_000;

const PLACE_KEY = "trazo-batch-client";

/** From now on this tab works under the id; as whom it did before it was loaded anew, or null. */
function takePlace(clientId: string): string | null {
  const before = sessionStorage.getItem(PLACE_KEY);
  sessionStorage.setItem(PLACE_KEY, clientId);
  return before;
}

/** Works on a run in this tab until it is over or left. Rejects when it cannot go on. */
export async function workInTab(
  { projectId, runId, model }: { projectId: string; runId: string; model: ProjectModel },
  { signal, update }: { signal: AbortSignal; update(change: Partial<Batch>): void },
): Promise<void> {
  const clientId = v7();
  let replaces = takePlace(clientId);
  const runner = await getRunner();
  const runnable = runnableModel(model.version, { projectId, settings: model.settings });
  await runner.load(runnable, {
    signal,
    onProgress: (bytes, total) => update({ loaded: { bytes, total } }),
  });
  update({ status: "working", loaded: null });
  const base = `/api/v1/projects/${projectId}`;
  /** Texts are fetched with the item; pictures and sound by the runner's worker. */
  const ready = new Map<string, Promise<RunnableItem>>();
  const readyItem = (item: ClaimedItem) => {
    const found = ready.get(item.id) ?? runnableItem(item, signal);
    ready.set(item.id, found);
    return found;
  };
  const tell = (run: ModelRun) => update({ run });
  let held: readonly string[] = [];
  const giveBack = () => {
    if (held.length === 0) return;
    // The page is going: nobody hears the answer, and without it the items come back when the lease ends.
    void fetch(`${base}/model-runs/${runId}/claim`, {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ clientId, max: 0, giveBack: held }),
    }).catch(() => undefined);
  };
  window.addEventListener("pagehide", giveBack);
  signal.addEventListener("abort", () => window.removeEventListener("pagehide", giveBack));

  await workOnRun<ClaimedItem, Outcome>(
    {
      async claim(max, giveBack) {
        const { run, items } = await apiFetch(`${base}/model-runs/${runId}/claim`, {
          method: "POST",
          body: { clientId, max, giveBack, ...(replaces === null ? {} : { replaces }) },
          schema: claimedSchema,
        });
        replaces = null;
        tell(run);
        return { state: run.state, items };
      },
      prefetch(item) {
        void readyItem(item)
          .then((found) => runner.prefetch(runnable, found))
          .catch(() => undefined);
      },
      async infer(item, itemSignal) {
        const startedAt = performance.now();
        const outcome = { itemId: item.id, suggestions: [], totalMs: 0, inferMs: 0 };
        const renewing = setInterval(() => {
          const body = { clientId, max: 0 };
          void apiFetch(`${base}/model-runs/${runId}/claim`, { method: "POST", body }).catch(
            () => undefined,
          );
        }, RENEW_MS);
        try {
          const found = await readyItem(item);
          const { suggestions, timing } = await runner.suggest(runnable, found, {
            signal: itemSignal,
          });
          const totalMs = performance.now() - startedAt;
          return {
            ...outcome,
            totalMs,
            inferMs: timing.inferMs,
            suggestions: suggestions.map(({ attributes, ...suggestion }) => ({
              ...suggestion,
              ...(attributes ? { attributes: { ...attributes } } : {}),
            })),
          };
        } catch (error) {
          if (itemSignal.aborted) throw error;
          const problem = itemProblem(error);
          if (problem === null) throw error;
          return { ...outcome, problem };
        } finally {
          clearInterval(renewing);
          ready.delete(item.id);
        }
      },
      async save(outcomes) {
        await apiFetch(`${base}/suggestions`, {
          method: "POST",
          body: { versionId: model.version.id, runId, clientId, results: outcomes },
          schema: savedSuggestionsSchema,
        });
      },
      wait: (delayMs, waitSignal) =>
        new Promise((resolve) => {
          if (waitSignal.aborted) return resolve();
          const end = () => {
            clearTimeout(timer);
            waitSignal.removeEventListener("abort", end);
            resolve();
          };
          const timer = setTimeout(end, delayMs);
          waitSignal.addEventListener("abort", end);
        }),
      now: () => performance.now(),
      isAway: (error) =>
        error instanceof ApiError &&
        (error.status === 0 || error.status === 429 || error.status >= 502),
      onAway: (isAway) => update({ status: isAway ? "away" : "working" }),
      onHold: (ids) => {
        held = ids;
      },
    },
    signal,
  ).finally(() => window.removeEventListener("pagehide", giveBack));
}

/** In words for the list of problems; null when it is not the item's own. */
function itemProblem(error: unknown): string | null {
  if (error instanceof ModelError) {
    return ITEM_PROBLEMS.has(error.problem) ? error.message : null;
  }
  return error instanceof TypeError ? error.message : null;
}
