import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Annotation } from "@/lib/annotation/annotation";
import type { History, HistoryEntry } from "@/lib/api/items";
import type { ProjectRole } from "../schema/projects";
import type { Store } from "../store";
import { isSameAnnotation, toAnnotation } from "./annotation-row";
import { applyOp, type OpResult } from "./apply-op";
import { readPatch, toEntry } from "./history-entry";
import { readPeopleEntries } from "./people-history";
import { readSuggestionEntries } from "./suggestion-history";

/**
 * Who did what to a layer of an item (its result, if none is given), newest first, by its revisions; between its entries
 * those of models' layers, which cannot be gone back to. `onlyOf`: what other people did there stays untold. With
 * `hasPeople` also what people did in layers of their own.
 */
export async function readHistory(
  store: Store,
  {
    itemId,
    layerId,
    onlyOf = null,
    hasPeople = false,
    before,
    limit,
  }: {
    itemId: string;
    layerId?: string | undefined;
    onlyOf?: string | null;
    hasPeople?: boolean;
    before?: number | undefined;
    limit: number;
  },
): Promise<History> {
  const { operations, users } = store.tables;
  const layer = await findLayer(store, { itemId, layerId });
  if (!layer) return { entries: [], next: null };
  const rows = await store.db
    .select({ op: operations, authorName: users.name })
    .from(operations)
    .leftJoin(users, eq(users.id, operations.authorId))
    .where(
      and(
        eq(operations.layerId, layer.id),
        before === undefined ? undefined : lt(operations.rev, before),
      ),
    )
    .orderBy(desc(operations.rev))
    .limit(limit + 1);
  const entries = rows
    .slice(0, limit)
    .map(({ op, authorName }) => toEntry(op, { authorName, model: null, title: null }));
  const next = rows.length > limit ? (entries.at(-1)?.rev ?? null) : null;
  const until = before === undefined ? null : await timeOf(store, layer.id, before);
  const since = next === null ? null : (entries.at(-1)?.createdAt ?? null);
  const suggested = await readSuggestionEntries(store, { itemId, since, until, onlyOf });
  const beside = { itemId, shownLayerId: layer.id, since, until };
  const apart = hasPeople ? await readPeopleEntries(store, beside) : [];
  return { entries: inOrder(entries, inOrder(apart, suggested)), next };
}

/** The newest first; of one moment the item's own first. */
function inOrder(own: HistoryEntry[], suggested: HistoryEntry[]): HistoryEntry[] {
  const rest = [...suggested];
  const merged: HistoryEntry[] = [];
  for (const entry of own) {
    while (rest[0] && rest[0].createdAt > entry.createdAt) merged.push(...rest.splice(0, 1));
    merged.push(entry);
  }
  return [...merged, ...rest];
}

async function timeOf(
  { db, tables: { operations } }: Store,
  layerId: string,
  rev: number,
): Promise<number | null> {
  const rows = await db
    .select({ createdAt: operations.createdAt })
    .from(operations)
    .where(and(eq(operations.layerId, layerId), eq(operations.rev, rev)));
  return rows[0]?.createdAt ?? null;
}

export type RestoreResult =
  | { kind: "restored"; rev: number; changes: number }
  | { kind: "unknown_revision" }
  | Exclude<OpResult, { kind: "accepted" }>;

/**
 * Writes one operation after which the layer (the result, if none is given) is what it was right after `rev`, save that labels
 * merged since stay merged. Writes nothing when it is so already. `writeId` makes retries safe.
 */
export function restoreItem(
  store: Store,
  input: {
    itemId: string;
    layerId?: string | undefined;
    to: { rev: number } | { opId: string };
    userId: string;
    role?: ProjectRole;
    writeId?: string | undefined;
    now: number;
  },
): Promise<RestoreResult> {
  return store.transaction(async (tx) => {
    const layer = await findLayer(tx, input);
    if (!layer) return { kind: "missing" };
    if (layer.deletedAt !== null) return { kind: "gone" };
    const rev = "rev" in input.to ? input.to.rev : await revOf(tx, layer.id, input.to.opId);
    if (rev === null || rev > layer.revision) return { kind: "unknown_revision" };
    const changes = await changesBackTo(tx, layer.id, rev);
    if (changes.length === 0) return { kind: "restored", rev: layer.revision, changes: 0 };
    const result = await applyOp(tx, {
      layerId: layer.id,
      userId: input.userId,
      ...(input.role ? { role: input.role } : {}),
      op: {
        clientId: "restore",
        opId: input.writeId ?? uuidv7(),
        baseRev: layer.revision,
        changes,
        at: input.now,
      },
      cause: "restore",
      now: input.now,
    });
    return result.kind === "accepted"
      ? { kind: "restored", rev: result.rev, changes: changes.length }
      : result;
  });
}

/** What differs between now and right after `rev`: the oldest later change knows what was there. */
export async function changesBackTo(
  { db, tables: { operations, annotations } }: Store,
  layerId: string,
  rev: number,
): Promise<{ id: string; after: Annotation | null }[]> {
  const later = await db
    .select({ patch: operations.patch })
    .from(operations)
    .where(and(eq(operations.layerId, layerId), gt(operations.rev, rev)))
    .orderBy(asc(operations.rev));
  const then = new Map<string, Annotation | null>();
  for (const { patch } of later) {
    for (const { id, before } of readPatch(patch)) if (!then.has(id)) then.set(id, before);
  }
  const rows = await db
    .select()
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, layerId),
        eq(annotations.isDeleted, false),
        gt(annotations.rev, rev),
      ),
    );
  const now = new Map(rows.map((row) => [row.id, toAnnotation(row)]));
  return [...then]
    .filter(([id, before]) => !isSameAnnotation(before, now.get(id) ?? null))
    .map(([id, after]) => ({ id, after }));
}

async function findLayer(
  { db, tables: { layers, items } }: Store,
  { itemId, layerId }: { itemId: string; layerId?: string | undefined },
) {
  const rows = await db
    .select({ id: layers.id, revision: layers.revision, deletedAt: items.deletedAt })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .where(
      and(
        eq(layers.itemId, itemId),
        layerId === undefined ? eq(layers.isResult, true) : eq(layers.id, layerId),
      ),
    );
  return rows[0] ?? null;
}

async function revOf(
  { db, tables: { operations } }: Store,
  layerId: string,
  opId: string,
): Promise<number | null> {
  const rows = await db
    .select({ rev: operations.rev })
    .from(operations)
    .where(and(eq(operations.layerId, layerId), eq(operations.opId, opId)));
  return rows[0]?.rev ?? null;
}
