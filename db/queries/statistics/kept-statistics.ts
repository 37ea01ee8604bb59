import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Store } from "../../store";

type Of = { projectId: string; kind: string };

/** Numbers that were counted before, as JSON; null: never. */
export async function readKept(
  { db, tables: { statistics } }: Store,
  { projectId, kind }: Of,
): Promise<{ data: string; computedAt: number } | null> {
  const rows = await db
    .select({ data: statistics.data, computedAt: statistics.computedAt })
    .from(statistics)
    .where(and(eq(statistics.projectId, projectId), eq(statistics.kind, kind)));
  return rows[0] ?? null;
}

export function keepStatistics(
  store: Store,
  { projectId, kind, data, now }: Of & { data: string; now: number },
): Promise<void> {
  return store.transaction(async ({ db, tables: { statistics } }) => {
    await db
      .insert(statistics)
      .values({ projectId, kind, data, computedAt: now })
      .onConflictDoUpdate({
        target: [statistics.projectId, statistics.kind],
        set: { data, computedAt: now },
      });
  });
}

/**
 * A text that changes whenever annotations, items or reviews of a project do: how many there are, and when the last of
 * them was touched. What was counted under another one is stale.
 */
export async function readBasis(store: Store, projectId: string): Promise<string> {
  const { db, tables } = store;
  const { items, labels, reviews, stateCounts } = tables;
  const sums = await db
    .select({
      items: sql<number>`(select sum(${stateCounts.n}) from ${stateCounts} where ${stateCounts.projectId} = ${projectId})`,
      annotations: sql<number>`(select sum(${labels.annotationCount}) from ${labels} where ${labels.projectId} = ${projectId})`,
      labels: sql<number>`(select max(${labels.updatedAt}) from ${labels} where ${labels.projectId} = ${projectId})`,
    })
    .from(sql`(select 1)`);
  const [item] = await db
    .select({ at: items.updatedAt })
    .from(items)
    .where(and(eq(items.projectId, projectId), isNull(items.deletedAt)))
    .orderBy(desc(items.updatedAt))
    .limit(1);
  const [review] = await db
    .select({ at: reviews.createdAt })
    .from(reviews)
    .where(eq(reviews.projectId, projectId))
    .orderBy(desc(reviews.createdAt))
    .limit(1);
  return JSON.stringify([Object.values(sums[0] ?? {}), item?.at ?? 0, review?.at ?? 0]);
}
