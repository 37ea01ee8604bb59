import { and, asc, eq, gte, inArray, isNull, lte, min } from "drizzle-orm";
import type { Notification } from "@/lib/api/talk";
import type { Store } from "../store";
import { selectNotifications, toNotification } from "./notifications";

export async function readIsMailed(
  { db, tables: { users } }: Store,
  userId: string,
): Promise<boolean> {
  const rows = await db
    .select({ isMailed: users.isMailed })
    .from(users)
    .where(eq(users.id, userId));
  return rows[0]?.isMailed ?? false;
}

export function setIsMailed(
  store: Store,
  { userId, isMailed }: { userId: string; isMailed: boolean },
): Promise<void> {
  return store.transaction(async ({ db, tables: { users } }) => {
    await db.update(users).set({ isMailed }).where(eq(users.id, userId));
  });
}

export type Waiting = { userId: string; email: string };

/**
 * Those who want mail and have something unread and unmailed whose first part came before `until`; what is older than
 * `since` is no news any more.
 */
export async function listWaiting(
  { db, tables: { notifications, users } }: Store,
  { since, until }: { since: number; until: number },
): Promise<Waiting[]> {
  return db
    .select({ userId: users.id, email: users.email })
    .from(notifications)
    .innerJoin(users, eq(users.id, notifications.userId))
    .where(
      and(
        eq(users.isMailed, true),
        isNull(users.deactivatedAt),
        isNull(notifications.readAt),
        isNull(notifications.mailedAt),
        gte(notifications.createdAt, since),
      ),
    )
    .groupBy(users.id, users.email)
    .having(lte(min(notifications.createdAt), until));
}

/**
 * Takes what waits for a person out of the queue and answers with it, oldest first. It is marked before it is sent: a
 * server that stops in between has sent it once or never, not twice.
 */
export function takeForMail(
  store: Store,
  { userId, since, now }: { userId: string; since: number; now: number },
): Promise<Notification[]> {
  return store.transaction(async (tx) => {
    const { notifications } = tx.tables;
    const rows = await selectNotifications(tx)
      .where(
        and(
          eq(notifications.userId, userId),
          isNull(notifications.readAt),
          isNull(notifications.mailedAt),
          gte(notifications.createdAt, since),
        ),
      )
      .orderBy(asc(notifications.id));
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) {
      await tx.db
        .update(notifications)
        .set({ mailedAt: now })
        .where(inArray(notifications.id, ids));
    }
    return rows.map(toNotification);
  });
}

/** The mail server did not take them: they wait again. */
export function putBackForMail(store: Store, ids: readonly string[]): Promise<void> {
  return store.transaction(async ({ db, tables: { notifications } }) => {
    await db
      .update(notifications)
      .set({ mailedAt: null })
      .where(inArray(notifications.id, [...ids]));
  });
}
