import { and, asc, count, eq, isNull, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { AssignmentOrigin, Task } from "@/lib/annotation/assignment";
import { shareOf, type Workflow } from "@/lib/annotation/workflow";
import type { NextAnswer } from "@/lib/api/item-work";
import type { ProjectRole } from "../../schema/projects";
import type { Store } from "../../store";
import { writeWithOthers } from "../op-queue";
import { prepared } from "../prepared";
import {
  type AssignmentRow,
  findAssignment,
  setAssignmentState,
  toAssignment,
} from "./assignment-row";
import { claimReview } from "./claim-review";
import { readTraining, setTrained } from "./gold-score";
import { expireLeases } from "./leases";
import { mayPick } from "./op-work";
import type { LabelledItem } from "./own-layer";
import { cursorOf, dropCursor, keepCursor } from "./queue-cursor";
import { nextCandidates } from "./queue-scan";
import { readProjectWorkflow } from "./workflow";
import { writeAssignment } from "./write-assignment";

export type Claim = {
  projectId: string;
  userId: string;
  role: ProjectRole;
  task: Task;
  itemId?: string | undefined;
  except?: string | undefined;
  now: number;
};
/** `search.isWhole`: the queue was looked through from its beginning for this claim. */
type Step = Claim & { workflow: Workflow; search: { isWhole: boolean } };

/** Items that one transaction looks at; the first reads are small, as usually the first item is free. */
const SCAN_ITEMS = [4, 60, 500, 500] as const;

/**
 * Hands a person the next item: what came back to them, then what they have already, then what the queue gives. Claims run
 * one after the other, and places are counted in the same transaction: no item goes to more people than it has places,
 * and to nobody twice. Claims that come in together share a commit.
 */
export async function claimNext(store: Store, claim: Claim): Promise<NextAnswer> {
  if (claim.task === "review") return claimReview(store, claim);
  const search = { isWhole: false };
  for (;;) {
    const answer = await writeWithOthers(store, (tx) => claimStep(tx, claim, search));
    if (answer !== "more") return answer;
  }
}

async function claimStep(
  tx: Store,
  claim: Claim,
  search: Step["search"],
): Promise<NextAnswer | "more"> {
  await expireLeases(tx, claim);
  const workflow = await readProjectWorkflow(tx, claim.projectId);
  const step = { ...claim, workflow, search };
  if (claim.itemId !== undefined) return takeItem(tx, step, claim.itemId);
  const own = await ownWork(tx, step);
  if (own) return handOut(tx, own, step);
  const member = await readMember(tx, claim);
  if (await isAtLimit(tx, step, member.itemLimit)) return nothing("limit");
  const gold = await nextGold(tx, step, member.trainedAt);
  if (gold) return gold;
  return (await scan(tx, step)) ?? (await leftOpen(tx, step));
}

function nothing(reason: Extract<NextAnswer, { kind: "nothing" }>["reason"]): NextAnswer {
  return { kind: "nothing", reason };
}

function item(row: AssignmentRow): NextAnswer {
  return { kind: "item", itemId: row.itemId, assignment: toAssignment(row) };
}

const value = sql.placeholder;
/** What a person has and can go on with, one of it. */
function ownOf({ db, tables: { assignments, items } }: Store, state: SQL, order: SQL[]) {
  return db
    .select({ row: assignments })
    .from(assignments)
    .innerJoin(items, eq(items.id, assignments.itemId))
    .where(
      and(
        eq(assignments.projectId, value("projectId")),
        eq(assignments.userId, value("userId")),
        state,
        eq(assignments.task, "annotate"),
        ne(assignments.itemId, value("except")),
        isNull(items.deletedAt),
        // A model or a manager may have submitted it meanwhile. Of gold items that says nothing.
        or(eq(items.isGold, true), notInArray(items.state, ["submitted", "accepted"])),
      ),
    )
    .orderBy(...order)
    .limit(1)
    .prepare();
}
const selectOwn = prepared((store) => {
  const { state, updatedAt } = store.tables.assignments;
  return ownOf(store, eq(state, value("state")), [asc(updatedAt)]);
});
const selectDue = prepared((store) => {
  const { dueAt, updatedAt } = store.tables.assignments;
  // As the index has it, nothing of it bound.
  const isDue = sql`${store.tables.assignments.state} = 'assigned' and ${dueAt} is not null`;
  return ownOf(store, isDue, [asc(dueAt), asc(updatedAt)]);
});

/**
 * What came back first, as somebody waits for it; then what they began; then what a manager gave them: what is due
 * first, and what has no date in the order in which it was given.
 */
async function ownWork(
  tx: Store,
  { projectId, userId, except = "" }: Step,
): Promise<AssignmentRow | null> {
  const who = { projectId, userId, except };
  const first =
    (await selectOwn(tx).execute({ ...who, state: "returned" }))[0] ??
    (await selectOwn(tx).execute({ ...who, state: "open" }))[0] ??
    (await selectDue(tx).execute(who))[0] ??
    (await selectOwn(tx).execute({ ...who, state: "assigned" }))[0];
  return first?.row ?? null;
}

async function handOut(
  tx: Store,
  row: AssignmentRow,
  { workflow, now }: Step,
): Promise<NextAnswer> {
  if (row.state === "returned") return item(row);
  const isKept = row.state === "assigned" || row.leaseUntil === null;
  const leaseUntil = isKept ? null : leaseFrom(workflow, now);
  return item(await setAssignmentState(tx, row, { state: "open", leaseUntil, now }));
}

function leaseFrom({ leaseMinutes }: Workflow, now: number): number {
  return now + leaseMinutes * 60_000;
}

/** When there is nothing else, what they have just left. */
async function leftOpen(tx: Store, step: Step): Promise<NextAnswer> {
  const { except, userId } = step;
  const left = except
    ? await findAssignment(tx, { itemId: except, userId, task: "annotate" })
    : null;
  const isOpen = left?.state === "open" || left?.state === "returned" || left?.state === "assigned";
  if (left && isOpen && left.projectId === step.projectId) return handOut(tx, left, step);
  return nothing((await isUnfinished(tx, step)) ? "with-others" : "done");
}

const selectUnfinished = prepared(({ db, tables: { items } }) =>
  db
    .select({ id: items.id })
    .from(items)
    .where(
      and(
        eq(items.projectId, value("projectId")),
        eq(items.state, value("state")),
        eq(items.isGold, false),
        isNull(items.deletedAt),
      ),
    )
    .limit(1)
    .prepare(),
);

async function isUnfinished(tx: Store, { projectId }: Step): Promise<boolean> {
  for (const state of ["in_progress", "new", "rejected"] as const) {
    const rows = await selectUnfinished(tx).execute({ projectId, state });
    if (rows.length > 0) return true;
  }
  return false;
}

const selectMember = prepared(({ db, tables: { members } }) =>
  db
    .select({ itemLimit: members.itemLimit, trainedAt: members.trainedAt })
    .from(members)
    .where(and(eq(members.projectId, value("projectId")), eq(members.userId, value("userId"))))
    .prepare(),
);

async function readMember(tx: Store, { projectId, userId }: Claim) {
  const rows = await selectMember(tx).execute({ projectId, userId });
  return rows[0] ?? { itemLimit: null, trainedAt: null };
}

/** Counted no further than up to the limit. */
async function isAtLimit(tx: Store, step: Step, itemLimit: number | null): Promise<boolean> {
  const limit = itemLimit ?? step.workflow.itemLimit;
  if (limit === null) return false;
  const { assignments } = tx.tables;
  const had = tx.db
    .select({ id: assignments.id })
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, step.projectId),
        eq(assignments.userId, step.userId),
        eq(assignments.task, "annotate"),
        ne(assignments.state, "released"),
        ne(assignments.origin, "training"),
      ),
    )
    .limit(limit)
    .as("had");
  const rows = await tx.db.select({ n: count() }).from(had);
  return (rows[0]?.n ?? 0) >= limit;
}

/** A gold item, if it is the turn of one; null: an ordinary one. */
async function nextGold(
  tx: Store,
  step: Step,
  trainedAt: number | null,
): Promise<NextAnswer | null> {
  const { gold } = step.workflow;
  if (step.role !== "annotator") return null;
  if (gold.training && trainedAt === null) {
    const found = await findGold(tx, step);
    if (found) return item(await hold(tx, { step, item: found, origin: "training" }));
    const last = await openTraining(tx, step);
    if (last) return handOut(tx, last, step);
    const { done, score } = await readTraining(tx, step);
    // Where there are no gold items (any more) nobody could pass.
    if (done > 0 && (score ?? 0) < gold.training.passAt) return nothing("training-failed");
    await setTrained(tx, { ...step, trainedAt: step.now });
    return null;
  }
  if (gold.share === 0 || shareOf(uuidv7()) >= gold.share) return null;
  const found = await findGold(tx, step);
  return found && item(await hold(tx, { step, item: found, origin: "gold" }));
}

/** What comes after the last item of the training is not decided before that one is handed in. */
async function openTraining(tx: Store, { except, userId }: Step): Promise<AssignmentRow | null> {
  if (except === undefined) return null;
  const left = await findAssignment(tx, { itemId: except, userId, task: "annotate" });
  return left?.origin === "training" && left.state === "open" ? left : null;
}

const ITEM_COLUMNS = ({ tables: { items, layers } }: Store) => ({
  ...{ id: items.id, projectId: items.projectId, state: items.state },
  ...{ required: items.required, isGold: items.isGold, openSlots: items.openSlots },
  resultLayerId: layers.id,
});
const selectGold = prepared((store) => {
  const { items, layers, assignments } = store.tables;
  return store.db
    .select(ITEM_COLUMNS(store))
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(
      and(
        eq(items.projectId, value("projectId")),
        sql`${items.isGold} <> 0`,
        isNull(items.deletedAt),
        sql`not exists (select 1 from ${assignments} as earlier where earlier.item_id = ${items.id}
          and earlier.user_id = ${value("userId")} and earlier.task = 'annotate'
          and earlier.state <> 'released')`,
      ),
    )
    .orderBy(asc(items.shuffle))
    .limit(1)
    .prepare();
});

async function findGold(tx: Store, { projectId, userId }: Step) {
  const rows = await selectGold(tx).execute({ projectId, userId });
  return rows[0] ?? null;
}

const selectItem = prepared((store) => {
  const { items, layers } = store.tables;
  return store.db
    .select(ITEM_COLUMNS(store))
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(and(eq(items.id, value("itemId")), isNull(items.deletedAt)))
    .prepare();
});

/** The next free item in the project's order that the person never had; null: there is none. */
async function scan(tx: Store, step: Step): Promise<NextAnswer | "more" | null> {
  const { projectId, userId, workflow, now } = step;
  const who = { projectId, userId, order: workflow.order, now };
  let from = cursorOf(tx, who);
  if (!from) step.search.isWhole = true;
  for (const limit of SCAN_ITEMS) {
    const found = await nextCandidates(tx, { ...who, from, limit });
    const free = found.find(({ wasTheirs, id }) => !wasTheirs && id !== step.except);
    if (free) {
      keepCursor(tx, who, free.key);
      const rows = await selectItem(tx).execute({ itemId: free.id });
      if (!rows[0]) throw new Error(`The item ${free.id} of the queue is not there.`);
      return item(await hold(tx, { step, item: rows[0], origin: "queue" }));
    }
    const last = found.at(-1);
    if (found.length < limit || !last) {
      dropCursor(tx, who);
      // What lies before the cursor may be free by now.
      return step.search.isWhole ? null : "more";
    }
    from = last.key;
  }
  if (from) keepCursor(tx, who, from);
  return "more";
}

/** "Take this one": if it is theirs, or there is a place and they may choose. */
async function takeItem(tx: Store, step: Step, itemId: string): Promise<NextAnswer> {
  const rows = await selectItem(tx).execute({ itemId });
  const wanted = rows[0];
  if (wanted?.projectId !== step.projectId) return nothing("done");
  const { userId, workflow } = step;
  const own = await findAssignment(tx, { itemId, userId, task: "annotate" });
  if (own && own.state !== "released") {
    const isOpen = own.state === "open" || own.state === "assigned";
    return isOpen ? handOut(tx, own, step) : item(own);
  }
  const isFree = wanted.openSlots > 0 || (own !== null && wanted.isGold);
  const isAllowed =
    own !== null || step.role !== "annotator" || (await mayPick(tx, step.projectId, workflow));
  if (!isFree || !isAllowed) {
    return nothing(isAllowed && isOver(wanted.state) ? "done" : "with-others");
  }
  const { itemLimit } = await readMember(tx, step);
  if (own === null && (await isAtLimit(tx, step, itemLimit))) return nothing("limit");
  return item(await hold(tx, { step, item: wanted, origin: "picked" }));
}

function isOver(state: string): boolean {
  return state === "submitted" || state === "accepted" || state === "skipped";
}

function hold(
  tx: Store,
  { step, item: wanted, origin }: { step: Step; item: LabelledItem; origin: AssignmentOrigin },
): Promise<AssignmentRow> {
  const { userId, workflow, now } = step;
  const leaseUntil = leaseFrom(workflow, now);
  const given = { item: wanted, userId, origin, leaseUntil, now };
  return writeAssignment(tx, { ...given, state: "open", dueAt: null, assignedBy: null });
}
