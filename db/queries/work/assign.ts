import { and, asc, eq, gt, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod/mini";
import type { Task } from "@/lib/annotation/assignment";
import { MAX_ITEM_IDS } from "@/lib/api/items";
import type { AssignedItems, assignItemsSchema, unassignSchema } from "@/lib/api/work";
import type { ProjectRole } from "../../schema/projects";
import type { Store } from "../../store";
import { matches } from "../item-conditions";
import { notify } from "../notifications";
import type { LabelledItem } from "./own-layer";
import { recountSlotsOf } from "./slots";
import { isBusy, writeAssignment } from "./write-assignment";

/** Items per transaction: some 20 ms. */
const BATCH_ITEMS = 100;
const ROLES_OF: Record<Task, readonly ProjectRole[]> = {
  annotate: ["manager", "reviewer", "annotator"],
  review: ["manager", "reviewer"],
};

type Selection = z.infer<typeof assignItemsSchema>["select"];
export type Assigning = z.infer<typeof assignItemsSchema> & {
  projectId: string;
  assignedBy: string;
  now: number;
};
type Wanted = LabelledItem & { position: number; openSlots: number };

/**
 * Gives the chosen items to people, who keep them without a lease. Split evenly, each item goes to whoever of those that
 * may have it has been given least so far. In batches, between which others write. Null: one of them may not do
 * that here.
 */
export async function assignItems(
  store: Store,
  work: Assigning,
): Promise<{ answer: AssignedItems; told: string[] } | null> {
  if (!(await mayAll(store, work))) return null;
  const perUser = new Map(work.userIds.map((userId) => [userId, 0]));
  const made: string[] = [];
  let left = 0;
  for (const select of portions(work.select)) {
    let after: number | null = -1;
    while (after !== null) {
      const from: number = after;
      const batch = await store.transaction(async (tx) => {
        const items = await readBatch(tx, { ...work, select, after: from });
        const given = await assignBatch(tx, { work, items, perUser: new Map(perUser) });
        return { ...given, last: items.at(-1)?.position ?? null };
      });
      for (const [userId, n] of batch.perUser) perUser.set(userId, n);
      made.push(...batch.made);
      left += batch.left;
      after = batch.last;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const told = await tell(store, work, perUser);
  const answer = {
    ...{ assigned: made.length, left, perUser: Object.fromEntries(perUser) },
    undo: made.length > MAX_ITEM_IDS ? null : made,
  };
  return { answer, told };
}

async function mayAll({ db, tables }: Store, { projectId, userIds, task }: Assigning) {
  const { members, users } = tables;
  const known = await db
    .select({ userId: users.id, isOwner: eq(users.role, "owner"), role: members.role })
    .from(users)
    .leftJoin(members, and(eq(members.userId, users.id), eq(members.projectId, projectId)))
    .where(and(inArray(users.id, userIds), isNull(users.deactivatedAt)));
  const able = known.filter(
    ({ isOwner, role }) => Number(isOwner) !== 0 || (role && ROLES_OF[task].includes(role)),
  );
  return able.length === new Set(userIds).size;
}

/** Ids are looked up in portions that fit a statement; the others are walked by position. */
function portions(select: Selection): Selection[] {
  if (!("ids" in select)) return [select];
  const ids = [...new Set(select.ids)];
  return Array.from({ length: Math.ceil(ids.length / 1_000) }, (_, n) => ({
    ids: ids.slice(n * 1_000, (n + 1) * 1_000),
  }));
}

function isChosen(store: Store, { projectId, select }: { projectId: string; select: Selection }) {
  const { items } = store.tables;
  if ("ids" in select) {
    return and(
      eq(items.projectId, projectId),
      isNull(items.deletedAt),
      inArray(items.id, select.ids),
    );
  }
  return matches(store, { projectId, filter: select.filter });
}

async function readBatch(
  store: Store,
  at: { projectId: string; select: Selection; after: number },
): Promise<Wanted[]> {
  const { items, layers } = store.tables;
  return store.db
    .select({
      ...{ id: items.id, projectId: items.projectId, position: items.position },
      ...{ required: items.required, isGold: items.isGold, openSlots: items.openSlots },
      resultLayerId: layers.id,
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(and(isChosen(store, at), gt(items.position, at.after)))
    .orderBy(asc(items.position))
    .limit(BATCH_ITEMS);
}

async function assignBatch(
  tx: Store,
  of: { work: Assigning; items: readonly Wanted[]; perUser: Map<string, number> },
): Promise<{ made: string[]; left: number; perUser: Map<string, number> }> {
  const { work, items, perUser } = of;
  const made: string[] = [];
  let left = 0;
  for (const item of items) {
    const able = await whoMay(tx, work, item);
    const [least] = [...able].sort((a, b) => (perUser.get(a) ?? 0) - (perUser.get(b) ?? 0));
    // One person decides on an item.
    const isForAll = work.divide === "each" && work.task === "annotate";
    const chosen = isForAll ? able.slice(0, item.openSlots) : least === undefined ? [] : [least];
    for (const userId of chosen) {
      made.push(await give(tx, work, { item, userId }));
      perUser.set(userId, (perUser.get(userId) ?? 0) + 1);
    }
    if (chosen.length === 0) left += 1;
  }
  return { made, left, perUser };
}

/** Those of the people, as named, to whom the item can go. */
async function whoMay(tx: Store, work: Assigning, item: Wanted): Promise<string[]> {
  const { assignments, items } = tx.tables;
  const rows = await tx.db
    .select({ userId: assignments.userId, task: assignments.task, state: assignments.state })
    .from(assignments)
    .where(and(eq(assignments.itemId, item.id), ne(assignments.state, "released")));
  const theirs = new Set(
    rows.filter(({ task }) => task === "annotate").map(({ userId }) => userId),
  );
  const free = [...new Set(work.userIds)].filter((userId) => !theirs.has(userId));
  if (work.task === "annotate") return item.openSlots > 0 ? free : [];
  const isTaken = rows.some(
    ({ task, state }) => task === "review" && (state === "assigned" || state === "open"),
  );
  const waiting = await tx.db
    .select({ needs: items.needs })
    .from(items)
    .where(eq(items.id, item.id));
  return isTaken || waiting[0]?.needs === null ? [] : free;
}

async function give(
  tx: Store,
  work: Assigning,
  { item, userId }: { item: Wanted; userId: string },
): Promise<string> {
  const { assignedBy, dueAt, now } = work;
  const given = { userId, dueAt, assignedBy, now, leaseUntil: null };
  if (work.task === "annotate") {
    const row = await writeAssignment(tx, { ...given, item, origin: "manual", state: "assigned" });
    return row.id;
  }
  const { assignments } = tx.tables;
  const set = { ...given, state: "assigned", origin: "manual", updatedAt: now } as const;
  const rows = await tx.db
    .insert(assignments)
    .values({
      ...{ id: uuidv7(), projectId: item.projectId, itemId: item.id, task: "review" },
      ...{ ...set, layerId: item.resultLayerId, createdAt: now },
    })
    .onConflictDoUpdate({
      target: [assignments.itemId, assignments.userId, assignments.task],
      set,
    })
    .returning({ id: assignments.id });
  return rows[0]?.id ?? "";
}

async function tell(
  store: Store,
  { projectId, assignedBy, now }: Assigning,
  perUser: ReadonlyMap<string, number>,
): Promise<string[]> {
  return store.transaction(async (tx) => {
    const told: string[] = [];
    for (const [userId, count] of perUser) {
      if (count === 0) continue;
      const news = { kind: "assigned", actorId: assignedBy, projectId, now } as const;
      told.push(...(await notify(tx, { ...news, userIds: [userId], data: { count } })));
    }
    return told;
  });
}

/** Takes items back from people who have not handed them in; what they drew stays. Answers how many. */
export async function unassign(
  store: Store,
  {
    projectId,
    request,
    now,
  }: { projectId: string; request: z.infer<typeof unassignSchema>; now: number },
): Promise<number> {
  const { assignments, items } = store.tables;
  const givenBack = (which: SQL | undefined) =>
    store.transaction(async (tx) => {
      const busy = tx.db
        .select({ id: assignments.id })
        .from(assignments)
        .where(and(eq(assignments.projectId, projectId), isBusy(tx), which))
        .limit(MAX_RELEASED);
      const rows = await tx.db
        .update(assignments)
        .set({ state: "released", leaseUntil: null, updatedAt: now })
        .where(inArray(assignments.id, busy))
        .returning({ itemId: assignments.itemId });
      await recountSlotsOf(
        tx,
        rows.map(({ itemId }) => itemId),
      );
      return rows.length;
    });
  let count = 0;
  const all = async (which: SQL | undefined) => {
    for (;;) {
      const n = await givenBack(which);
      count += n;
      if (n < MAX_RELEASED) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  if ("userId" in request) await all(eq(assignments.userId, request.userId));
  if ("assignmentIds" in request) await all(inArray(assignments.id, request.assignmentIds));
  if ("select" in request) {
    for (const select of portions(request.select)) {
      const chosen = store.db
        .select({ id: items.id })
        .from(items)
        .where(isChosen(store, { projectId, select }));
      await all(sql`${assignments.itemId} in ${chosen}`);
    }
  }
  return count;
}

/** Given back in one transaction. */
const MAX_RELEASED = 1_000;
