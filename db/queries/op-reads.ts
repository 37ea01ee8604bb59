import { and, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ItemState } from "@/lib/annotation/item-state";
import type { LayerRecord } from "@/lib/annotation/protocol";
import type { MediaKind } from "@/lib/media/media";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { toRecord } from "./annotation-row";
import { prepared } from "./prepared";

/** Ids per statement; SQLite binds at most 32,766 variables. */
export const IDS_PER_STATEMENT = 10_000;

export type AnnotationRow = Tables["annotations"]["$inferSelect"];
/** The layer that an operation is for, with what its item can hold. */
export type OpHead = {
  itemId: string;
  projectId: string;
  rev: number;
  state: ItemState;
  isResult: boolean;
  kind: Tables["layers"]["$inferSelect"]["kind"];
  authorId: string | null;
  width: number | null;
  height: number | null;
  length: number | null;
  mediaKind: MediaKind;
  /** Of the item; see lib/annotation/workflow. */
  required: number;
  openSlots: number;
  isGold: boolean;
  /** The project's. */
  settings: string;
};

/** A change with what is stored under its id. */
export type PlannedChange = {
  id: string;
  row: AnnotationRow | undefined;
  before: Annotation | null;
  after: Annotation | null;
};

const selectHead = prepared(({ db, tables: { layers, items, projects } }) =>
  db
    .select({
      itemId: layers.itemId,
      projectId: layers.projectId,
      rev: layers.revision,
      isResult: layers.isResult,
      kind: layers.kind,
      authorId: layers.authorId,
      state: items.state,
      width: items.width,
      height: items.height,
      length: items.length,
      mediaKind: projects.mediaKind,
      ...{ required: items.required, openSlots: items.openSlots, isGold: items.isGold },
      settings: projects.settings,
      deletedAt: items.deletedAt,
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .innerJoin(projects, eq(projects.id, items.projectId))
    .where(eq(layers.id, sql.placeholder("layerId")))
    .prepare(),
);

export async function readHead(
  store: Store,
  layerId: string,
): Promise<{ head: OpHead; isGone: boolean } | null> {
  const rows = await selectHead(store).execute({ layerId });
  const row = rows[0];
  if (!row) return null;
  const { deletedAt, ...head } = row;
  return { head, isGone: deletedAt !== null };
}

const selectOperation = prepared(({ db, tables: { operations } }) =>
  db
    .select({ rev: operations.rev })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, sql.placeholder("layerId")),
        eq(operations.opId, sql.placeholder("opId")),
      ),
    )
    .prepare(),
);

export async function findOperation(
  store: Store,
  layerId: string,
  opId: string,
): Promise<number | null> {
  const rows = await selectOperation(store).execute({ layerId, opId });
  return rows[0]?.rev ?? null;
}

export async function recordsSince(
  { db, tables: { annotations } }: Store,
  { layerId, since, exceptRev }: { layerId: string; since: number; exceptRev?: number },
): Promise<LayerRecord[]> {
  const rows = await db
    .select()
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, layerId),
        gt(annotations.rev, since),
        exceptRev === undefined ? undefined : ne(annotations.rev, exceptRev),
      ),
    );
  return rows.map(toRecord);
}

const selectTouchedOne = prepared(({ db, tables: { annotations } }) =>
  db
    .select()
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, sql.placeholder("layerId")),
        eq(annotations.id, sql.placeholder("id")),
      ),
    )
    .prepare(),
);

export async function readTouched(
  store: Store,
  layerId: string,
  ids: readonly string[],
): Promise<Map<string, AnnotationRow>> {
  const touched = new Map<string, AnnotationRow>();
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    const rows = await selectTouchedOne(store).execute({ layerId, id: only });
    return new Map(rows.map((row) => [row.id, row]));
  }
  const { db, tables } = store;
  const { annotations } = tables;
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
    const rows = await db
      .select()
      .from(annotations)
      .where(
        and(
          eq(annotations.layerId, layerId),
          inArray(annotations.id, ids.slice(start, start + IDS_PER_STATEMENT)),
        ),
      );
    for (const row of rows) touched.set(row.id, row);
  }
  return touched;
}

/**
 * Each label id used → the label that it means now (its own, or the one it was merged into).
 * Unknown ids are absent. A deleted label still resolves: work made before must not be lost.
 */
export async function resolveLabels(
  store: Store,
  projectId: string,
  annotations: readonly (Annotation | null)[],
): Promise<Map<string, string>> {
  const used = new Set(
    annotations.flatMap((annotation) => (annotation ? [annotation.labelId] : [])),
  );
  if (used.size === 0) return new Map();
  const rows = await readLabelTargets(store, projectId, [...used]);
  return new Map(rows.map((row) => [row.id, row.mergedInto ?? row.id]));
}

const selectLabelTarget = prepared(({ db, tables: { labels } }) =>
  db
    .select({ id: labels.id, mergedInto: labels.mergedInto })
    .from(labels)
    .where(
      and(eq(labels.projectId, sql.placeholder("projectId")), eq(labels.id, sql.placeholder("id"))),
    )
    .prepare(),
);

async function readLabelTargets(store: Store, projectId: string, ids: string[]) {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    return selectLabelTarget(store).execute({ projectId, id: only });
  }
  const { db, tables } = store;
  const { labels } = tables;
  return db
    .select({ id: labels.id, mergedInto: labels.mergedInto })
    .from(labels)
    .where(and(eq(labels.projectId, projectId), inArray(labels.id, ids)));
}
