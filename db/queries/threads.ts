import { and, asc, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { NewComment, NewThread, Person, Thread } from "@/lib/api/talk";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";

type ThreadRow = Tables["threads"]["$inferSelect"];
type CommentRow = Tables["comments"]["$inferSelect"];

export type ThreadPlace = Pick<ThreadRow, "projectId" | "itemId" | "layerId"> & { id: string };
type Writing = { userId: string; now: number };

/** Threads of the given layers, oldest first, with their comments. */
export async function listThreads(
  store: Store,
  { itemId, layerIds, limit }: { itemId: string; layerIds: ReadonlySet<string>; limit: number },
): Promise<Thread[]> {
  const { threads } = store.tables;
  const rows = await store.db
    .select()
    .from(threads)
    .where(and(eq(threads.itemId, itemId), inArray(threads.layerId, [...layerIds])))
    .orderBy(asc(threads.createdAt), asc(threads.id))
    .limit(limit);
  return complete(store, rows);
}

export async function readThread(store: Store, threadId: string): Promise<Thread | null> {
  const { threads } = store.tables;
  const rows = await store.db.select().from(threads).where(eq(threads.id, threadId));
  return (await complete(store, rows))[0] ?? null;
}

/** False: there is one with that id already. Runs in a transaction. */
export async function addThread(
  { db, tables: { threads, items } }: Store,
  thread: Omit<NewThread, "comment"> & Writing & { projectId: string; itemId: string },
): Promise<boolean> {
  const { id, projectId, itemId, layerId, annotationId, point, userId, now } = thread;
  const known = await db.select({ id: threads.id }).from(threads).where(eq(threads.id, id));
  if (known.length > 0) return false;
  await db.insert(threads).values({
    ...{ id, projectId, itemId, layerId, annotationId },
    x: point?.x ?? null,
    y: point?.y ?? null,
    createdBy: userId,
    createdAt: now,
    updatedAt: now,
  });
  await db
    .update(items)
    .set({ openThreads: sql`${items.openThreads} + 1` })
    .where(eq(items.id, itemId));
  return true;
}

/** False: there is one with that id already. Runs in a transaction. */
export async function addComment(
  { db, tables: { comments, threads } }: Store,
  { id, body, mentions, threadId, userId, now }: NewComment & Writing & { threadId: string },
): Promise<boolean> {
  const known = await db.select({ id: comments.id }).from(comments).where(eq(comments.id, id));
  if (known.length > 0) return false;
  await db.insert(comments).values({
    ...{ id, threadId, body },
    authorId: userId,
    mentions: JSON.stringify(mentions),
    createdAt: now,
  });
  await db.update(threads).set({ updatedAt: now }).where(eq(threads.id, threadId));
  return true;
}

/** Whose comment it is and where; null when it is not there. */
export async function findComment(
  { db, tables: { comments } }: Store,
  id: string,
): Promise<Pick<CommentRow, "threadId" | "authorId"> | null> {
  const rows = await db
    .select({ threadId: comments.threadId, authorId: comments.authorId })
    .from(comments)
    .where(and(eq(comments.id, id), isNull(comments.deletedAt)));
  return rows[0] ?? null;
}

export async function changeComment(
  { db, tables: { comments } }: Store,
  { id, body, mentions, now }: NewComment & { now: number },
): Promise<void> {
  await db
    .update(comments)
    .set({ body, mentions: JSON.stringify(mentions), editedAt: now })
    .where(eq(comments.id, id));
}

/** With the last of its comments a thread goes too. Runs in a transaction. */
export async function removeComment(
  store: Store,
  { id, threadId, now }: { id: string; threadId: string; now: number },
): Promise<void> {
  const { db, tables } = store;
  const { comments, threads } = tables;
  await db.update(comments).set({ deletedAt: now }).where(eq(comments.id, id));
  const left = await db
    .select({ n: count() })
    .from(comments)
    .where(and(eq(comments.threadId, threadId), isNull(comments.deletedAt)));
  if ((left[0]?.n ?? 0) > 0) return;
  await setResolved(store, { threadId, isResolved: true, userId: null, now });
  await db.delete(threads).where(eq(threads.id, threadId));
}

/** False: it is so already. Runs in a transaction. */
export async function setResolved(
  { db, tables: { threads, items } }: Store,
  change: { threadId: string; isResolved: boolean; userId: string | null; now: number },
): Promise<boolean> {
  const { threadId, isResolved, userId, now } = change;
  const rows = await db
    .select({ itemId: threads.itemId, resolvedAt: threads.resolvedAt })
    .from(threads)
    .where(eq(threads.id, threadId));
  const row = rows[0];
  if (!row || (row.resolvedAt !== null) === isResolved) return false;
  await db
    .update(threads)
    .set({
      resolvedAt: isResolved ? now : null,
      resolvedBy: isResolved ? userId : null,
      updatedAt: now,
    })
    .where(eq(threads.id, threadId));
  await db
    .update(items)
    .set({ openThreads: sql`${items.openThreads} + ${isResolved ? -1 : 1}` })
    .where(eq(items.id, row.itemId));
  return true;
}

/** Whose work a layer is: its author and those to whom it was given. */
export async function workersOf(
  { db, tables: { layers, assignments } }: Store,
  layerId: string,
): Promise<string[]> {
  const authors = await db
    .select({ id: layers.authorId })
    .from(layers)
    .where(eq(layers.id, layerId));
  const given = await db
    .select({ id: assignments.userId })
    .from(assignments)
    .where(and(eq(assignments.layerId, layerId), eq(assignments.task, "annotate")));
  return [...authors, ...given].flatMap(({ id }) => (id === null ? [] : [id]));
}

async function complete(store: Store, rows: readonly ThreadRow[]): Promise<Thread[]> {
  if (rows.length === 0) return [];
  const { db, tables } = store;
  const ids = rows.map(({ id }) => id);
  const comments = await db
    .select()
    .from(tables.comments)
    .where(and(inArray(tables.comments.threadId, ids), isNull(tables.comments.deletedAt)))
    .orderBy(asc(tables.comments.createdAt), asc(tables.comments.id));
  const mentionsOf = new Map(comments.map(({ id, mentions }) => [id, readIds(mentions)]));
  const people = await readPeople(store, [
    ...comments.map(({ authorId }) => authorId),
    ...rows.map(({ resolvedBy }) => resolvedBy),
    ...[...mentionsOf.values()].flat(),
  ]);
  const personOf = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  return rows.map(({ id, itemId, layerId, annotationId, x, y, ...row }) => ({
    ...{ id, itemId, layerId, annotationId },
    point: x === null ? null : { x, y },
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    resolvedAt: row.resolvedAt,
    resolvedBy: personOf(row.resolvedBy),
    comments: comments
      .filter(({ threadId }) => threadId === id)
      .map((comment) => ({
        id: comment.id,
        author: personOf(comment.authorId),
        body: comment.body,
        mentions: (mentionsOf.get(comment.id) ?? []).flatMap((of) => personOf(of) ?? []),
        createdAt: comment.createdAt,
        editedAt: comment.editedAt,
      })),
  }));
}

function readIds(json: string): string[] {
  const ids: unknown = JSON.parse(json);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

async function readPeople(
  { db, tables: { users } }: Store,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, Person>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, wanted));
  return new Map(rows.map((person) => [person.id, person]));
}
