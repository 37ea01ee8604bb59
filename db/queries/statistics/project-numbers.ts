import { and, asc, avg, count, desc, eq, isNotNull, isNull, ne, sql, sum } from "drizzle-orm";
import type { Activity, ProjectStatistics, StateCounts } from "@/lib/api/statistics";
import { noStates, type StateDelta, type WorkedDay } from "@/lib/statistics/running-states";
import type { Store } from "../../store";

const RECENT_ITEMS = 12;
/** Among so many that changed last: after an upload nothing has happened to most of them. */
const RECENT_CHANGES = 500;
/** Lower ends of the bins of "annotations per item". */
const COUNT_STEPS = [0, 1, 2, 3, 5, 10, 20, 50, 100, 200];

export type ProjectNumbers = Pick<
  ProjectStatistics,
  | "counts"
  | "needsReview"
  | "needsAdjudication"
  | "openThreads"
  | "threadItems"
  | "agreement"
  | "labels"
  | "perItem"
  | "activity"
> & { deltas: StateDelta[]; worked: WorkedDay[] };

/** What the dashboard of a project says, but for what is counted aside: from counters and short walks of an index. */
export async function readProjectNumbers(store: Store, projectId: string): Promise<ProjectNumbers> {
  return {
    counts: await readStates(store, projectId),
    ...(await readWaiting(store, projectId)),
    ...(await countThreads(store, projectId)),
    agreement: await readAgreement(store, projectId),
    labels: await readLabels(store, projectId),
    perItem: await readPerItem(store, projectId),
    activity: await readActivity(store, projectId),
    deltas: await readDeltas(store, projectId),
    worked: await readWorked(store, projectId),
  };
}

async function readStates(
  { db, tables: { stateCounts } }: Store,
  projectId: string,
): Promise<StateCounts> {
  const rows = await db.select().from(stateCounts).where(eq(stateCounts.projectId, projectId));
  const counts = noStates();
  for (const { state, n } of rows) counts[state as keyof StateCounts] = n;
  return counts;
}

async function readWaiting({ db, tables: { items } }: Store, projectId: string) {
  const rows = await db
    .select({ needs: items.needs, n: count() })
    .from(items)
    .where(and(eq(items.projectId, projectId), isNotNull(items.needs), isNull(items.deletedAt)))
    .groupBy(items.needs);
  const of = (needs: string) => rows.find((row) => row.needs === needs)?.n ?? 0;
  return { needsReview: of("review"), needsAdjudication: of("adjudication") };
}

async function countThreads({ db, tables: { items } }: Store, projectId: string) {
  const rows = await db
    .select({ n: sum(items.openThreads), threadItems: count() })
    .from(items)
    .where(
      and(eq(items.projectId, projectId), isNull(items.deletedAt), sql`${items.openThreads} > 0`),
    );
  return { openThreads: Number(rows[0]?.n ?? 0), threadItems: rows[0]?.threadItems ?? 0 };
}

async function readAgreement(
  { db, tables: { items } }: Store,
  projectId: string,
): Promise<ProjectStatistics["agreement"]> {
  const rows = await db
    .select({ mean: avg(items.agreement), n: count() })
    .from(items)
    .where(
      and(eq(items.projectId, projectId), isNotNull(items.agreement), isNull(items.deletedAt)),
    );
  const row = rows[0];
  return row && row.n > 0 ? { mean: Number(row.mean), items: row.n } : null;
}

async function readLabels(
  { db, tables: { labels } }: Store,
  projectId: string,
): Promise<ProjectStatistics["labels"]> {
  return db
    .select({ id: labels.id, name: labels.name, color: labels.color, n: labels.annotationCount })
    .from(labels)
    .where(and(eq(labels.projectId, projectId), isNull(labels.deletedAt)))
    .orderBy(desc(labels.annotationCount), asc(labels.position));
}

/** The index of counts has them in order: one walk, nothing else is read. */
async function readPerItem(
  { db, tables: { items } }: Store,
  projectId: string,
): Promise<ProjectStatistics["perItem"]> {
  const rows = await db
    .select({ annotations: items.annotationCount, n: count() })
    .from(items)
    .where(and(eq(items.projectId, projectId), isNull(items.deletedAt)))
    .groupBy(items.annotationCount);
  const counts = COUNT_STEPS.map(() => 0);
  for (const { annotations, n } of rows) {
    const bin = COUNT_STEPS.findLastIndex((from) => annotations >= from);
    counts[bin] = (counts[bin] ?? 0) + n;
  }
  return { from: COUNT_STEPS, counts };
}

/** The items that changed last, each with the last that was done to it. */
async function readActivity(
  { db, tables: { items, layers, operations, users } }: Store,
  projectId: string,
): Promise<Activity[]> {
  const changed = db
    .select({ id: items.id, name: items.name, state: items.state, isGold: items.isGold })
    .from(items)
    .where(and(eq(items.projectId, projectId), isNull(items.deletedAt)))
    .orderBy(desc(items.updatedAt), desc(items.id))
    .limit(RECENT_CHANGES)
    .as("changed");
  const recent = await db
    .select({ id: changed.id, name: changed.name, isGold: changed.isGold })
    .from(changed)
    .where(ne(changed.state, "new"))
    .limit(RECENT_ITEMS);
  const activity: Activity[] = [];
  for (const { id, name, isGold } of recent) {
    const [last] = await db
      .select({
        at: operations.createdAt,
        cause: operations.cause,
        state: operations.state,
        personId: users.id,
        personName: users.name,
      })
      .from(operations)
      .innerJoin(layers, eq(layers.id, operations.layerId))
      .leftJoin(users, eq(users.id, operations.authorId))
      // What goes on aside of the result of a gold item would tell that it is one.
      .where(and(eq(operations.itemId, id), isGold ? eq(layers.isResult, true) : undefined))
      // A merge that came of handing in is written with it: what the person did says more.
      .orderBy(
        desc(operations.createdAt),
        asc(sql`${operations.cause} = 'merge'`),
        desc(operations.rev),
      )
      .limit(1);
    if (!last) continue;
    const { at, cause, state, personId, personName } = last;
    const person = personId && personName !== null ? { id: personId, name: personName } : null;
    activity.push({ at, itemId: id, itemName: name, person, cause, state });
  }
  return activity.sort((a, b) => b.at - a.at);
}

async function readDeltas(
  { db, tables: { stateDays } }: Store,
  projectId: string,
): Promise<StateDelta[]> {
  return db
    .select({ day: stateDays.day, state: stateDays.state, delta: stateDays.delta })
    .from(stateDays)
    .where(eq(stateDays.projectId, projectId))
    .orderBy(asc(stateDays.day));
}

/** Days on which anybody submitted, skipped or reviewed. */
async function readWorked(
  { db, tables: { workDays } }: Store,
  projectId: string,
): Promise<WorkedDay[]> {
  const rows = await db
    .select({
      day: workDays.day,
      submitted: sum(workDays.submitted),
      skipped: sum(workDays.skipped),
      rejected: sum(workDays.rejected),
    })
    .from(workDays)
    .where(eq(workDays.projectId, projectId))
    .groupBy(workDays.day);
  return rows
    .map(({ day, submitted, skipped, rejected }) => ({
      ...{ day, submitted: Number(submitted) },
      ...{ skipped: Number(skipped), rejected: Number(rejected) },
    }))
    .filter(({ submitted, skipped, rejected }) => submitted + skipped + rejected > 0)
    .sort((a, b) => a.day - b.day);
}
