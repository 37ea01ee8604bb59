import "server-only";
import { type Assigning, assignItems, unassign } from "@/db/queries/work/assign";
import { type Claim, claimNext } from "@/db/queries/work/claim-next";
import { expireLeasesNow } from "@/db/queries/work/leases";
import { applyOverlap } from "@/db/queries/work/overlap";
import { readWork } from "@/db/queries/work/work-summary";
import { writeWorkflow } from "@/db/queries/work/workflow";
import type { ProjectRole } from "@/db/schema/projects";
import type { Store } from "@/db/store";
import type { Workflow, WorkflowPatch } from "@/lib/annotation/workflow";
import type { NextAnswer } from "@/lib/api/item-work";
import type { AssignedItems, WorkSummary } from "@/lib/api/work";
import { AppError } from "./app-error";
import { publish } from "./live/bus";
import { tellNotified } from "./live/tell-notified";
import { roleMay } from "./permissions";

/** The next item for this person, or the one that they ask for. */
export async function nextItem(store: Store, claim: Omit<Claim, "now">): Promise<NextAnswer> {
  if (claim.task === "review" && !roleMay(claim.role, "item.review")) {
    throw new AppError("forbidden", "Your role does not allow this.");
  }
  return claimNext(store, { ...claim, now: Date.now() });
}

/** What this person has and may do next. Whoever divides the work is told everybody's. */
export async function workSummary(
  store: Store,
  { projectId, userId, role }: { projectId: string; userId: string; role: ProjectRole },
): Promise<WorkSummary> {
  await expireLeasesNow(store, { projectId, now: Date.now() });
  const isManager = roleMay(role, "work.manage");
  const isReviewer = roleMay(role, "item.review");
  return readWork(store, { projectId, userId, isManager, isReviewer });
}

/** Gives items to people, who are told of it. */
export async function assignWork(
  store: Store,
  work: Omit<Assigning, "now">,
): Promise<AssignedItems> {
  const { projectId } = work;
  await expireLeasesNow(store, { projectId, now: Date.now() });
  const assigned = await assignItems(store, { ...work, now: Date.now() });
  if (!assigned) {
    throw new AppError("invalid_request", "One of these people cannot be given that work here.");
  }
  const { answer, told } = assigned;
  if (answer.assigned > 0) publish(projectId, { kind: "work" });
  await tellNotified(store, { projectId, userIds: told });
  return answer;
}

/** Takes work back that nobody has handed in. */
export async function takeBackWork(
  store: Store,
  { projectId, request }: Omit<Parameters<typeof unassign>[1], "now">,
): Promise<{ count: number }> {
  const count = await unassign(store, { projectId, request, now: Date.now() });
  if (count > 0) publish(projectId, { kind: "work" });
  return { count };
}

/** Changes some of the settings, and brings items that nobody has begun in step with them. */
export async function changeWorkflow(
  store: Store,
  { projectId, patch }: { projectId: string; patch: WorkflowPatch },
): Promise<Workflow> {
  const { before, after } = await store.transaction((tx) =>
    writeWorkflow(tx, { projectId, patch, now: Date.now() }),
  );
  if (before.overlap !== after.overlap) await applyOverlap(store, { projectId });
  publish(projectId, { kind: "work" });
  return after;
}
