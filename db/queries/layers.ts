import { and, asc, eq, gt } from "drizzle-orm";
import type { LayerSnapshot } from "@/lib/annotation/protocol";
import type { Store } from "../store";
import { toRecord } from "./annotation-row";
import { isSuggestionKind } from "./suggestion-layers";
import { isApart } from "./work/own-layer";

/**
 * A layer with its annotations; with `since`, only what later revisions touched, tombstones
 * included. Null when there is no such layer or its item was deleted.
 */
export async function readLayer(
  { db, tables }: Store,
  { layerId, since }: { layerId: string; since?: number | undefined },
): Promise<LayerSnapshot | null> {
  const { layers, items, annotations } = tables;
  const heads = await db
    .select({
      itemId: layers.itemId,
      rev: layers.revision,
      state: items.state,
      gone: items.deletedAt,
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .where(eq(layers.id, layerId));
  const head = heads[0];
  if (!head || head.gone !== null) return null;
  const rows = await db
    .select()
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, layerId),
        since === undefined ? eq(annotations.isDeleted, false) : gt(annotations.rev, since),
      ),
    )
    .orderBy(asc(annotations.order), asc(annotations.id));
  return {
    layerId,
    itemId: head.itemId,
    rev: head.rev,
    state: head.state,
    records: rows.map(toRecord),
  };
}

/**
 * The item of a layer, and whether somebody works there for themselves (a gold item looks like any other), or rejects
 * suggestions for themselves, of which nobody hears.
 */
export async function itemOfLayer({ db, tables: { layers, items } }: Store, layerId: string) {
  const rows = await db
    .select({
      ...{ itemId: layers.itemId, state: items.state },
      ...{ isGold: items.isGold, required: items.required },
      ...{ kind: layers.kind, isResult: layers.isResult, authorId: layers.authorId },
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .where(eq(layers.id, layerId));
  const row = rows[0];
  if (!row) return null;
  const { kind, isResult, ...item } = row;
  const isOwn = kind === "person" && !isResult;
  return { ...item, isOwn, isRejectedAlone: isSuggestionKind(kind) && isApart(row) };
}

export async function resultLayerOf(
  { db, tables: { layers } }: Store,
  itemId: string,
): Promise<string | null> {
  const rows = await db
    .select({ id: layers.id })
    .from(layers)
    .where(and(eq(layers.itemId, itemId), eq(layers.isResult, true)));
  return rows[0]?.id ?? null;
}
