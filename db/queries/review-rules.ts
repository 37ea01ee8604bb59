import { and, eq, exists, inArray, ne, not, or, type SQL, sql } from "drizzle-orm";
import type { Store } from "../store";

/** Roles that may decide on others' work. */
const REVIEWER_ROLES = ["manager", "reviewer"] as const;

/** Nobody else of the project may review: then one reviews one's own work too. */
export async function isOnlyReviewer(
  { db, tables: { members } }: Store,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<boolean> {
  const others = await db
    .select({ userId: members.userId })
    .from(members)
    .where(
      and(
        eq(members.projectId, projectId),
        inArray(members.role, REVIEWER_ROLES),
        ne(members.userId, userId),
      ),
    )
    .limit(1);
  return others.length === 0;
}

/**
 * The person labelled the item: they handed it in, or a layer on it is theirs. The result of work that others handed in
 * is not: whoever mends it as a reviewer may write first into a layer that nobody had written into. Of a query over
 * `items`.
 */
export function isWorkOf({ db, tables }: Store, userId: string): SQL {
  const { items, assignments, layers } = tables;
  const handedIn = (who: SQL | undefined) =>
    exists(
      db
        .select({ id: assignments.id })
        .from(assignments)
        .where(
          and(
            eq(assignments.itemId, items.id),
            eq(assignments.task, "annotate"),
            inArray(assignments.state, ["submitted", "returned", "accepted", "skipped"]),
            who,
          ),
        ),
    );
  const written = exists(
    db
      .select({ id: layers.id })
      .from(layers)
      .where(
        and(
          eq(layers.itemId, items.id),
          eq(layers.authorId, userId),
          eq(layers.kind, "person"),
          or(eq(layers.isResult, false), not(handedIn(undefined))),
        ),
      ),
  );
  return sql`(${handedIn(eq(assignments.userId, userId))} or ${written})`;
}

/** The condition that keeps a reviewer's own work from them, or nothing. Of a query over `items`. */
export async function othersWork(
  store: Store,
  of: { projectId: string; userId: string },
): Promise<SQL | undefined> {
  return (await isOnlyReviewer(store, of)) ? undefined : not(isWorkOf(store, of.userId));
}
