import { and, desc, eq, inArray } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { TakenBack } from "@/lib/api/review";
import type { Store } from "../store";
import { applyOp } from "./apply-op";
import { countDecision, keepNobodys, type ReviewHead, readReviewHead, setNeeds } from "./review";
import { type Decided, readDecided } from "./review-records";

export type TakeBackResult =
  | { kind: "taken-back"; answer: TakenBack; projectId: string }
  /** Somebody has worked on it since, or decided anew. */
  | { kind: "moved-on"; state: ItemState }
  | { kind: "missing" }
  | { kind: "gone" };

/**
 * Takes a decision back, by the reviewer who made it: item, assignments and numbers are what they were before. Only
 * while nothing has come after it. Sent again, it answers as the first time.
 */
export function takeReviewBack(
  store: Store,
  input: { itemId: string; reviewId: string; userId: string; now: number },
): Promise<TakeBackResult> {
  return store.transaction(async (tx) => {
    const { itemId, reviewId, userId, now } = input;
    const { reviews } = tx.tables;
    const head = await readReviewHead(tx, itemId);
    if (head === "missing" || head === "gone") return { kind: head };
    const { projectId, layerId, state, rev } = head;
    const opId = undoOpId(reviewId);
    const [newest] = await tx.db
      .select()
      .from(reviews)
      .where(eq(reviews.itemId, itemId))
      .orderBy(desc(reviews.createdAt), desc(reviews.id))
      .limit(1);
    if (newest?.id !== reviewId) {
      const isDone = await isTakenBack(tx, { layerId, opId, userId });
      if (isDone) return { kind: "taken-back", answer: { state, rev }, projectId };
      return newest ? { kind: "moved-on", state } : { kind: "missing" };
    }
    const decided = readDecided(newest.before);
    if (newest.reviewerId !== userId || !decided || !(await isUntouched(tx, head, decided))) {
      return { kind: "moved-on", state };
    }
    const result = await applyOp(tx, {
      layerId,
      userId,
      op: {
        ...{ clientId: "review", opId, baseRev: rev, changes: [], state: decided.state, at: now },
      },
      cause: "review",
      now,
    });
    if (result.kind !== "accepted") throw new Error(`It was not taken back: ${result.kind}.`);
    if (head.authorId === null) await keepNobodys(tx, layerId);
    await setNeeds(tx, itemId, decided.needs);
    await putWorkBack(tx, { itemId, userId, decided, now });
    await countDecision(tx, {
      ...{ projectId, userId, decision: newest.decision, work: decided.work },
      ...{ at: newest.createdAt, sign: -1 },
    });
    await tx.db.delete(reviews).where(eq(reviews.id, reviewId));
    await forgetNotice(tx, { itemId, userId, at: newest.createdAt });
    return {
      kind: "taken-back",
      answer: { state: decided.state, rev: result.rev },
      projectId,
    };
  });
}

function undoOpId(reviewId: string): string {
  return `undo-${reviewId}`.slice(0, 64);
}

async function isTakenBack(
  { db, tables: { operations } }: Store,
  { layerId, opId, userId }: { layerId: string; opId: string; userId: string },
): Promise<boolean> {
  const rows = await db
    .select({ rev: operations.rev })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, layerId),
        eq(operations.opId, opId),
        eq(operations.authorId, userId),
      ),
    );
  return rows.length > 0;
}

/** Nobody has written into the layers that it was about, nor handed anything in, since. */
async function isUntouched(
  { db, tables: { assignments, layers } }: Store,
  head: ReviewHead,
  decided: Decided,
): Promise<boolean> {
  if (head.rev !== decided.rev) return false;
  if (decided.work.length === 0) return true;
  const rows = await db
    .select({ id: assignments.id, state: assignments.state, rev: layers.revision })
    .from(assignments)
    .innerJoin(layers, eq(layers.id, assignments.layerId))
    .where(
      inArray(
        assignments.id,
        decided.work.map(({ id }) => id),
      ),
    );
  const now = new Map(rows.map((row) => [row.id, row]));
  return decided.work.every(({ id, after, rev, layerId }) => {
    const row = now.get(id);
    // In the result layer itself the decision was one revision more.
    return row?.state === after && (layerId === head.layerId || row.rev === rev);
  });
}

async function putWorkBack(
  { db, tables: { assignments } }: Store,
  of: { itemId: string; userId: string; decided: Decided; now: number },
): Promise<void> {
  const { itemId, userId, decided, now } = of;
  for (const { id, state, rounds } of decided.work) {
    await db
      .update(assignments)
      .set({ state, rounds, updatedAt: now })
      .where(eq(assignments.id, id));
  }
  if (decided.made.length > 0) {
    await db.delete(assignments).where(inArray(assignments.id, decided.made));
  }
  // It is looked at once more, by the same person.
  await db
    .update(assignments)
    .set({ state: "released", leaseUntil: null, submittedAt: null, updatedAt: now })
    .where(
      and(
        eq(assignments.itemId, itemId),
        eq(assignments.userId, userId),
        eq(assignments.task, "review"),
      ),
    );
}

/** Whoever has not read yet that it came back need not any more. */
async function forgetNotice(
  { db, tables: { notifications } }: Store,
  { itemId, userId, at }: { itemId: string; userId: string; at: number },
): Promise<void> {
  await db
    .delete(notifications)
    .where(
      and(
        eq(notifications.itemId, itemId),
        eq(notifications.actorId, userId),
        eq(notifications.kind, "rejected"),
        eq(notifications.createdAt, at),
      ),
    );
}
