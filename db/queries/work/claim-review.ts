import { and, asc, eq, exists, gt, inArray, isNull, ne, not, or, type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { readWorkflow } from "@/lib/annotation/workflow";
import type { Assignment, NextAnswer } from "@/lib/api/item-work";
import type { ReviewNeed } from "@/lib/api/review";
import type { Tables } from "../../schema/tables";
import type { Store } from "../../store";
import { othersWork } from "../review-rules";

const MINUTE_MS = 60_000;

type Claim = {
  projectId: string;
  userId: string;
  /** This one, if it waits and nobody has it. */
  itemId?: string | undefined;
  /** It comes last among what the person has already open. */
  except?: string | undefined;
  now: number;
};

/**
 * Hands a reviewer an item that waits for a decision, and keeps it for them until the lease ends; asked for again, the
 * lease is renewed. First what they have already, then by the project's order. Never their own work, unless nobody
 * else may review.
 */
export function claimReview(store: Store, claim: Claim): Promise<NextAnswer> {
  return store.transaction(async (tx) => {
    const { projects } = tx.tables;
    const [project] = await tx.db
      .select({ settings: projects.settings })
      .from(projects)
      .where(eq(projects.id, claim.projectId));
    const workflow = readWorkflow(project?.settings ?? "{}");
    const found = await findItem(tx, claim, workflow.review.order);
    if (!found) {
      const isWithOthers = await isAnyWaiting(tx, claim);
      return { kind: "nothing", reason: isWithOthers ? "with-others" : "done" };
    }
    const leaseUntil = claim.now + workflow.leaseMinutes * MINUTE_MS;
    const assignment = await keep(tx, { ...claim, ...found, leaseUntil });
    return { kind: "item", itemId: found.itemId, assignment };
  });
}

/** Of a query over `assignments`: it is somebody's, for review. It was assigned to them, or their lease runs. */
export function isHeld({ tables: { assignments } }: Store, now: number): SQL | undefined {
  return and(
    eq(assignments.task, "review"),
    inArray(assignments.state, ["assigned", "open"]),
    or(isNull(assignments.leaseUntil), gt(assignments.leaseUntil, now)),
  );
}

/** The same of a query over `items`, by `who` of those who may hold one. */
function isHeldForReview(store: Store, { now, who }: { now: number; who: SQL }): SQL {
  const { assignments, items } = store.tables;
  return exists(
    store.db
      .select({ id: assignments.id })
      .from(assignments)
      .where(and(eq(assignments.itemId, items.id), isHeld(store, now), who)),
  );
}

async function findItem(
  store: Store,
  { projectId, userId, itemId, except, now }: Claim,
  order: "oldest" | "low-agreement",
): Promise<{ itemId: string; layerId: string } | null> {
  const { items, layers, assignments } = store.tables;
  // By the person's own few, not by looking at all that waits.
  const mine = inArray(
    items.id,
    store.db
      .select({ id: assignments.itemId })
      .from(assignments)
      .where(
        and(
          eq(assignments.projectId, projectId),
          eq(assignments.userId, userId),
          isHeld(store, now),
        ),
      ),
  );
  const taken = isHeldForReview(store, { now, who: ne(assignments.userId, userId) });
  const others = await othersWork(store, { projectId, userId });
  // By one need at a time an index gives the first without sorting all that waits.
  const firstOf = (need: ReviewNeed, also: SQL | undefined) =>
    store.db
      .select({
        itemId: items.id,
        layerId: layers.id,
        key: order === "oldest" ? items.submittedAt : sql<number>`coalesce(${items.agreement}, 1)`,
      })
      .from(items)
      .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
      .where(and(isWaiting(store, { projectId, need }), not(taken), others, also))
      .orderBy(
        ...(order === "oldest"
          ? [asc(items.submittedAt)]
          : [sql`coalesce(${items.agreement}, 1)`, asc(items.id)]),
      )
      .limit(1);
  const first = async (also: SQL | undefined) => {
    const rows = [...(await firstOf("review", also)), ...(await firstOf("adjudication", also))];
    return rows.sort((a, b) => (a.key ?? 0) - (b.key ?? 0))[0] ?? null;
  };
  if (itemId !== undefined) return first(eq(items.id, itemId));
  const isOther = except === undefined ? undefined : ne(items.id, except);
  return (
    (await first(and(mine, isOther))) ??
    (await first(isOther)) ??
    (except === undefined ? null : await first(eq(items.id, except)))
  );
}

async function isAnyWaiting(store: Store, { projectId }: Claim): Promise<boolean> {
  const { items } = store.tables;
  const rows = await store.db
    .select({ id: items.id })
    .from(items)
    .where(
      or(
        isWaiting(store, { projectId, need: "review" }),
        isWaiting(store, { projectId, need: "adjudication" }),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** What was submitted and needs a decision of that kind. Of a query over `items`. */
export function isWaiting(
  { tables: { items } }: Store,
  { projectId, need }: { projectId: string; need: ReviewNeed },
): SQL | undefined {
  return and(eq(items.projectId, projectId), eq(items.needs, need), isNull(items.deletedAt));
}

async function keep(
  { db, tables: { assignments } }: Store,
  claim: Claim & { itemId: string; layerId: string; leaseUntil: number },
): Promise<Assignment> {
  const { projectId, itemId, layerId, userId, leaseUntil, now } = claim;
  const row: Tables["assignments"]["$inferInsert"] = {
    ...{ id: uuidv7(), projectId, itemId, userId, layerId, leaseUntil },
    ...{ task: "review", origin: "queue", state: "open", createdAt: now, updatedAt: now },
  };
  const [kept] = await db
    .insert(assignments)
    .values(row)
    .onConflictDoUpdate({
      target: [assignments.itemId, assignments.userId, assignments.task],
      // What a manager gave them is theirs without a lease.
      set: {
        state: "open",
        leaseUntil: sql`case when ${assignments.state} in ('assigned', 'open') and ${assignments.leaseUntil} is null then null else ${leaseUntil} end`,
        updatedAt: now,
      },
    })
    .returning();
  if (!kept) throw new Error("The assignment was not written.");
  return {
    id: kept.id,
    itemId,
    layerId,
    task: "review",
    origin: kept.origin === "manual" ? "manual" : "queue",
    state: kept.state,
    leaseUntil: kept.leaseUntil,
    dueAt: kept.dueAt,
    rounds: kept.rounds,
  };
}
