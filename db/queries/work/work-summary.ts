import { and, asc, count, eq, inArray, isNull, sql } from "drizzle-orm";
import { ASSIGNMENT_STATES, type AssignmentState } from "@/lib/annotation/assignment";
import type { Workflow } from "@/lib/annotation/workflow";
import type { WorkSummary } from "@/lib/api/work";
import type { Store } from "../../store";
import { readTraining } from "./gold-score";
import { hasGold } from "./op-work";
import { readProjectWorkflow } from "./workflow";

/** What a person has of a project's work, and, for whoever divides it, what everybody has. */
export async function readWork(
  store: Store,
  {
    projectId,
    userId,
    isManager,
    isReviewer,
  }: { projectId: string; userId: string; isManager: boolean; isReviewer: boolean },
): Promise<WorkSummary> {
  const workflow = await readProjectWorkflow(store, projectId);
  const free = await countFree(store, projectId);
  // Exactly, it would tell which items are gold: those by which it does not change.
  const isRough = !isReviewer && (await hasGold(store, projectId));
  const mine = await countStates(store, { projectId, userId });
  return {
    mine: mine.get(userId) ?? noStates(),
    free: isRough ? Math.ceil(free / ROUGHLY) * ROUGHLY : free,
    needsReview: isReviewer ? await countNeeds(store, { projectId, needs: "review" }) : 0,
    needsAdjudication: isReviewer
      ? await countNeeds(store, { projectId, needs: "adjudication" })
      : 0,
    training: await ownTraining(store, { projectId, userId, workflow }),
    people: isManager ? await everybody(store, { projectId, workflow }) : [],
  };
}

const ROUGHLY = 10;

type Counts = Record<AssignmentState, number>;

function noStates(): Counts {
  return Object.fromEntries(ASSIGNMENT_STATES.map((state) => [state, 0])) as Counts;
}

/** By the index of people's work alone. */
async function countStates(
  { db, tables: { assignments } }: Store,
  { projectId, userId }: { projectId: string; userId?: string },
): Promise<Map<string, Counts>> {
  const rows = await db
    .select({ userId: assignments.userId, state: assignments.state, n: count() })
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, projectId),
        eq(assignments.task, "annotate"),
        userId === undefined ? undefined : eq(assignments.userId, userId),
      ),
    )
    .groupBy(assignments.userId, assignments.state);
  const counts = new Map<string, Counts>();
  for (const row of rows) {
    const states = counts.get(row.userId) ?? noStates();
    states[row.state] = row.n;
    counts.set(row.userId, states);
  }
  return counts;
}

async function countFree({ db, tables: { items } }: Store, projectId: string): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(items)
    .where(
      and(eq(items.projectId, projectId), sql`${items.openSlots} > 0`, isNull(items.deletedAt)),
    );
  return rows[0]?.n ?? 0;
}

async function countNeeds(
  { db, tables: { items } }: Store,
  { projectId, needs }: { projectId: string; needs: "review" | "adjudication" },
): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(items)
    .where(and(eq(items.projectId, projectId), eq(items.needs, needs), isNull(items.deletedAt)));
  return rows[0]?.n ?? 0;
}

async function ownTraining(
  store: Store,
  { projectId, userId, workflow }: { projectId: string; userId: string; workflow: Workflow },
): Promise<WorkSummary["training"]> {
  const { training } = workflow.gold;
  if (!training) return null;
  const { members } = store.tables;
  const rows = await store.db
    .select({ trainedAt: members.trainedAt, role: members.role })
    .from(members)
    .where(and(eq(members.projectId, projectId), eq(members.userId, userId)));
  const member = rows[0];
  if (member?.role !== "annotator" || member.trainedAt !== null) return null;
  return { ...training, ...(await readTraining(store, { projectId, userId })) };
}

async function everybody(
  store: Store,
  { projectId, workflow }: { projectId: string; workflow: Workflow },
): Promise<WorkSummary["people"]> {
  const { users, members } = store.tables;
  const counts = await countStates(store, { projectId });
  const roles = await store.db.select().from(members).where(eq(members.projectId, projectId));
  const memberOf = new Map(roles.map((member) => [member.userId, member]));
  const hasTraining = workflow.gold.training !== null;
  const ids = new Set([
    ...counts.keys(),
    ...roles.filter(({ role }) => role !== "viewer").map(({ userId }) => userId),
  ]);
  const people = await store.db
    .select({ userId: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]))
    .orderBy(asc(users.name), asc(users.id));
  return people.map((person) => {
    const member = memberOf.get(person.userId);
    return {
      ...person,
      counts: counts.get(person.userId) ?? noStates(),
      itemLimit: member?.itemLimit ?? null,
      isInTraining: hasTraining && member?.role === "annotator" && member.trainedAt === null,
      isGone: member === undefined,
    };
  });
}
