import type { Store } from "../store";
import { currentLabels } from "./models";
import { type ImportedSuggestion, toImportedAnnotations } from "./suggestion-rows";
import { addSuggestionLayer, findSuggestionLayer, planLayer, storePlan } from "./suggestion-store";

/** The history names the writer of an import by this. */
const CLIENT_ID = "import";
/** In place of the id of a layer that is only looked for. */
const NO_LAYER = "";

export type ImportedWrite = {
  projectId: string;
  itemId: string;
  resultLayerId: string;
  /** The name of the layer: an item has one of each title. */
  title: string;
  suggestions: readonly ImportedSuggestion[];
  /** What is open of the layer stays beside what comes; else it is replaced. */
  isAddition: boolean;
  userId: string;
  now: number;
};

/** What an import did to a layer of suggestions, or would do. */
export type ImportedOutcome = {
  added: number;
  alreadyThere: number;
  /** Accepted or rejected by somebody. */
  decided: number;
  /** Open ones of an earlier import of that title, which this one does not have. */
  withdrawn: number;
};

/** What `writeImported` would do. Writes nothing. */
export async function planImported(store: Store, of: ImportedWrite): Promise<ImportedOutcome> {
  const { planned } = await planFor(store, of);
  return outcomeOf(planned.plan);
}

/**
 * Puts what a dataset says on an item into a layer of suggestions of that title, in place of what an earlier import put
 * there and nobody decided on, in one transaction. Neither the item's own layer, nor its state, nor counters are touched.
 */
export function writeImported(store: Store, of: ImportedWrite): Promise<ImportedOutcome> {
  return store.transaction(async (tx) => {
    const { itemId, projectId, userId, title, now } = of;
    const found = await planFor(tx, of);
    const hasNothing = found.layer === null && found.planned.plan.written.length === 0;
    if (hasNothing) return outcomeOf(found.planned.plan);
    const author = { kind: "import", title } as const;
    const layer = found.layer ?? (await addSuggestionLayer(tx, { itemId, projectId, author, now }));
    // Ids follow from the layer's, which is known only now where it is new.
    const { planned } = found.layer ? found : await planFor(tx, of);
    const write = { itemId, projectId, userId, clientId: CLIENT_ID, cause: "import", now } as const;
    await storePlan(tx, layer, { ...planned, write });
    return outcomeOf(planned.plan);
  });
}

async function planFor(store: Store, of: ImportedWrite) {
  const { projectId, itemId, resultLayerId, title, suggestions, isAddition } = of;
  const layer = await findSuggestionLayer(store, itemId, { kind: "import", title });
  const layerId = layer?.id ?? null;
  const planned = await planLayer(store, {
    ...{ layerId, resultLayerId, keepsOpen: isAddition },
    wanted: toImportedAnnotations(layerId ?? NO_LAYER, suggestions),
    // Only of interest where something was decided.
    projectLabels: layer ? await currentLabels(store, projectId) : new Map(),
  });
  return { layer, planned };
}

function outcomeOf(plan: Awaited<ReturnType<typeof planLayer>>["plan"]): ImportedOutcome {
  const { written, unchanged, decided, withdrawn } = plan;
  return { added: written.length, alreadyThere: unchanged, decided, withdrawn: withdrawn.length };
}
