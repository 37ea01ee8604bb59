import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Store } from "../store";
import { toColumns } from "./annotation-row";
import { insertOperation, insertRow } from "./apply-op";
import { type AnnotationRow, IDS_PER_STATEMENT } from "./op-reads";
import { prepared } from "./prepared";
import { type Plan, planChanges } from "./suggestion-plan";

/** Who says what is in a layer of suggestions: a version of a model, or an import under its title. */
export type SuggestionAuthor =
  | { kind: "model"; versionId: string }
  | { kind: "import"; title: string };

export type LayerAt = { id: string; rev: number };
export type StoredRows = ReadonlyMap<string, AnnotationRow>;
export type PlannedLayer = { plan: Plan; stored: StoredRows };

const value = sql.placeholder;
const selectOfVersion = prepared(({ db, tables: { layers } }) =>
  db
    .select({ id: layers.id, rev: layers.revision })
    .from(layers)
    .where(
      and(
        eq(layers.itemId, value("itemId")),
        eq(layers.modelVersionId, value("versionId")),
        isNotNull(layers.modelVersionId),
      ),
    )
    .prepare(),
);
const selectOfTitle = prepared(({ db, tables: { layers } }) =>
  db
    .select({ id: layers.id, rev: layers.revision })
    .from(layers)
    .where(
      and(
        eq(layers.itemId, value("itemId")),
        eq(layers.kind, "import"),
        eq(layers.title, value("title")),
      ),
    )
    .prepare(),
);

/** The author's layer of an item; null when there is none yet. */
export async function findSuggestionLayer(
  store: Store,
  itemId: string,
  author: SuggestionAuthor,
): Promise<LayerAt | null> {
  const rows =
    author.kind === "model"
      ? await selectOfVersion(store).execute({ itemId, versionId: author.versionId })
      : await selectOfTitle(store).execute({ itemId, title: author.title });
  return rows[0] ?? null;
}

const insertLayer = prepared(({ db, tables: { layers } }) =>
  db
    .insert(layers)
    .values({
      ...{ id: value("id"), itemId: value("itemId"), projectId: value("projectId") },
      ...{ kind: value("kind"), modelVersionId: value("versionId"), title: value("title") },
      ...{ isResult: false, createdAt: value("now"), updatedAt: value("now") },
    })
    .prepare(),
);

export async function addSuggestionLayer(
  tx: Store,
  of: { itemId: string; projectId: string; author: SuggestionAuthor; now: number },
): Promise<LayerAt> {
  const { itemId, projectId, author, now } = of;
  const id = uuidv7();
  const { kind } = author;
  const versionId = kind === "model" ? author.versionId : null;
  const title = kind === "import" ? author.title : null;
  await insertLayer(tx).execute({ id, itemId, projectId, kind, versionId, title, now });
  return { id, rev: 0 };
}

/** What would change on a layer (null: one that is not there yet). Reads only. */
export async function planLayer(
  store: Store,
  of: {
    layerId: string | null;
    resultLayerId: string;
    wanted: ReadonlyMap<string, Annotation>;
    /** The labels that the project has now. */
    projectLabels: ReadonlyMap<string, string>;
    keepsOpen?: boolean;
  },
): Promise<PlannedLayer> {
  const { layerId, resultLayerId, wanted, projectLabels, keepsOpen } = of;
  const stored = layerId === null ? new Map() : await readSuggestionRows(store, layerId);
  const accepted = await readAccepted(store, resultLayerId, [...stored.keys()]);
  const plan = planChanges({ stored, wanted, accepted, projectLabels, keepsOpen });
  return { plan, stored };
}

export type LayerWrite = {
  itemId: string;
  projectId: string;
  userId: string;
  clientId: string;
  cause: "model" | "import";
  now: number;
};

/** Does what was planned, within the same transaction. Answers with the layer's revision afterwards. */
export async function storePlan(
  tx: Store,
  layer: LayerAt,
  of: PlannedLayer & { write: LayerWrite },
): Promise<number> {
  const { plan, write } = of;
  const isChanged = plan.withdrawn.length + plan.written.length > 0;
  const rev = isChanged ? layer.rev + 1 : layer.rev;
  if (isChanged) await writeRows(tx, { ...of, layerId: layer.id, rev });
  const total = plan.shown.length;
  await updateLayer(tx).execute({ total, rev, now: write.now, layerId: layer.id });
  return rev;
}

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
    .where(eq(annotations.layerId, value("layerId")))
    .prepare(),
);

/** All that the layer has or had, by id. */
export async function readSuggestionRows(
  store: Store,
  layerId: string,
): Promise<Map<string, AnnotationRow>> {
  const rows = await selectRows(store).execute({ layerId });
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

async function writeRows(
  tx: Store,
  of: PlannedLayer & { write: LayerWrite; layerId: string; rev: number },
): Promise<void> {
  const { plan, stored, write, layerId, rev } = of;
  const { annotations } = tx.tables;
  const { itemId, projectId, userId, clientId, cause, now } = write;
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
      ...{ layerId, itemId, projectId, rev, isDeleted: false },
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
    ...{ layerId, opId: uuidv7(), rev, itemId, authorId: userId, clientId },
    ...{ cause, state: null, note: null, at: now, createdAt: now },
    patch: JSON.stringify({ v: 1, changes: [], summary }),
  });
}
