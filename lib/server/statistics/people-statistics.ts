import "server-only";
import { type PersonDays, readPeople } from "@/db/queries/statistics/people-numbers";
import { dayOf } from "@/db/queries/work-days";
import type { Store } from "@/db/store";
import { type PeopleStatistics, RATE_NAMES, type RateName } from "@/lib/api/statistics";
import { addWorkOf, mediansOf, noWork, ratesOfWork } from "@/lib/statistics/people-rates";

/** With fewer people the median would tell one of them what the other did. */
const LEAST_FOR_MEDIAN = 3;

/**
 * What people did in the last `days` days (0: ever), today among them. Who may not see everybody (`onlyUser`) gets
 * themselves and the medians, and how they did on gold items only of the days before today.
 */
export async function peopleStatistics(
  store: Store,
  wanted: {
    projectId: string;
    days: number;
    user: string | undefined;
    onlyUser: string | null;
    now: number;
  },
): Promise<PeopleStatistics> {
  const { projectId, days, user, onlyUser, now } = wanted;
  const today = dayOf(now);
  const fromDay = days === 0 ? 0 : today - days + 1;
  const read = await readPeople(store, { projectId, fromDay });
  // Told at once, it would say which of the items of today were gold.
  const told = onlyUser === null ? read : read.map((person) => withoutGoldSince(person, today));
  const all = told.map((person) => ({ ...person, rates: ratesOfWork(person.work) }));
  const active = all.filter((person) => person.days.length > 0);
  const mayCompare = onlyUser === null || active.length >= LEAST_FOR_MEDIAN;
  const shown = onlyUser ?? user;
  return {
    today,
    medians: mayCompare ? mediansOf(active.map(({ rates }) => rates)) : noMedians(),
    medianOf: active.length,
    people: all
      .filter(({ userId }) => shown === undefined || userId === shown)
      .map(({ days: worked, ...person }) =>
        shown === undefined ? person : { ...person, days: worked },
      ),
  };
}

/** The person with no gold items on that day and later. */
function withoutGoldSince(person: PersonDays, day: number): PersonDays {
  const days = person.days.map((each) =>
    each.day < day ? each : { ...each, goldItems: 0, goldScore: 0 },
  );
  const work = noWork();
  for (const { day: _day, ...worked } of days) addWorkOf(work, worked);
  return { ...person, days, work };
}

function noMedians(): Record<RateName, null> {
  return Object.fromEntries(RATE_NAMES.map((name) => [name, null])) as Record<RateName, null>;
}
