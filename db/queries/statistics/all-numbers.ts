import {
  and,
  asc,
  count,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  max,
  sql,
  sum,
} from "drizzle-orm";
import { FINISHED_STATES } from "@/lib/api/statistics";
import type { Store } from "../../store";

export type ProjectMoves = {
  /** By day, items finished. */
  finished: Map<number, number>;
  movedOn: number | null;
  needsReview: number;
  openThreads: number;
  threadItems: number;
  hasFreeItems: boolean;
};

/** How some projects move: from counters, a handful of statements however many there are. */
export async function readMoves(
  store: Store,
  { projectIds, fromDay }: { projectIds: readonly string[]; fromDay: number },
): Promise<Map<string, ProjectMoves>> {
  const { db, tables } = store;
  const { items, projects, stateDays } = tables;
  const ids = [...projectIds];
  const moves = new Map<string, ProjectMoves>(
    ids.map((id) => [
      id,
      {
        ...{ finished: new Map(), movedOn: null },
        ...{ needsReview: 0, openThreads: 0, threadItems: 0, hasFreeItems: false },
      },
    ]),
  );
  if (ids.length === 0) return moves;
  const isFinished = and(
    inArray(stateDays.projectId, ids),
    inArray(stateDays.state, FINISHED_STATES),
  );
  for (const row of await db
    .select({ id: stateDays.projectId, day: stateDays.day, n: sum(stateDays.delta) })
    .from(stateDays)
    .where(and(isFinished, gte(stateDays.day, fromDay)))
    .groupBy(stateDays.projectId, stateDays.day)) {
    moves.get(row.id)?.finished.set(row.day, Number(row.n));
  }
  for (const row of await db
    .select({ id: stateDays.projectId, day: max(stateDays.day) })
    .from(stateDays)
    .where(and(isFinished, gt(stateDays.delta, 0)))
    .groupBy(stateDays.projectId)) {
    const move = moves.get(row.id);
    if (move) move.movedOn = row.day;
  }
  for (const row of await db
    .select({ id: items.projectId, n: count() })
    .from(items)
    .where(and(inArray(items.projectId, ids), isNotNull(items.needs), isNull(items.deletedAt)))
    .groupBy(items.projectId)) {
    const move = moves.get(row.id);
    if (move) move.needsReview = row.n;
  }
  for (const row of await db
    .select({ id: items.projectId, n: sum(items.openThreads), on: count() })
    .from(items)
    .where(
      and(inArray(items.projectId, ids), isNull(items.deletedAt), sql`${items.openThreads} > 0`),
    )
    .groupBy(items.projectId)) {
    const move = moves.get(row.id);
    if (move) Object.assign(move, { openThreads: Number(row.n), threadItems: row.on });
  }
  const free = db
    .select({ id: items.id })
    .from(items)
    .where(
      and(eq(items.projectId, projects.id), sql`${items.openSlots} > 0`, isNull(items.deletedAt)),
    );
  for (const { id } of await db
    .select({ id: projects.id })
    .from(projects)
    .where(and(inArray(projects.id, ids), exists(free)))) {
    const move = moves.get(id);
    if (move) move.hasFreeItems = true;
  }
  return moves;
}

/** The same of a person's own work alone, for whoever sees no more than that of a project. */
export async function readOwnMoves(
  { db, tables: { workDays } }: Store,
  { projectId, userId, fromDay }: { projectId: string; userId: string; fromDay: number },
): Promise<ProjectMoves> {
  const done = sql<number>`${workDays.submitted} + ${workDays.skipped}`;
  const rows = await db
    .select({ day: workDays.day, n: done })
    .from(workDays)
    .where(and(eq(workDays.projectId, projectId), eq(workDays.userId, userId), gt(done, 0)))
    .orderBy(asc(workDays.day));
  return {
    finished: new Map(rows.flatMap(({ day, n }) => (day < fromDay ? [] : [[day, Number(n)]]))),
    movedOn: rows.at(-1)?.day ?? null,
    ...{ needsReview: 0, openThreads: 0, threadItems: 0, hasFreeItems: false },
  };
}

/** The annotators of some projects, and whether they have something in hand there. */
export async function readAnnotators(
  { db, tables: { assignments, members, users } }: Store,
  projectIds: readonly string[],
): Promise<{ projectId: string; userId: string; name: string; hasWork: boolean }[]> {
  if (projectIds.length === 0) return [];
  const inHand = db
    .select({ id: assignments.id })
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, members.projectId),
        eq(assignments.userId, members.userId),
        inArray(assignments.state, ["assigned", "open", "returned"]),
      ),
    );
  const rows = await db
    .select({
      projectId: members.projectId,
      userId: users.id,
      name: users.name,
      hasWork: sql<number>`${exists(inHand)}`,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        inArray(members.projectId, [...projectIds]),
        eq(members.role, "annotator"),
        isNull(users.deactivatedAt),
      ),
    )
    .orderBy(asc(users.name), asc(users.id));
  return rows.map((row) => ({ ...row, hasWork: Boolean(row.hasWork) }));
}
