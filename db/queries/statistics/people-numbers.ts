import { and, asc, eq, gte } from "drizzle-orm";
import type { PersonStatistics, Work } from "@/lib/api/statistics";
import { addWorkOf, noWork } from "@/lib/statistics/people-rates";
import type { Store } from "../../store";

export type PersonDays = Pick<PersonStatistics, "userId" | "name" | "role"> & {
  work: Work;
  days: ({ day: number } & Work)[];
};

/** Everybody of a project, and whoever worked in it, with what they did from a day on. */
export async function readPeople(
  store: Store,
  { projectId, fromDay }: { projectId: string; fromDay: number },
): Promise<PersonDays[]> {
  const { db, tables } = store;
  const { members, users, workDays } = tables;
  const joined = await db
    .select({ userId: users.id, name: users.name, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.projectId, projectId))
    .orderBy(asc(users.name), asc(users.id));
  const rows = await db
    .select({ work: workDays, name: users.name })
    .from(workDays)
    .innerJoin(users, eq(users.id, workDays.userId))
    .where(and(eq(workDays.projectId, projectId), gte(workDays.day, fromDay)))
    .orderBy(asc(workDays.day));
  const people = new Map<string, PersonDays>(
    joined.map((person) => [person.userId, { ...person, work: noWork(), days: [] }]),
  );
  for (const { work: row, name } of rows) {
    const { projectId: _project, userId, day, ...work } = row;
    const person = people.get(userId) ?? { userId, name, role: null, work: noWork(), days: [] };
    people.set(userId, person);
    addWorkOf(person.work, work);
    person.days.push({ day, ...work });
  }
  return [...people.values()];
}
