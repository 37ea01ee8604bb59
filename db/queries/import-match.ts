import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { ItemState, Split } from "@/lib/annotation/item-state";
import type { NewLabel } from "@/lib/api/projects";
import type { Store } from "../store";
import { toLabelColumns } from "./label-row";
import { prepared } from "./prepared";
import { completeLabels } from "./projects";

/** What an import has to know of an item that is there. */
export type ImportTarget = {
  itemId: string;
  layerId: string;
  name: string;
  state: ItemState;
  split: Split | null;
  width: number | null;
  height: number | null;
  length: number | null;
  /** Of a text item: hash of its text. */
  textHash: string | null;
};

/** All that are given have to match. */
type By = { hash?: string; name?: string; itemId?: string };
const NAMES_PER_PAGE = 5_000;

/** Items that are not deleted, oldest first. Names may repeat. */
export async function findImportTargets(
  store: Store,
  { projectId, by }: { projectId: string; by: By },
): Promise<ImportTarget[]> {
  const known = selectTargets(store);
  const key = JSON.stringify([by.hash, by.name, by.itemId].map((each) => each !== undefined));
  const select = known.get(key) ?? buildTargets(store, by);
  known.set(key, select);
  const rows = await select.execute({ projectId, ...by });
  // Not by SQL: it would rather walk the whole project in order than look up the few that match.
  return rows.sort((a, b) => a.position - b.position);
}

/** The statements that were built so far, by what they look for. */
const selectTargets = prepared((): Map<string, ReturnType<typeof buildTargets>> => new Map());

function buildTargets({ db, tables: { items, layers, texts } }: Store, by: By) {
  return db
    .select({
      itemId: items.id,
      position: items.position,
      layerId: layers.id,
      name: items.name,
      state: items.state,
      split: items.split,
      width: items.width,
      height: items.height,
      length: items.length,
      textHash: texts.hash,
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .leftJoin(texts, eq(texts.hash, items.blobHash))
    .where(
      and(
        eq(items.projectId, sql.placeholder("projectId")),
        isNull(items.deletedAt),
        by.hash === undefined ? undefined : eq(items.blobHash, sql.placeholder("hash")),
        by.name === undefined ? undefined : eq(items.name, sql.placeholder("name")),
        by.itemId === undefined ? undefined : eq(items.id, sql.placeholder("itemId")),
      ),
    )
    .prepare();
}

/** The name of every item, a page at a time. */
export async function* walkItemNames(
  { db, tables: { items } }: Store,
  projectId: string,
): AsyncGenerator<{ itemId: string; name: string }, void, undefined> {
  let after = -1;
  while (true) {
    const page = await db
      .select({ itemId: items.id, name: items.name, position: items.position })
      .from(items)
      .where(
        and(eq(items.projectId, projectId), isNull(items.deletedAt), gt(items.position, after)),
      )
      .orderBy(asc(items.position))
      .limit(NAMES_PER_PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield* page;
    after = last.position;
  }
}

/** The id of every item in the dataset that it came with. */
export async function* walkSourceIds(
  { db, tables: { items } }: Store,
  projectId: string,
): AsyncGenerator<{ itemId: string; sourceId: string }, void, undefined> {
  let after = -1;
  while (true) {
    const page = await db
      .select({ itemId: items.id, metadata: items.metadata, position: items.position })
      .from(items)
      .where(
        and(eq(items.projectId, projectId), isNull(items.deletedAt), gt(items.position, after)),
      )
      .orderBy(asc(items.position))
      .limit(NAMES_PER_PAGE);
    const last = page.at(-1);
    if (!last) return;
    for (const { itemId, metadata } of page) {
      const { sourceId } = JSON.parse(metadata) as { sourceId?: unknown };
      if (typeof sourceId === "string") yield { itemId, sourceId };
    }
    after = last.position;
  }
}

export type ProjectLabel = { id: string; name: string; sourceId: string | null };
/** A label as a dataset brings it. */
export type ImportedLabel = NewLabel & { sourceId: string | null };

/** Labels that are not deleted, in class order. */
export async function listProjectLabels(
  { db, tables: { labels } }: Store,
  projectId: string,
): Promise<ProjectLabel[]> {
  return db
    .select({ id: labels.id, name: labels.name, sourceId: labels.sourceId })
    .from(labels)
    .where(and(eq(labels.projectId, projectId), isNull(labels.deletedAt)))
    .orderBy(asc(labels.position));
}

/** Puts new labels behind those that are there, in the order given. */
export async function appendLabels(
  store: Store,
  { projectId, wanted, now }: { projectId: string; wanted: ImportedLabel[]; now: number },
): Promise<ProjectLabel[]> {
  return store.transaction(async ({ db, tables: { labels } }) => {
    const existing = await db
      .select({ color: labels.color, hotkey: labels.hotkey, position: labels.position })
      .from(labels)
      .where(and(eq(labels.projectId, projectId), isNull(labels.deletedAt)));
    const added = completeLabels(wanted, existing).map((label, i) => ({
      ...label,
      sourceId: wanted[i]?.sourceId ?? null,
    }));
    if (added.length === 0) return [];
    await db.insert(labels).values(
      added.map(({ sourceId, ...label }) => ({
        ...toLabelColumns(label),
        sourceId,
        projectId,
        createdAt: now,
        updatedAt: now,
      })),
    );
    return added.map(({ id, name, sourceId }) => ({ id, name, sourceId }));
  });
}

/** Gives labels the ids that a dataset knows them by; those that have one keep it. */
export async function fillLabelSources(
  store: Store,
  { sources, now }: { sources: ReadonlyMap<string, string>; now: number },
): Promise<void> {
  await store.transaction(async ({ db, tables: { labels } }) => {
    for (const [labelId, sourceId] of sources) {
      await db
        .update(labels)
        .set({ sourceId, updatedAt: now })
        .where(and(eq(labels.id, labelId), isNull(labels.sourceId)));
    }
  });
}

/** Gives an item the split that a dataset says, unless it has one. */
export async function fillItemSplit(
  store: Store,
  { itemId, split, now }: { itemId: string; split: Split; now: number },
): Promise<void> {
  await store.transaction(async ({ db, tables: { items } }) => {
    await db
      .update(items)
      .set({ split, updatedAt: now })
      .where(and(eq(items.id, itemId), isNull(items.split)));
  });
}
