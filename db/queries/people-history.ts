import { and, desc, eq, gt, lte, ne } from "drizzle-orm";
import type { HistoryEntry } from "@/lib/api/items";
import type { Store } from "../store";
import { toEntry } from "./history-entry";

/** Of one page of the history. */
const MAX_OPERATIONS = 500;

/**
 * What people did in layers of their own of an item, the newest first: after `since` and up to `until`, where they are
 * not null. For those alone who review: it tells of people's work to others.
 */
export async function readPeopleEntries(
  { db, tables: { layers, operations, users } }: Store,
  of: { itemId: string; shownLayerId: string; since: number | null; until: number | null },
): Promise<HistoryEntry[]> {
  const { itemId, shownLayerId, since, until } = of;
  const rows = await db
    .select({ op: operations, authorName: users.name })
    .from(layers)
    .innerJoin(operations, eq(operations.layerId, layers.id))
    .leftJoin(users, eq(users.id, operations.authorId))
    .where(
      and(
        eq(layers.itemId, itemId),
        eq(layers.kind, "person"),
        eq(layers.isResult, false),
        ne(layers.id, shownLayerId),
        since === null ? undefined : gt(operations.createdAt, since),
        until === null ? undefined : lte(operations.createdAt, until),
      ),
    )
    .orderBy(desc(operations.createdAt), desc(operations.rev))
    .limit(MAX_OPERATIONS);
  return rows.map(({ op, authorName }) =>
    toEntry(op, { authorName, model: null, title: null, isApart: true }),
  );
}
