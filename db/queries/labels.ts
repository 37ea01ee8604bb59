import { and, asc, eq, gt, gte, isNull, sql } from "drizzle-orm";
import type { LabelView, UpdateLabel } from "@/lib/api/labels";
import type { NewLabel } from "@/lib/api/projects";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { type Audited, audit } from "./audit";
import { sightOf } from "./item-sight";
import { changedJson, toLabel, toLabelColumns } from "./label-row";
import type { Viewer } from "./layer-access";
import { countOwnLabels } from "./own-counts";
import { completeLabels } from "./projects";

type Row = Tables["labels"]["$inferSelect"];
export type LabelRefusal =
  | "not_found"
  | "name_taken"
  | "hotkey_taken"
  | "order_mismatch"
  | "merged_away"
  | "same_label";

/** Thrown when a change to labels cannot be; nothing was written. `what` is the name or key. */
export class LabelRefused extends Error {
  readonly reason: LabelRefusal;
  readonly what: string;
  constructor(reason: LabelRefusal, what = "") {
    super(reason);
    this.reason = reason;
    this.what = what;
  }
}

/** The labels that are not deleted, in the order of their class index. */
export async function listLabels(store: Store, projectId: string): Promise<LabelView[]> {
  return (await readRows(store, projectId)).map(toView);
}

/** The same, with the numbers that this person is told; see `readProject`. */
export async function listLabelsFor(
  store: Store,
  { projectId, viewer }: { projectId: string; viewer: Viewer },
): Promise<LabelView[]> {
  const labels = await listLabels(store, projectId);
  const sight = await sightOf(store, { projectId, viewer });
  if (!sight?.isHandedOnly) return labels;
  const uses = await countOwnLabels(store, sight);
  return labels.map((label) => ({ ...label, annotationCount: uses.get(label.id) ?? 0 }));
}

export type LabelsAdded = { labels: LabelView[]; skipped: string[] };

/** Adds labels at the end. Names that are there already, or twice in the list, are skipped. */
export function createLabels(
  store: Store,
  { projectId, wanted, now }: { projectId: string; wanted: readonly NewLabel[]; now: number },
): Promise<LabelsAdded> {
  return store.transaction(async (tx) => {
    const existing = await readRows(tx, projectId);
    const names = new Set(existing.map(({ name }) => name));
    const keys = new Set(existing.flatMap(({ hotkey }) => (hotkey === null ? [] : [hotkey])));
    const fresh: NewLabel[] = [];
    const skipped: string[] = [];
    for (const label of wanted) {
      if (names.has(label.name)) {
        skipped.push(label.name);
        continue;
      }
      names.add(label.name);
      if (label.hotkey) {
        if (keys.has(label.hotkey)) throw new LabelRefused("hotkey_taken", label.hotkey);
        keys.add(label.hotkey);
      }
      fresh.push(label);
    }
    const labels = completeLabels(fresh, existing);
    for (const label of labels) {
      await tx.db.insert(tx.tables.labels).values({
        ...toLabelColumns(label),
        projectId,
        createdAt: now,
        updatedAt: now,
      });
      await auditLabel(tx, {
        kind: "label.create",
        projectId,
        label,
        after: { color: label.color },
      });
    }
    return { labels: labels.map((label) => ({ ...label, annotationCount: 0 })), skipped };
  });
}

export type LabelChange = UpdateLabel & { projectId: string; labelId: string; now: number };

export function updateLabel(store: Store, change: LabelChange): Promise<LabelView> {
  return store.transaction(async (tx) => {
    const { projectId, labelId, now, name, color, hotkey } = change;
    const existing = await readRows(tx, projectId);
    const label = existing.find(({ id }) => id === labelId);
    if (!label) throw new LabelRefused("not_found");
    const others = existing.filter(({ id }) => id !== labelId);
    if (name !== undefined && others.some((other) => other.name === name)) {
      throw new LabelRefused("name_taken", name);
    }
    if (hotkey && others.some((other) => other.hotkey === hotkey)) {
      throw new LabelRefused("hotkey_taken", hotkey);
    }
    const columns = {
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color }),
      ...(hotkey === undefined ? {} : { hotkey }),
      ...changedJson(change),
      updatedAt: now,
    };
    await setColumns(tx, labelId, columns);
    const after = { ...label, ...columns };
    await auditLabel(tx, {
      kind: "label.change",
      projectId,
      label: after,
      before: inShort(label),
      after: inShort(after),
    });
    return toView(after);
  });
}

/** `ids` must name every label of the project once. */
export function orderLabels(
  store: Store,
  { projectId, ids, now }: { projectId: string; ids: readonly string[]; now: number },
): Promise<void> {
  return store.transaction(async (tx) => {
    const existing = new Map((await readRows(tx, projectId)).map((row) => [row.id, row]));
    const isComplete = ids.length === existing.size && new Set(ids).size === ids.length;
    if (!isComplete || ids.some((id) => !existing.has(id))) {
      throw new LabelRefused("order_mismatch");
    }
    for (const [position, id] of ids.entries()) {
      if (existing.get(id)?.position === position) continue;
      await setColumns(tx, id, { position, updatedAt: now });
    }
    const namesOf = (order: Iterable<string>) =>
      [...order].map((id) => existing.get(id)?.name).join(", ");
    const before = namesOf(existing.keys());
    const after = namesOf(ids);
    if (before === after) return;
    const names = { before: { order: before }, after: { order: after } };
    await audit(tx, { kind: "label.order", projectId, ...names });
  });
}

/**
 * Takes the label out of the list; its annotations follow by a sweep. With `into`, writes that
 * still carry it (an editor opened before) go to that label from now on. Answers with the mark of
 * this deletion, which the sweep and the undo need. Merging again what was merged is no error.
 */
export function retireLabel(
  store: Store,
  label: { projectId: string; labelId: string; into: string | null; now: number },
): Promise<{ deletedAt: number }> {
  return store.transaction(async (tx) => {
    const { projectId, labelId, into, now } = label;
    if (into === labelId) throw new LabelRefused("same_label");
    const row = await readRow(tx, { projectId, labelId });
    if (!row) throw new LabelRefused("not_found");
    if (row.deletedAt !== null) {
      if (row.mergedInto === into) return { deletedAt: row.deletedAt };
      throw new LabelRefused(row.mergedInto === null ? "not_found" : "merged_away");
    }
    const { labels } = tx.tables;
    let after: { into: string } | null = null;
    if (into !== null) {
      const target = await readRow(tx, { projectId, labelId: into });
      if (!target || target.deletedAt !== null) throw new LabelRefused("not_found");
      after = { into: target.name };
      await tx.db.update(labels).set({ mergedInto: into }).where(eq(labels.mergedInto, labelId));
    }
    const columns = { deletedAt: now, mergedInto: into, updatedAt: now };
    await setColumns(tx, labelId, columns);
    await tx.db
      .update(labels)
      .set({ position: sql`${labels.position} - 1` })
      .where(and(live(tx, projectId), gt(labels.position, row.position)));
    const kind = into === null ? "label.delete" : "label.merge";
    await auditLabel(tx, { kind, projectId, label: row, after });
    return { deletedAt: now };
  });
}

/**
 * Puts a deleted label back where it was; its hotkey only when nobody took it meanwhile. Answers
 * with the mark of the deletion that this undoes.
 */
export function bringLabelBack(
  store: Store,
  { projectId, labelId, now }: { projectId: string; labelId: string; now: number },
): Promise<{ deletedAt: number }> {
  return store.transaction(async (tx) => {
    const row = await readRow(tx, { projectId, labelId });
    if (!row || row.deletedAt === null) throw new LabelRefused("not_found");
    if (row.mergedInto !== null) throw new LabelRefused("merged_away");
    const existing = await readRows(tx, projectId);
    if (existing.some(({ name }) => name === row.name)) {
      throw new LabelRefused("name_taken", row.name);
    }
    const { labels } = tx.tables;
    const position = Math.min(row.position, existing.length);
    await tx.db
      .update(labels)
      .set({ position: sql`${labels.position} + 1` })
      .where(and(live(tx, projectId), gte(labels.position, position)));
    const isKeyTaken = existing.some(({ hotkey }) => hotkey === row.hotkey);
    const hotkey = isKeyTaken ? null : row.hotkey;
    await setColumns(tx, labelId, { deletedAt: null, position, hotkey, updatedAt: now });
    await auditLabel(tx, { kind: "label.restore", projectId, label: row });
    return { deletedAt: row.deletedAt };
  });
}

/** What the label is on: in result layers of items that are there. */
export async function readLabelUsage(
  store: Store,
  { projectId, labelId }: { projectId: string; labelId: string },
): Promise<{ annotations: number; items: number } | null> {
  const { itemLabels, items } = store.tables;
  const label = await readRow(store, { projectId, labelId });
  if (!label) return null;
  const rows = await store.db
    .select({ items: sql<number>`count(*)` })
    .from(itemLabels)
    .innerJoin(items, eq(items.id, itemLabels.itemId))
    .where(and(eq(itemLabels.labelId, labelId), isNull(items.deletedAt)));
  return { annotations: label.annotationCount, items: Number(rows[0]?.items ?? 0) };
}

/** A label, deleted ones too. */
export async function readRow(
  { db, tables: { labels } }: Store,
  { projectId, labelId }: { projectId: string; labelId: string },
): Promise<Row | null> {
  const rows = await db
    .select()
    .from(labels)
    .where(and(eq(labels.id, labelId), eq(labels.projectId, projectId)));
  return rows[0] ?? null;
}

function readRows(store: Store, projectId: string): Promise<Row[]> {
  const { labels } = store.tables;
  return store.db
    .select()
    .from(labels)
    .where(live(store, projectId))
    .orderBy(asc(labels.position))
    .then((rows) => rows);
}

function live({ tables: { labels } }: Store, projectId: string) {
  return and(eq(labels.projectId, projectId), isNull(labels.deletedAt));
}

async function setColumns(
  { db, tables: { labels } }: Store,
  labelId: string,
  columns: Partial<Tables["labels"]["$inferInsert"]>,
): Promise<void> {
  await db.update(labels).set(columns).where(eq(labels.id, labelId));
}

function toView(row: Row): LabelView {
  return { ...toLabel(row), annotationCount: row.annotationCount };
}

function auditLabel(
  tx: Store,
  { label, ...event }: Omit<Audited, "subject"> & { label: { id: string; name: string } },
): Promise<void> {
  return audit(tx, { ...event, subject: { id: label.id, name: label.name } });
}

function inShort({ name, color, hotkey, geometries, answer, attributes }: Row) {
  return { name, color, hotkey, geometries, answer, attributes };
}
