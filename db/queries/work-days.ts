import { sql } from "drizzle-orm";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";

const DAY_MS = 86_400_000;

/** The UTC day that a time falls on, in days since 1970. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

type Counts = Omit<Tables["workDays"]["$inferSelect"], "projectId" | "userId" | "day">;

/** Adds to what a person did on a day; runs in the transaction of what was done. */
export async function addWork(
  { db, tables: { workDays } }: Store,
  { projectId, userId, now }: { projectId: string; userId: string; now: number },
  counts: Partial<Counts>,
): Promise<void> {
  const added = Object.entries(counts).filter(([, n]) => n !== 0) as [keyof Counts, number][];
  if (added.length === 0) return;
  await db
    .insert(workDays)
    .values({ projectId, userId, day: dayOf(now), ...Object.fromEntries(added) })
    .onConflictDoUpdate({
      target: [workDays.projectId, workDays.userId, workDays.day],
      set: Object.fromEntries(added.map(([name, n]) => [name, sql`${workDays[name]} + ${n}`])),
    });
}
