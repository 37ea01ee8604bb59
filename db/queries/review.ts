import { and, asc, eq, gt, inArray, isNull, max, or } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { ReviewDecision } from "@/lib/annotation/assignment";
import type { ItemState } from "@/lib/annotation/item-state";
import type { ReviewAnswer, ReviewRequest } from "@/lib/api/review";
import type { ItemNeed } from "../schema/items";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { applyOp } from "./apply-op";
import { readPatch } from "./history-entry";
import { notify } from "./notifications";
import type { Decided, DecidedWork } from "./review-records";
import { isOnlyReviewer, isWorkOf } from "./review-rules";
import { addWork } from "./work-days";

/** States in which there is something to decide. */
const DECIDABLE: readonly ItemState[] = ["submitted", "accepted", "rejected", "skipped"];

/** So much of a comment stands in the news of it. */
const EXCERPT_LENGTH = 140;

export type ReviewRefusal =
  | "not_submitted"
  | "own_work"
  | "reason_missing"
  | "unknown_people"
  | "write_id_taken";
export type ReviewResult =
  /** `returnedTo`: who is to mend it. `isNew`: false when it had been decided by an earlier sending. */
  | { kind: "decided"; answer: ReviewAnswer; returnedTo: string[]; isNew: boolean }
  | { kind: "conflict"; rev: number; state: ItemState }
  | { kind: "refused"; reason: ReviewRefusal }
  | { kind: "missing" }
  | { kind: "gone" };

export type ReviewInput = {
  itemId: string;
  userId: string;
  request: ReviewRequest;
  now: number;
};

/** What is decided on: the item, its result layer, and the work of those who labelled it. */
export type ReviewHead = {
  projectId: string;
  layerId: string;
  rev: number;
  authorId: string | null;
  state: ItemState;
  needs: ItemNeed | null;
  openThreads: number;
};

/**
 * Writes a reviewer's decision with all that follows from it, or nothing. Sending it again answers as the first time.
 * It conflicts when the result has another revision than the one that was looked at.
 */
export function reviewItem(store: Store, input: ReviewInput): Promise<ReviewResult> {
  return store.transaction(async (tx) => {
    const head = await readReviewHead(tx, input.itemId);
    if (head === "missing" || head === "gone") return { kind: head };
    const earlier = await findReview(tx, input.request.writeId);
    if (earlier) return answerAgain(earlier, { ...input, head });
    const refusal = await findRefusal(tx, { ...input, head });
    if (refusal) return { kind: "refused", reason: refusal };
    if (head.rev !== input.request.rev) {
      return { kind: "conflict", rev: head.rev, state: head.state };
    }
    const work = await readWork(tx, { itemId: input.itemId, head, now: input.now });
    const chosen = chooseWork(work.all, input.request);
    if (!chosen) return { kind: "refused", reason: "unknown_people" };
    return decide(tx, { ...input, head, chosen, made: work.made });
  });
}

export async function readReviewHead(
  { db, tables: { items, layers } }: Store,
  itemId: string,
): Promise<ReviewHead | "missing" | "gone"> {
  const [row] = await db
    .select({
      projectId: items.projectId,
      layerId: layers.id,
      rev: layers.revision,
      authorId: layers.authorId,
      state: items.state,
      needs: items.needs,
      openThreads: items.openThreads,
      deletedAt: items.deletedAt,
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(eq(items.id, itemId));
  if (!row) return "missing";
  const { deletedAt, ...head } = row;
  return deletedAt === null ? head : "gone";
}

async function findReview({ db, tables: { reviews } }: Store, id: string) {
  const rows = await db.select().from(reviews).where(eq(reviews.id, id));
  return rows[0] ?? null;
}

function answerAgain(
  earlier: Tables["reviews"]["$inferSelect"],
  { itemId, userId, head }: ReviewInput & { head: ReviewHead },
): ReviewResult {
  if (earlier.itemId !== itemId || earlier.reviewerId !== userId) {
    return { kind: "refused", reason: "write_id_taken" };
  }
  const { id, decision } = earlier;
  const answer = { reviewId: id, decision, state: head.state, rev: head.rev };
  return { kind: "decided", answer, returnedTo: [], isNew: false };
}

async function findRefusal(
  store: Store,
  { itemId, userId, request, head }: ReviewInput & { head: ReviewHead },
): Promise<ReviewRefusal | null> {
  if (!DECIDABLE.includes(head.state)) return "not_submitted";
  const { items } = store.tables;
  const own = await store.db
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.id, itemId), isWorkOf(store, userId)));
  const { projectId } = head;
  if (own.length > 0 && !(await isOnlyReviewer(store, { projectId, userId }))) return "own_work";
  // A comment at the place itself says as much as one here.
  const isSilent = request.reasons.length === 0 && request.comment === "" && head.openThreads === 0;
  return request.decision === "reject" && isSilent ? "reason_missing" : null;
}

type Work = Omit<DecidedWork, "after">;

/**
 * What people handed in. Where somebody worked without having been handed the item, an assignment is made, so that it
 * can go back to them.
 */
async function readWork(
  store: Store,
  { itemId, head, now }: { itemId: string; head: ReviewHead; now: number },
): Promise<{ all: Work[]; made: string[] }> {
  const { assignments, layers } = store.tables;
  const rows = await store.db
    .select({
      id: assignments.id,
      userId: assignments.userId,
      layerId: assignments.layerId,
      state: assignments.state,
      rounds: assignments.rounds,
      rev: layers.revision,
    })
    .from(assignments)
    .innerJoin(layers, eq(layers.id, assignments.layerId))
    .where(and(eq(assignments.itemId, itemId), eq(assignments.task, "annotate")))
    .orderBy(asc(assignments.createdAt));
  const all = rows.filter(({ state }) =>
    ["submitted", "accepted", "returned", "skipped"].includes(state),
  );
  if (rows.length > 0 || head.authorId === null) return { all, made: [] };
  const id = uuidv7();
  const { projectId, layerId, authorId: userId } = head;
  await store.db.insert(assignments).values({
    ...{ id, projectId, itemId, userId, layerId, task: "annotate", origin: "picked" },
    ...{ state: "submitted", createdAt: now, updatedAt: now, submittedAt: now },
  });
  const made: Work = { id, userId, layerId, state: "submitted", rounds: 0, rev: head.rev };
  return { all: [made], made: [id] };
}

/** Whom the decision is about; null when it names people who handed nothing in. */
function chooseWork(all: readonly Work[], request: ReviewRequest): Work[] | null {
  if (request.decision !== "reject") return all.filter(({ state }) => state !== "skipped");
  const { userIds } = request;
  if (!userIds) {
    const done = all.filter(({ state }) => state !== "skipped");
    return done.length > 0 ? done : [...all];
  }
  const chosen = all.filter(({ userId }) => userIds.includes(userId));
  return chosen.length === new Set(userIds).size ? chosen : null;
}

async function decide(
  store: Store,
  input: ReviewInput & { head: ReviewHead; chosen: readonly Work[]; made: string[] },
): Promise<ReviewResult> {
  const { itemId, userId, request, head, chosen, now } = input;
  const isRejected = request.decision === "reject";
  const decision = await trueDecision(store, input);
  const result = await applyOp(store, {
    layerId: head.layerId,
    userId,
    op: {
      clientId: "review",
      opId: request.writeId,
      baseRev: head.rev,
      changes: [],
      state: isRejected ? "rejected" : "accepted",
      note: noteOf(request),
      at: now,
    },
    cause: "review",
    now,
  });
  if (result.kind !== "accepted") throw new Error(`A decision was not written: ${result.kind}.`);
  if (head.authorId === null) await keepNobodys(store, head.layerId);
  const after = isRejected ? "returned" : "accepted";
  const work = chosen.map((each) => ({ ...each, after }) as const);
  await moveWork(store, work, { isRejected, now });
  const decided: Decided = {
    v: 1,
    state: head.state,
    needs: head.needs,
    rev: result.rev,
    work,
    made: input.made,
  };
  await setNeeds(store, itemId, null);
  await store.db.insert(store.tables.reviews).values({
    id: request.writeId,
    projectId: head.projectId,
    itemId,
    reviewerId: userId,
    decision,
    reasons: JSON.stringify(request.reasons),
    comment: request.comment,
    layerId: head.layerId,
    rev: head.rev,
    before: JSON.stringify(decided),
    createdAt: now,
  });
  await countDecision(store, { ...head, userId, decision, work, at: now, sign: 1 });
  await endTurn(store, { itemId, userId, now });
  const answer = { reviewId: request.writeId, decision, state: result.state, rev: result.rev };
  const returnedTo = isRejected ? work.map((each) => each.userId) : [];
  if (isRejected) {
    const { reasons, comment } = request;
    await notify(store, {
      kind: "rejected",
      userIds: returnedTo,
      actorId: userId,
      projectId: head.projectId,
      itemId,
      data: { reasons, ...(comment === "" ? {} : { excerpt: comment.slice(0, EXCERPT_LENGTH) }) },
      now,
    });
  }
  return { kind: "decided", answer, returnedTo, isNew: true };
}

/** Accepted after the reviewer changed something is `fix`, whatever the page said. */
async function trueDecision(
  { db, tables: { operations } }: Store,
  { userId, request, head }: ReviewInput & { head: ReviewHead },
): Promise<ReviewDecision> {
  if (request.decision !== "accept") return request.decision;
  const [handedIn] = await db
    .select({ rev: max(operations.rev) })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, head.layerId),
        or(inArray(operations.state, ["submitted", "skipped"]), eq(operations.cause, "merge")),
      ),
    );
  const later = await db
    .select({ patch: operations.patch })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, head.layerId),
        gt(operations.rev, handedIn?.rev ?? head.rev),
        eq(operations.authorId, userId),
        isNull(operations.state),
      ),
    );
  return later.some(({ patch }) => readPatch(patch).length > 0) ? "fix" : "accept";
}

function noteOf({ reasons, comment }: ReviewRequest): string | undefined {
  return [...reasons, comment].filter((part) => part !== "").join(" · ") || undefined;
}

/** A layer that nobody has written into does not become that of the person who decided on it. */
export async function keepNobodys(
  { db, tables: { layers } }: Store,
  layerId: string,
): Promise<void> {
  await db.update(layers).set({ authorId: null }).where(eq(layers.id, layerId));
}

async function moveWork(
  { db, tables: { assignments } }: Store,
  work: readonly DecidedWork[],
  { isRejected, now }: { isRejected: boolean; now: number },
): Promise<void> {
  for (const { id, after, rounds } of work) {
    await db
      .update(assignments)
      .set({
        ...{ state: after, leaseUntil: null, updatedAt: now },
        rounds: isRejected ? rounds + 1 : rounds,
      })
      .where(eq(assignments.id, id));
  }
}

export async function setNeeds(
  { db, tables: { items } }: Store,
  itemId: string,
  needs: ItemNeed | null,
): Promise<void> {
  await db.update(items).set({ needs }).where(eq(items.id, itemId));
}

/** Into the days of those whose work it was and of the reviewer; `sign` -1 takes it out again. */
export async function countDecision(
  store: Store,
  of: {
    projectId: string;
    userId: string;
    decision: ReviewDecision;
    work: readonly DecidedWork[];
    at: number;
    sign: 1 | -1;
  },
): Promise<void> {
  const { projectId, decision, sign, at: now } = of;
  for (const { userId, rounds } of of.work) {
    const isFirst = decision === "accept" && rounds === 0;
    await addWork(
      store,
      { projectId, userId, now },
      decision === "reject"
        ? { rejected: sign }
        : { accepted: sign, acceptedFirst: isFirst ? sign : 0 },
    );
  }
  await addWork(store, { projectId, userId: of.userId, now }, { reviewed: sign });
}

/** The reviewer's own assignment of the item is done; nobody holds it for review any more. */
async function endTurn(
  { db, tables: { assignments } }: Store,
  { itemId, userId, now }: { itemId: string; userId: string; now: number },
): Promise<void> {
  const held = and(
    eq(assignments.itemId, itemId),
    eq(assignments.task, "review"),
    inArray(assignments.state, ["assigned", "open"]),
  );
  await db
    .update(assignments)
    .set({ state: "submitted", leaseUntil: null, submittedAt: now, updatedAt: now })
    .where(and(held, eq(assignments.userId, userId)));
  await db
    .update(assignments)
    .set({ state: "released", leaseUntil: null, updatedAt: now })
    .where(held);
}
