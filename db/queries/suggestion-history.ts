import { and, desc, eq, gt, inArray, lte, or } from "drizzle-orm";
import type { HistoryEntry } from "@/lib/api/items";
import type { Store } from "../store";
import { toEntry } from "./history-entry";
import { authorOf, SUGGESTION_KINDS } from "./suggestion-layers";

/** Of one page of the history; rejections in a row are one entry, so there are hardly ever so many. */
const MAX_OPERATIONS = 500;

/**
 * What models and imports suggested on an item and what of it people rejected or brought back, the newest first: after
 * `since` and up to `until`, where they are not null; of people, what `onlyOf` did alone, if it is given. Rejections in a row, of one person and one layer, are one entry.
 */
export async function readSuggestionEntries(
  { db, tables: { layers, operations, users, modelVersions } }: Store,
  {
    itemId,
    since,
    until,
    onlyOf,
  }: { itemId: string; since: number | null; until: number | null; onlyOf: string | null },
): Promise<HistoryEntry[]> {
  const rows = await db
    .select({
      op: operations,
      authorName: users.name,
      kind: layers.kind,
      title: layers.title,
      versionId: layers.modelVersionId,
      name: modelVersions.name,
      version: modelVersions.version,
    })
    .from(layers)
    .innerJoin(operations, eq(operations.layerId, layers.id))
    .leftJoin(users, eq(users.id, operations.authorId))
    .leftJoin(modelVersions, eq(modelVersions.id, layers.modelVersionId))
    .where(
      and(
        eq(layers.itemId, itemId),
        inArray(layers.kind, [...SUGGESTION_KINDS]),
        since === null ? undefined : gt(operations.createdAt, since),
        until === null ? undefined : lte(operations.createdAt, until),
        onlyOf === null
          ? undefined
          : or(eq(operations.authorId, onlyOf), eq(operations.cause, "model")),
      ),
    )
    .orderBy(desc(operations.createdAt), desc(operations.rev))
    .limit(MAX_OPERATIONS);
  const entries: HistoryEntry[] = [];
  for (const { op, authorName, ...layer } of rows) {
    const entry = toEntry(op, { authorName, ...authorOf(layer) });
    // Who else ran a model here had the item before.
    if (onlyOf !== null && entry.author?.id !== onlyOf) entry.author = null;
    const newer = entries.at(-1);
    if (newer && areOne(newer, entry)) newer.deleted += entry.deleted;
    else entries.push(entry);
  }
  return entries;
}

function areOne(a: HistoryEntry, b: HistoryEntry): boolean {
  return (
    isRejection(a) &&
    isRejection(b) &&
    a.author?.id === b.author?.id &&
    a.model?.versionId === b.model?.versionId &&
    a.title === b.title
  );
}

function isRejection({ cause, created, changed, deleted }: HistoryEntry): boolean {
  return cause === "edit" && created + changed === 0 && deleted > 0;
}
