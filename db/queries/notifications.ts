import { and, count, desc, eq, inArray, isNull, lt } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import {
  type Notification,
  type NotificationData,
  type NotificationKind,
  notificationDataSchema,
} from "@/lib/api/talk";
import type { Store } from "../store";

export type NewNotification = {
  kind: NotificationKind;
  /** Whom it is for. Who did it is left out, and nobody is told twice. */
  userIds: readonly string[];
  actorId: string;
  projectId: string;
  /** Absent: about the project (so many items were assigned). */
  itemId?: string;
  threadId?: string;
  data?: NotificationData;
  now: number;
};

/**
 * Writes it for each of the people; runs in the transaction of what they are told of. After the commit:
 * `tellNotified` of lib/server/live, with the ids that this answers with.
 */
export async function notify(
  { db, tables: { notifications } }: Store,
  { kind, userIds, actorId, projectId, itemId, threadId, data = {}, now }: NewNotification,
): Promise<string[]> {
  const people = [...new Set(userIds)].filter((id) => id !== actorId);
  for (const userId of people) {
    await db.insert(notifications).values({
      id: uuidv7(),
      ...{ userId, kind, projectId, actorId },
      itemId: itemId ?? null,
      threadId: threadId ?? null,
      data: JSON.stringify({ v: 1, ...data }),
      createdAt: now,
    });
  }
  return people;
}

export async function countUnread(
  { db, tables: { notifications } }: Store,
  userId: string,
): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)));
  return rows[0]?.n ?? 0;
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function listNotifications(
  store: Store,
  { userId, before, limit }: { userId: string; before?: string | undefined; limit: number },
): Promise<Notification[]> {
  const { notifications } = store.tables;
  return selectNotifications(store)
    .where(
      and(
        eq(notifications.userId, userId),
        // Ids of the seventh version grow with the time.
        before === undefined ? undefined : lt(notifications.id, before),
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(limit)
    .then((rows) => rows.map(toNotification));
}

/** Marks as read; without `ids` all of them. */
export function readNotifications(
  store: Store,
  { userId, ids, now }: { userId: string; ids?: readonly string[]; now: number },
): Promise<void> {
  return store.transaction(async ({ db, tables: { notifications } }) => {
    await db
      .update(notifications)
      .set({ readAt: now })
      .where(
        and(
          eq(notifications.userId, userId),
          isNull(notifications.readAt),
          ids === undefined ? undefined : inArray(notifications.id, [...ids]),
        ),
      );
  });
}

/** Who opens an item has seen what was said of it. Answers whether anything was unread. */
export async function readNotificationsOf(
  store: Store,
  { userId, threadId, now }: { userId: string; threadId: string; now: number },
): Promise<boolean> {
  const { notifications } = store.tables;
  const isIt = and(
    eq(notifications.userId, userId),
    eq(notifications.threadId, threadId),
    isNull(notifications.readAt),
  );
  const unread = await store.db.select({ id: notifications.id }).from(notifications).where(isIt);
  if (unread.length === 0) return false;
  await store.transaction(async ({ db }) => {
    await db.update(notifications).set({ readAt: now }).where(isIt);
  });
  return true;
}

export function selectNotifications({ db, tables }: Store) {
  const { notifications, projects, items, users } = tables;
  return db
    .select({
      id: notifications.id,
      userId: notifications.userId,
      kind: notifications.kind,
      projectId: projects.id,
      projectName: projects.name,
      itemId: items.id,
      itemName: items.name,
      threadId: notifications.threadId,
      actorId: users.id,
      actorName: users.name,
      data: notifications.data,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
    })
    .from(notifications)
    .innerJoin(projects, and(eq(projects.id, notifications.projectId), isNull(projects.deletedAt)))
    .leftJoin(items, eq(items.id, notifications.itemId))
    .leftJoin(users, eq(users.id, notifications.actorId))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectNotifications>>[number];

export function toNotification(row: Row): Notification {
  const data = notificationDataSchema.safeParse(JSON.parse(row.data));
  const { id, kind, threadId, createdAt, readAt } = row;
  return {
    ...{ id, kind, threadId, createdAt, readAt },
    project: { id: row.projectId, name: row.projectName },
    item: row.itemId === null ? null : { id: row.itemId, name: row.itemName ?? "" },
    actor: row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? "" },
    data: data.success ? data.data : {},
  };
}
