import { and, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ModelVersion, SuggestionLayer } from "@/lib/api/models";
import { geometryIou, indexPlaced } from "@/lib/models/quality/match";
import { itemUncertainty, type VersionSuggestions } from "@/lib/models/quality/uncertainty";
import type { Store } from "../store";
import { toAnnotation, toColumns } from "./annotation-row";
import { insertOperation, insertRow } from "./apply-op";
import { type AnnotationRow, IDS_PER_STATEMENT } from "./op-reads";
import { type ItemSpace, type OpRefusal, placeRefusal } from "./op-refusal";
import { prepared } from "./prepared";
import { type ClassLabels, type SentSuggestion, toAnnotations } from "./suggestion-rows";

/** Computers differ a little in what they compute: what overlaps so much was decided already. */
const SAME_IOU = 0.9;

export type SuggestionTarget = ItemSpace & { itemId: string; resultLayerId: string };

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
  return row && row.projectId === projectId ? row : null;
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
    const { version, target, now } = write;
    const layer = await findOrAddLayer(tx, write);
    const stored = await readRows(tx, layer.id);
    const wanted = toAnnotations(layer.id, write.suggestions, write.labels);
    const accepted = await readAccepted(tx, target.resultLayerId, [...stored.keys()]);
    const { projectLabels } = write;
    const plan = planChanges({ stored, wanted, accepted, projectLabels });
    const isChanged = plan.withdrawn.length + plan.written.length > 0;
    const rev = isChanged ? layer.rev + 1 : layer.rev;
    if (isChanged) await writePlan(tx, { write, layerId: layer.id, rev, plan, stored });
    const total = plan.shown.length;
    await updateLayer(tx).execute({ total, rev, now, layerId: layer.id });
    await setUncertainty(tx, { itemId: target.itemId, layerId: layer.id, shown: plan.shown });
    const fresh = new Set(plan.written);
    const records = plan.shown.map((annotation) => ({
      id: annotation.id,
      rev: fresh.has(annotation) ? rev : (stored.get(annotation.id)?.rev ?? rev),
      annotation,
    }));
    const model = { versionId: version.id, name: version.name, version: version.version };
    return { layerId: layer.id, rev, model, records };
  });
}

const selectLayer = prepared(({ db, tables: { layers } }) =>
  db
    .select({ id: layers.id, rev: layers.revision })
    .from(layers)
    .where(
      and(
        eq(layers.itemId, sql.placeholder("itemId")),
        eq(layers.modelVersionId, sql.placeholder("versionId")),
        isNotNull(layers.modelVersionId),
      ),
    )
    .prepare(),
);

async function findOrAddLayer(
  tx: Store,
  { target: { itemId }, projectId, version, now }: SuggestionWrite,
): Promise<{ id: string; rev: number }> {
  const found = await selectLayer(tx).execute({ itemId, versionId: version.id });
  if (found[0]) return found[0];
  const id = uuidv7();
  await insertLayer(tx).execute({ id, itemId, projectId, versionId: version.id, now });
  return { id, rev: 0 };
}

const value = sql.placeholder;
const insertLayer = prepared(({ db, tables: { layers } }) =>
  db
    .insert(layers)
    .values({
      ...{ id: value("id"), itemId: value("itemId"), projectId: value("projectId") },
      ...{ kind: "model", modelVersionId: value("versionId"), isResult: false },
      ...{ createdAt: value("now"), updatedAt: value("now") },
    })
    .prepare(),
);
const updateLayer = prepared(({ db, tables: { layers } }) =>
  db
    .update(layers)
    .set({
      ...{ annotationCount: sql`${value("total")}`, revision: sql`${value("rev")}` },
      updatedAt: sql`${value("now")}`,
    })
    .where(eq(layers.id, value("layerId")))
    .prepare(),
);

const selectRows = prepared(({ db, tables: { annotations } }) =>
  db
    .select()
    .from(annotations)
    .where(eq(annotations.layerId, sql.placeholder("layerId")))
    .prepare(),
);

async function readRows(tx: Store, layerId: string): Promise<Map<string, AnnotationRow>> {
  const rows = await selectRows(tx).execute({ layerId });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those of the ids that a person's layer has. */
async function readAccepted(
  { db, tables: { annotations } }: Store,
  layerId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const accepted = new Set<string>();
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
    const some = ids.slice(start, start + IDS_PER_STATEMENT);
    const rows = await db
      .select({ id: annotations.id })
      .from(annotations)
      .where(
        and(
          eq(annotations.layerId, layerId),
          inArray(annotations.id, some),
          eq(annotations.isDeleted, false),
        ),
      );
    for (const { id } of rows) accepted.add(id);
  }
  return accepted;
}

type Plan = {
  /** Ids of suggestions that the model makes no longer. */
  withdrawn: string[];
  written: Annotation[];
  /** All that stand in the layer afterwards. */
  shown: Annotation[];
};

function planChanges({
  stored,
  wanted,
  accepted,
  projectLabels,
}: {
  stored: ReadonlyMap<string, AnnotationRow>;
  wanted: ReadonlyMap<string, Annotation>;
  accepted: ReadonlySet<string>;
  projectLabels: ReadonlyMap<string, string>;
}): Plan {
  const plan: Plan = { withdrawn: [], written: [], shown: [] };
  const decided: Annotation[] = [];
  // What went with its label was not rejected: under another label it may be said again.
  const isRejected = (row: AnnotationRow) => row.isDeleted && projectLabels.has(row.labelId);
  for (const [id, row] of stored) {
    const isAccepted = accepted.has(id);
    if (isRejected(row) || isAccepted) decided.push(toAnnotation(row));
    if (row.isDeleted) continue;
    if (isAccepted) plan.shown.push(toAnnotation(row));
    else if (!wanted.has(id)) plan.withdrawn.push(id);
  }
  const isDecided = sameThingIn(decided);
  for (const [id, annotation] of wanted) {
    const row = stored.get(id);
    if ((row && isRejected(row)) || accepted.has(id)) continue;
    if (row && !row.isDeleted && isAsStored(row, annotation)) {
      plan.shown.push(toAnnotation(row));
      continue;
    }
    if (!row && isDecided(annotation)) continue;
    plan.written.push(annotation);
    plan.shown.push(annotation);
  }
  return plan;
}

/** Whatever their order: it changes with every suggestion that comes before. */
function isAsStored(row: AnnotationRow, annotation: Annotation): boolean {
  const { labelId, geometry, attributes, text, score } = toColumns(annotation);
  return (
    row.labelId === labelId &&
    row.geometry === geometry &&
    row.attributes === attributes &&
    row.text === text &&
    row.score === score
  );
}

function sameThingIn(decided: readonly Annotation[]): (annotation: Annotation) => boolean {
  const nearby = indexPlaced(decided);
  return (annotation) => {
    for (const { index, geometry } of nearby(annotation)) {
      const isSaid = decided[index]?.text === annotation.text;
      if (isSaid && geometryIou(geometry, annotation.geometry) >= SAME_IOU) return true;
    }
    return false;
  };
}

async function writePlan(
  tx: Store,
  at: {
    write: SuggestionWrite;
    layerId: string;
    rev: number;
    plan: Plan;
    stored: ReadonlyMap<string, AnnotationRow>;
  },
): Promise<void> {
  const { write, layerId, rev, plan, stored } = at;
  const { annotations } = tx.tables;
  const { target, projectId, userId, clientId, now } = write;
  const changed = plan.written.flatMap(({ id }) => (stored.has(id) ? [id] : []));
  const replaced = [...plan.withdrawn, ...changed];
  for (let start = 0; start < replaced.length; start += IDS_PER_STATEMENT) {
    const ids = replaced.slice(start, start + IDS_PER_STATEMENT);
    await tx.db
      .delete(annotations)
      .where(and(eq(annotations.layerId, layerId), inArray(annotations.id, ids)));
  }
  const insert = insertRow(tx);
  for (const annotation of plan.written) {
    await insert.execute({
      ...toColumns(annotation),
      ...{ layerId, itemId: target.itemId, projectId, rev, isDeleted: false },
      // Nobody's own: a person's name stands on what people rejected.
      ...{ updatedBy: null, createdAt: now, updatedAt: now },
    });
  }
  const summary = {
    created: plan.written.length - changed.length,
    changed: changed.length,
    deleted: plan.withdrawn.length,
    labelIds: [...new Set(plan.written.map(({ labelId }) => labelId))],
  };
  await insertOperation(tx).execute({
    ...{ layerId, opId: uuidv7(), rev, itemId: target.itemId, authorId: userId, clientId },
    ...{ cause: "model", state: null, note: null, at: now, createdAt: now },
    patch: JSON.stringify({ v: 1, changes: [], summary }),
  });
}

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
    const rows = await selectRows(tx).execute({ layerId: id });
    const live = rows.filter(({ isDeleted }) => !isDeleted);
    versions.push(live.map((row) => scored(toAnnotation(row))));
  }
  await updateUncertainty(tx).execute({ uncertainty: itemUncertainty(versions), itemId });
}

function scored({ labelId, geometry, score }: Annotation) {
  return { labelId, geometry, score: score ?? 1 };
}
