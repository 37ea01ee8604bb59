import { and, eq, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ModelVersion, SuggestionLayer } from "@/lib/api/models";
import { itemUncertainty, type VersionSuggestions } from "@/lib/models/quality/uncertainty";
import type { Store } from "../store";
import { toAnnotation } from "./annotation-row";
import { type ItemSpace, type OpRefusal, placeRefusal } from "./op-refusal";
import { readOwnRejections } from "./own-rejections";
import { prepared } from "./prepared";
import { type ClassLabels, type SentSuggestion, toAnnotations } from "./suggestion-rows";
import {
  addSuggestionLayer,
  findSuggestionLayer,
  planLayer,
  readSuggestionRows,
  storePlan,
} from "./suggestion-store";
import { isApart } from "./work/own-layer";

export type SuggestionTarget = ItemSpace & {
  itemId: string;
  resultLayerId: string;
  /** People label it independently of each other. */
  isApart: boolean;
};

const selectTarget = prepared(({ db, tables: { items, layers, projects } }) =>
  db
    .select({
      itemId: items.id,
      projectId: items.projectId,
      resultLayerId: layers.id,
      width: items.width,
      height: items.height,
      length: items.length,
      mediaKind: projects.mediaKind,
      ...{ required: items.required, isGold: items.isGold },
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .innerJoin(projects, eq(projects.id, items.projectId))
    .where(and(eq(items.id, sql.placeholder("itemId")), isNull(items.deletedAt)))
    .prepare(),
);

/** Null when the item is gone or not of this project. */
export async function readTarget(
  store: Store,
  { itemId, projectId }: { itemId: string; projectId: string },
): Promise<SuggestionTarget | null> {
  const rows = await selectTarget(store).execute({ itemId });
  const row = rows[0];
  return row?.projectId === projectId ? { ...row, isApart: isApart(row) } : null;
}

/** What is wrong with the first suggestion that cannot be on the item, or null. */
export function findPlaceRefusal(
  suggestions: readonly SentSuggestion[],
  target: SuggestionTarget,
  version: ModelVersion,
): OpRefusal | null {
  for (const [index, { geometry, classIndex }] of suggestions.entries()) {
    if (classIndex >= version.classes.length) {
      return { reason: "unknown_class", message: `The model has no class ${classIndex}.` };
    }
    const refusal = placeRefusal(`${index}`, geometry, target);
    if (refusal) return refusal;
  }
  return null;
}

export type SuggestionWrite = {
  target: SuggestionTarget;
  projectId: string;
  version: ModelVersion;
  labels: ClassLabels;
  /** The labels that the project has now. */
  projectLabels: ReadonlyMap<string, string>;
  suggestions: readonly SentSuggestion[];
  userId: string;
  clientId: string;
  now: number;
};

/**
 * Puts a version's suggestions on an item in place of its earlier ones, in one transaction. What people accepted
 * or rejected stays as it is. The log gets what it comes to, not each suggestion: 20,000 would be kept twice.
 */
export function writeSuggestions(store: Store, write: SuggestionWrite): Promise<SuggestionLayer> {
  return store.transaction(async (tx) => {
    const { version, target, projectLabels, ...by } = write;
    const { itemId, resultLayerId } = target;
    const author = { kind: "model", versionId: version.id } as const;
    const layer =
      (await findSuggestionLayer(tx, itemId, author)) ??
      (await addSuggestionLayer(tx, { ...by, itemId, author }));
    const wanted = toAnnotations(layer.id, write.suggestions, write.labels);
    const planned = await planLayer(tx, {
      ...{ layerId: layer.id, resultLayerId, wanted, projectLabels },
    });
    const { plan, stored } = planned;
    const rev = await storePlan(tx, layer, {
      ...planned,
      write: { ...by, itemId, cause: "model" },
    });
    await setUncertainty(tx, { itemId, layerId: layer.id, shown: plan.shown });
    const fresh = new Set(plan.written);
    const records = plan.shown.map((annotation) => ({
      id: annotation.id,
      rev: fresh.has(annotation) ? rev : (stored.get(annotation.id)?.rev ?? rev),
      annotation,
    }));
    const model = { versionId: version.id, name: version.name, version: version.version };
    const own = { layerId: layer.id, userId: write.userId };
    const rejected = target.isApart ? await readOwnRejections(tx, own) : null;
    const shown = rejected ? records.filter(({ id }) => !rejected.has(id)) : records;
    return { layerId: layer.id, rev, model, title: null, records: shown };
  });
}

const value = sql.placeholder;
const selectOthers = prepared(({ db, tables: { layers } }) =>
  db
    .select({ id: layers.id })
    .from(layers)
    .where(
      and(
        eq(layers.itemId, value("itemId")),
        isNotNull(layers.modelVersionId),
        ne(layers.id, value("layerId")),
      ),
    )
    .prepare(),
);
const updateUncertainty = prepared(({ db, tables: { items } }) =>
  db
    .update(items)
    .set({ uncertainty: sql`${value("uncertainty")}` })
    .where(eq(items.id, value("itemId")))
    .prepare(),
);

/** The other versions' suggestions count too; usually there are none. */
async function setUncertainty(
  tx: Store,
  { itemId, layerId, shown }: { itemId: string; layerId: string; shown: readonly Annotation[] },
): Promise<void> {
  const versions: VersionSuggestions[] = [shown.map(scored)];
  for (const { id } of await selectOthers(tx).execute({ itemId, layerId })) {
    const rows = await readSuggestionRows(tx, id);
    const live = [...rows.values()].filter(({ isDeleted }) => !isDeleted);
    versions.push(live.map((row) => scored(toAnnotation(row))));
  }
  await updateUncertainty(tx).execute({ uncertainty: itemUncertainty(versions), itemId });
}

function scored({ labelId, geometry, score }: Annotation) {
  return { labelId, geometry, score: score ?? 1 };
}
