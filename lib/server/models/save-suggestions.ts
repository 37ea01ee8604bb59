import "server-only";
import { currentLabels } from "@/db/queries/models";
import { countOutcomes, type ItemOutcome } from "@/db/queries/run-claims";
import { type ClassLabels, classLabels } from "@/db/queries/suggestion-rows";
import {
  findPlaceRefusal,
  readTarget,
  type SuggestionTarget,
  writeSuggestions,
} from "@/db/queries/write-suggestions";
import type { Store } from "@/db/store";
import type { ProjectModel, PutSuggestions, SuggestionLayer } from "@/lib/api/models";
import { AppError } from "../app-error";
import { usedModel } from "./model-library";
import { findRun } from "./model-runs";

/** Others wait for at most about this long plus one item. */
const TRANSACTION_MS = 20;
/** Items that are looked at between two turns of others. */
const CHECKED_TOGETHER = 50;
/** Of all items of a request together. */
const MAX_TOGETHER = 100_000;

type Result = PutSuggestions["results"][number];
type Saving = { store: Store; model: ProjectModel; projectId: string; userId: string };
type Planned = { result: Result; target: SuggestionTarget | null; problem: string | null };

/**
 * Keeps what a version said of some items, a few to a transaction. What cannot be on its item is refused by name
 * (422) before anything is written; in a run such an item counts as failed and the others are kept, so that
 * one of them cannot hold up the rest.
 */
export async function saveSuggestions(
  store: Store,
  { body, projectId, userId }: { body: PutSuggestions; projectId: string; userId: string },
): Promise<{ layers: (SuggestionLayer | null)[] }> {
  const model = await usedModel(store, { projectId, versionId: body.versionId });
  if (body.runId !== undefined) await checkRun(store, { projectId, ...body, runId: body.runId });
  const all = body.results.reduce((sum, { suggestions }) => sum + suggestions.length, 0);
  if (all > MAX_TOGETHER) {
    throw new AppError("too_large", `A request has at most ${MAX_TOGETHER} suggestions.`);
  }
  const saving: Saving = { store, model, projectId, userId };
  const planned: Planned[] = [];
  for (const result of body.results) {
    planned.push(await plan(saving, result, body));
    if (planned.length % CHECKED_TOGETHER === 0) await letOthersRun();
  }
  const layers: (SuggestionLayer | null)[] = [];
  while (layers.length < planned.length) {
    layers.push(...(await saveSome(saving, body, planned.slice(layers.length))));
    await letOthersRun();
  }
  return { layers };
}

function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function plan(
  { store, model, projectId }: Saving,
  result: Result,
  { runId }: PutSuggestions,
): Promise<Planned> {
  const { itemId, suggestions, problem = null } = result;
  const target = await readTarget(store, { itemId, projectId });
  const refusal = target && findPlaceRefusal(suggestions, target, model.version);
  if (!refusal) return { result, target, problem };
  if (runId !== undefined) return { result, target, problem: refusal.message };
  const { reason, message } = refusal;
  throw new AppError("refused", message, { extra: { reason, itemId } });
}

async function checkRun(
  store: Store,
  { projectId, runId, versionId }: { projectId: string; runId: string; versionId: string },
): Promise<void> {
  const run = await findRun(store, { projectId, runId });
  if (run.versionId === versionId) return;
  throw new AppError("refused", "This run is of another model.", {
    extra: { reason: "other_model" },
  });
}

function saveSome(saving: Saving, body: PutSuggestions, planned: readonly Planned[]) {
  const { store, model, projectId, userId } = saving;
  const labels = classLabels(model.version, model.settings.mapping);
  return store.transaction(async (tx) => {
    const endsAt = performance.now() + TRANSACTION_MS;
    const projectLabels = await currentLabels(tx, projectId);
    const layers: (SuggestionLayer | null)[] = [];
    for (const { result, target, problem } of planned) {
      const isKept = target !== null && problem === null;
      const write = { projectId, version: model.version, labels, projectLabels, userId };
      const { suggestions } = result;
      const { clientId } = body;
      layers.push(
        isKept
          ? await writeSuggestions(tx, {
              ...{ ...write, target, suggestions, clientId, now: Date.now() },
            })
          : null,
      );
      if (performance.now() > endsAt) break;
    }
    if (body.runId !== undefined) {
      const outcomes = planned.slice(0, layers.length).map((one) => outcomeOf(one, labels));
      const { threshold } = model.settings;
      const { runId, clientId } = body;
      await countOutcomes(tx, { runId, clientId, threshold, outcomes, now: Date.now() });
    }
    return layers;
  });
}

/** An item that was deleted meanwhile is neither done nor empty: there is nothing to say of it. */
function outcomeOf({ result, target, problem }: Planned, labels: ClassLabels): ItemOutcome {
  const { itemId, totalMs, inferMs, suggestions } = result;
  const scores = suggestions.filter(({ classIndex }) => labels.has(classIndex));
  return { itemId, scores, problem: target ? problem : "deleted", totalMs, inferMs };
}
