import { sql } from "drizzle-orm";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { prepared } from "./prepared";

const DAY_MS = 86_400_000;

/** The UTC day that a time falls on, in days since 1970. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

type Counts = Omit<Tables["workDays"]["$inferSelect"], "projectId" | "userId" | "day">;

const COLUMNS = [
  ...["submitted", "skipped", "created", "changed", "deleted", "accepted", "acceptedFirst"],
  ...["rejected", "reviewed", "goldItems", "goldScore", "activeMs"],
] as (keyof Counts)[];
const value = sql.placeholder;

const upsert = prepared(({ db, tables: { workDays } }) =>
  db
    .insert(workDays)
    .values({
      ...{ projectId: value("projectId"), userId: value("userId"), day: value("day") },
      ...Object.fromEntries(COLUMNS.map((name) => [name, value(name)])),
    })
    .onConflictDoUpdate({
      target: [workDays.projectId, workDays.userId, workDays.day],
      set: Object.fromEntries(
        COLUMNS.map((name) => [name, sql`${workDays[name]} + ${value(name)}`]),
      ),
    })
    .prepare(),
);
const NOTHING = Object.fromEntries(COLUMNS.map((name) => [name, 0]));

/** Adds to what a person did on a day; runs in the transaction of what was done, every save among them. */
export async function addWork(
  store: Store,
  { projectId, userId, now }: { projectId: string; userId: string; now: number },
  counts: Partial<Counts>,
): Promise<void> {
  if (Object.values(counts).every((n) => n === 0)) return;
  await upsert(store).execute({ projectId, userId, day: dayOf(now), ...NOTHING, ...counts });
}
