import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { AssignmentState } from "@/lib/annotation/assignment";
import type { ItemState } from "@/lib/annotation/item-state";
import { shareOf, type Workflow } from "@/lib/annotation/workflow";
import type { ItemNeed } from "../../schema/items";
import type { ProjectRole } from "../../schema/projects";
import type { Tables } from "../../schema/tables";
import type { Store } from "../../store";
import { consolidateItem } from "../consolidate";
import type { OpHead } from "../op-reads";
import type { OpRefusal } from "../op-refusal";
import { prepared } from "../prepared";
import { addWork } from "../work-days";
import { type AssignmentRow, setAssignmentState, shownState } from "./assignment-row";
import { measureGold } from "./gold-score";
import { isApart } from "./own-layer";
import { slotsOf } from "./slots";
import { workflowOf } from "./workflow";

/** Who writes, and as what; what the server itself writes has none. */
export type Actor = { userId: string; role: ProjectRole };

const value = sql.placeholder;

const MESSAGES = {
  not_yours: "This layer is somebody else's.",
  not_handed: "This item was not handed to you.",
  locked_submitted: "This work is submitted: it can be changed when it comes back from review.",
  locked_accepted: "This work is accepted and cannot be changed any more.",
} as const;

function refusal(reason: keyof typeof MESSAGES): OpRefusal {
  return { reason, message: MESSAGES[reason] };
}

function lockOf(state: ItemState | AssignmentState): OpRefusal | null {
  if (state === "submitted") return refusal("locked_submitted");
  return state === "accepted" ? refusal("locked_accepted") : null;
}

/** Why this person may not write into this layer now, or null. Managers and reviewers are held up by no state. */
export async function findWorkRefusal(
  tx: Store,
  at: {
    layerId: string;
    head: OpHead;
    actor: Actor;
    assignment: AssignmentRow | null;
    isSuggestions: boolean;
  },
): Promise<OpRefusal | null> {
  const { layerId, head, actor, assignment, isSuggestions } = at;
  if (head.kind === "gold") return refusal("not_yours");
  const isOwn = assignment?.layerId === layerId;
  const isForeign = !isSuggestions && !head.isResult && head.authorId !== actor.userId;
  if (isForeign) return refusal("not_yours");
  if (actor.role !== "annotator") return null;
  if (isOwn || (isSuggestions && assignment)) {
    return lockOf(assignment.state === "released" && head.isResult ? head.state : assignment.state);
  }
  if (head.isResult && isApart(head)) return refusal("not_yours");
  if (!(await mayPick(tx, head.projectId, workflowOf(head.settings)))) return refusal("not_handed");
  return lockOf(head.state);
}

const selectGold = prepared(({ db, tables: { items } }) =>
  db
    .select({ id: items.id })
    .from(items)
    .where(
      and(
        eq(items.projectId, value("projectId")),
        // As the index has it, not bound.
        sql`${items.isGold} <> 0`,
        isNull(items.deletedAt),
      ),
    )
    .limit(1)
    .prepare(),
);

/**
 * May annotators open what they were not handed? Not where there are gold items, whatever the setting: who looks around
 * would know them by what others have not done.
 */
export async function mayPick(
  store: Store,
  projectId: string,
  workflow: Workflow,
): Promise<boolean> {
  return workflow.isPickingAllowed && !(await hasGold(store, projectId));
}

export async function hasGold(store: Store, projectId: string): Promise<boolean> {
  const gold = await selectGold(store).execute({ projectId });
  return gold.length > 0;
}

export type Advance = {
  itemState: ItemState;
  /** What the layer's person is told. */
  layerState: ItemState;
  assignment: AssignmentRow | null;
  /** A place was taken or given back. */
  isPlaceChanged: boolean;
  /** The person has done with it by this operation. */
  outcome: "submitted" | "skipped" | null;
};

type Step = {
  layerId: string;
  head: OpHead;
  actor: Actor;
  assignment: AssignmentRow | null;
  state: ItemState | undefined;
  now: number;
};

/**
 * What an operation makes of the person's assignment and of the item's state, before it is written. Drawing where a place
 * is free takes it; work that arrives for a place that somebody else has by now is kept, but hands in nothing.
 */
export async function advance(tx: Store, step: Step): Promise<Advance> {
  const { layerId, head, actor, state, now } = step;
  const own = step.assignment?.layerId === layerId ? step.assignment : null;
  const isHeld = own !== null && own.state !== "released";
  const hasPlace = isHeld || head.openSlots > 0 || head.isGold;
  const isFree = actor.role !== "annotator" && head.isResult;
  if (isFree && (!own || !hasPlace)) {
    const itemState = nextState(head.state, state);
    return { ...still(head, null), itemState, layerState: itemState, outcome: outcomeOf(state) };
  }
  if (!hasPlace) return withoutPlace(head, own);
  const leaseUntil = now + workflowOf(head.settings).leaseMinutes * 60_000;
  const before = own ?? (await pick(tx, step, leaseUntil));
  const after = nextAssigned(before.state, state);
  const isKept = before.origin === "manual";
  const assignment =
    after === before.state
      ? before
      : await setAssignmentState(tx, before, {
          state: after,
          leaseUntil: after === "open" && !isKept ? leaseUntil : null,
          now,
        });
  const itemState = await itemStateAfter(tx, head, state);
  return {
    itemState,
    layerState: head.isResult ? itemState : shownState(after, { isBegun: true }),
    assignment,
    isPlaceChanged: !isHeld,
    outcome: outcomeOf(state),
  };
}

function still(head: OpHead, assignment: AssignmentRow | null): Advance {
  const { state: itemState } = head;
  return { itemState, layerState: itemState, assignment, isPlaceChanged: false, outcome: null };
}

function withoutPlace(head: OpHead, own: AssignmentRow | null): Advance {
  const kept = still(head, own);
  if (!head.isResult) {
    return { ...kept, layerState: shownState(own?.state ?? "released", { isBegun: true }) };
  }
  const itemState = head.state === "new" ? "in_progress" : head.state;
  return { ...kept, itemState, layerState: itemState };
}

function outcomeOf(state: ItemState | undefined): Advance["outcome"] {
  return state === "submitted" || state === "skipped" ? state : null;
}

/** The first stroke begins an item; work on a skipped one takes it up again. */
export function nextState(before: ItemState, given: ItemState | undefined): ItemState {
  if (given) return given;
  return before === "new" || before === "skipped" ? "in_progress" : before;
}

function nextAssigned(before: AssignmentState, given: ItemState | undefined): AssignmentState {
  if (given === "submitted" || given === "skipped") return given;
  if (before === "returned" || (before === "submitted" && given === undefined)) return before;
  return before === "accepted" && given === undefined ? before : "open";
}

const insertAssignment = prepared(({ db, tables: { assignments } }) =>
  db
    .insert(assignments)
    .values({
      ...{ id: value("id"), projectId: value("projectId"), itemId: value("itemId") },
      ...{ userId: value("userId"), task: "annotate", layerId: value("layerId") },
      ...{ origin: "picked", state: "open", leaseUntil: value("leaseUntil") },
      ...{ createdAt: value("now"), updatedAt: value("now") },
    })
    .returning()
    .prepare(),
);

async function pick(tx: Store, step: Step, leaseUntil: number): Promise<AssignmentRow> {
  const { head, actor, layerId, now } = step;
  const { projectId, itemId } = head;
  const of = { id: uuidv7(), projectId, itemId, userId: actor.userId, layerId, leaseUntil, now };
  const rows = await insertAssignment(tx).execute(of);
  const row = rows[0];
  if (!row) throw new Error("An assignment that was written is not there.");
  return row;
}

const countDone = prepared(({ db, tables: { assignments } }) =>
  db
    .select({
      done: sql<number>`coalesce(sum(case when ${assignments.state} in ('submitted', 'accepted', 'skipped') then 1 else 0 end), 0)`,
      skipped: sql<number>`coalesce(sum(case when ${assignments.state} = 'skipped' then 1 else 0 end), 0)`,
    })
    .from(assignments)
    .where(and(eq(assignments.itemId, value("itemId")), eq(assignments.task, "annotate")))
    .prepare(),
);

/** An item of several people is submitted when all its places are; of a gold one the work of others says nothing. */
async function itemStateAfter(
  tx: Store,
  head: OpHead,
  state: ItemState | undefined,
): Promise<ItemState> {
  if (head.isGold) return head.state;
  if (head.isResult) return nextState(head.state, state);
  const rows = await countDone(tx).execute({ itemId: head.itemId });
  const { done = 0, skipped = 0 } = rows[0] ?? {};
  if (done >= head.required) return skipped >= done ? "skipped" : "submitted";
  return head.state === "rejected" ? "rejected" : "in_progress";
}

const updateItem = prepared((store) => {
  const { items } = store.tables;
  return store.db
    .update(items)
    .set({
      submittedAt: sql`case ${value("submission")} when 'now' then ${value("now")} when 'none' then null else coalesce(${items.submittedAt}, ${value("now")}) end`,
      needs: sql`${value("needs")}`,
      openSlots: slotsOf(store),
    })
    .where(eq(items.id, value("itemId")))
    .prepare();
});
const updateSlots = prepared((store) => {
  const { items } = store.tables;
  return store.db
    .update(items)
    .set({ openSlots: slotsOf(store) })
    .where(eq(items.id, value("itemId")))
    .prepare();
});

/** After an operation was written: places, what reviewers have to do, the merged result, the numbers of the person. */
export async function settle(
  tx: Store,
  at: {
    head: OpHead;
    actor: Actor | null;
    advance: Advance;
    changes: Pick<Tables["workDays"]["$inferSelect"], "created" | "changed" | "deleted">;
    now: number;
  },
): Promise<void> {
  const { head, actor, now } = at;
  const { itemState, outcome, assignment, isPlaceChanged } = at.advance;
  const { itemId, projectId } = head;
  const isFinished = itemState === "submitted" && (outcome !== null || itemState !== head.state);
  if (isFinished) {
    // A review that is taken back finds the item as old as it was.
    const submission = actor ? "now" : "kept";
    await updateItem(tx).execute({ itemId, submission, now, needs: null });
    const needs = actor ? await needsAfter(tx, at) : null;
    if (needs) await updateItem(tx).execute({ itemId, submission, now, needs });
  } else if (itemState !== head.state) {
    const isReviewed = itemState === "accepted" || itemState === "rejected";
    const submission = isReviewed ? "kept" : "none";
    await updateItem(tx).execute({ itemId, submission, now, needs: null });
  } else if (isPlaceChanged) {
    await updateSlots(tx).execute({ itemId });
  }
  if (!actor) return;
  if (head.isGold && outcome === "submitted" && assignment) {
    await measureGold(tx, { assignment, head, now });
  }
  const done = outcome ? { [outcome]: 1 } : {};
  await addWork(tx, { projectId, userId: actor.userId, now }, { ...at.changes, ...done });
}

async function needsAfter(
  tx: Store,
  { head, advance: { assignment }, now }: Parameters<typeof settle>[1],
): Promise<ItemNeed | null> {
  const workflow = workflowOf(head.settings);
  const { itemId } = head;
  if (head.required > 1 && !head.isResult) {
    const { needsAdjudication } = await consolidateItem(tx, { itemId, now });
    if (needsAdjudication) return "adjudication";
  }
  const isBack = (assignment?.rounds ?? 0) > 0;
  return isBack || shareOf(`review ${itemId}`) < workflow.review.share ? "review" : null;
}
