import { and, asc, count, eq, exists, gte, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import * as z from "zod/mini";
import type { REVIEW_ORDERS } from "@/lib/annotation/workflow";
import { readWorkflow, type Workflow } from "@/lib/annotation/workflow";
import type { ReviewNeed, ReviewQueue, ReviewQueueItem, ReviewQueueQuery } from "@/lib/api/review";
import { REVIEW_NEEDS } from "@/lib/api/review";
import type { Store } from "../store";
import { isWorkOf, othersWork } from "./review-rules";
import { isHeld, isWaiting } from "./work/claim-review";

const DAY_MS = 86_400_000;
/** Up to so many are looked at one by one to be counted; some 10 ms. */
const MANY = 5_000;

type Order = (typeof REVIEW_ORDERS)[number];
type Row = Omit<ReviewQueueItem, "people" | "heldBy"> & { key: number };
/** The place after an item: its sort value and its id. */
type Key = [number, string];

const cursorSchema = z.tuple([z.number(), z.string()]);

/** What waits for this person's decision, a page of it. Null: `cursor` is none of this list. */
export async function readReviewQueue(
  store: Store,
  of: { projectId: string; userId: string; query: ReviewQueueQuery; now: number },
): Promise<ReviewQueue | null> {
  const { projectId, userId, query, now } = of;
  const after = readCursor(query.cursor);
  if (after === undefined) return null;
  const order = query.order ?? (await readReviewSettings(store, projectId)).order;
  const others = await othersWork(store, { projectId, userId });
  const wanted = and(others, ...conditions(store, query));
  const rows: Row[] = [];
  // One need at a time comes sorted from its index; both together would be sorted at each look.
  for (const need of query.needs ? [query.needs] : REVIEW_NEEDS) {
    rows.push(...(await readRows(store, { ...of, need, order, after, also: wanted })));
  }
  rows.sort((a, b) => a.key - b.key || (a.itemId < b.itemId ? -1 : 1));
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const isMore = rows.length > query.limit && last !== undefined;
  return {
    items: await withPeople(store, { rows: page, userId, now }),
    next: isMore ? JSON.stringify([last.key, last.itemId] satisfies Key) : null,
    order,
    counts: {
      review: await countWaiting(store, { projectId, need: "review", also: others }),
      adjudication: await countWaiting(store, { projectId, need: "adjudication", also: others }),
    },
    doneToday: await countDone(store, { projectId, userId, now }),
  };
}

/** How the project has its work reviewed. */
export async function readReviewSettings(
  { db, tables: { projects } }: Store,
  projectId: string,
): Promise<Workflow["review"]> {
  const [project] = await db
    .select({ settings: projects.settings })
    .from(projects)
    .where(eq(projects.id, projectId));
  return readWorkflow(project?.settings ?? "{}").review;
}

function readCursor(text: string | undefined): Key | null | undefined {
  if (text === undefined) return null;
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function conditions(store: Store, { user, label }: ReviewQueueQuery): (SQL | undefined)[] {
  const { items, itemLabels } = store.tables;
  return [
    user === undefined ? undefined : isWorkOf(store, user),
    label === undefined
      ? undefined
      : exists(
          store.db
            .select({ id: itemLabels.itemId })
            .from(itemLabels)
            .where(and(eq(itemLabels.itemId, items.id), eq(itemLabels.labelId, label))),
        ),
  ];
}

async function readRows(
  store: Store,
  at: {
    projectId: string;
    query: ReviewQueueQuery;
    need: ReviewNeed;
    order: Order;
    after: Key | null;
    also: SQL | undefined;
  },
): Promise<Row[]> {
  const { items } = store.tables;
  const { need, projectId, after, also, query } = at;
  const isByTime = at.order === "oldest";
  const key = isByTime
    ? sql<number>`${items.submittedAt}`
    : sql<number>`coalesce(${items.agreement}, 1)`;
  const rows = await store.db
    .select({
      key,
      itemId: items.id,
      name: items.name,
      state: items.state,
      submittedAt: items.submittedAt,
      agreement: items.agreement,
      annotationCount: items.annotationCount,
      openThreads: items.openThreads,
    })
    .from(items)
    .where(
      and(
        isWaiting(store, { projectId, need }),
        after ? sql`(${key}, ${items.id}) > (${after[0]}, ${after[1]})` : undefined,
        also,
      ),
    )
    .orderBy(key, asc(items.id))
    .limit(query.limit + 1);
  return rows.map((row) => ({ ...row, key: Number(row.key ?? 0), needs: need }));
}

async function withPeople(
  store: Store,
  { rows, userId, now }: { rows: readonly Row[]; userId: string; now: number },
): Promise<ReviewQueueItem[]> {
  const ids = rows.map(({ itemId }) => itemId);
  if (ids.length === 0) return [];
  const labelled = await labelledBy(store, ids);
  const held = await heldBy(store, { ids, userId, now });
  return rows.map(({ key: _, ...row }) => ({
    ...row,
    people: labelled.get(row.itemId) ?? [],
    heldBy: held.get(row.itemId) ?? null,
  }));
}

async function labelledBy(
  { db, tables: { assignments, users, layers } }: Store,
  ids: string[],
): Promise<Map<string, ReviewQueueItem["people"]>> {
  const byItem = new Map<string, ReviewQueueItem["people"]>();
  const assigned = await db
    .select({
      itemId: assignments.itemId,
      id: users.id,
      name: users.name,
      rounds: assignments.rounds,
    })
    .from(assignments)
    .innerJoin(users, eq(users.id, assignments.userId))
    .where(
      and(
        inArray(assignments.itemId, ids),
        eq(assignments.task, "annotate"),
        inArray(assignments.state, ["submitted", "returned", "accepted"]),
      ),
    )
    .orderBy(asc(assignments.submittedAt), asc(users.id));
  for (const { itemId, ...person } of assigned) {
    byItem.set(itemId, [...(byItem.get(itemId) ?? []), person]);
  }
  // Work from before there were assignments, or by those who need none.
  const rest = ids.filter((id) => !byItem.has(id));
  if (rest.length === 0) return byItem;
  const written = await db
    .select({ itemId: layers.itemId, id: users.id, name: users.name })
    .from(layers)
    .innerJoin(users, eq(users.id, layers.authorId))
    .where(and(inArray(layers.itemId, rest), eq(layers.isResult, true)));
  for (const { itemId, ...person } of written) byItem.set(itemId, [{ ...person, rounds: 0 }]);
  return byItem;
}

async function heldBy(
  store: Store,
  { ids, userId, now }: { ids: string[]; userId: string; now: number },
): Promise<Map<string, { id: string; name: string }>> {
  const { assignments, users } = store.tables;
  const rows = await store.db
    .select({ itemId: assignments.itemId, id: users.id, name: users.name })
    .from(assignments)
    .innerJoin(users, eq(users.id, assignments.userId))
    .where(
      and(inArray(assignments.itemId, ids), isHeld(store, now), ne(assignments.userId, userId)),
    );
  return new Map(rows.map(({ itemId, ...person }) => [itemId, person]));
}

/** All that waits; of so many that one's own work among them makes no difference, without asking whose each is. */
async function countWaiting(
  store: Store,
  { also, ...which }: { projectId: string; need: ReviewNeed; also: SQL | undefined },
): Promise<number> {
  const { items } = store.tables;
  const countWhere = async (where: SQL | undefined) => {
    const rows = await store.db.select({ n: count() }).from(items).where(where);
    return rows[0]?.n ?? 0;
  };
  const all = await countWhere(isWaiting(store, which));
  if (all === 0 || all > MANY || !also) return all;
  return countWhere(and(isWaiting(store, which), also));
}

async function countDone(
  { db, tables: { reviews, items } }: Store,
  { projectId, userId, now }: { projectId: string; userId: string; now: number },
): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(reviews)
    .innerJoin(items, eq(items.id, reviews.itemId))
    .where(
      and(
        eq(reviews.projectId, projectId),
        eq(reviews.reviewerId, userId),
        gte(reviews.createdAt, Math.floor(now / DAY_MS) * DAY_MS),
        isNull(items.deletedAt),
      ),
    );
  return rows[0]?.n ?? 0;
}
