import "server-only";
import { readPeople } from "@/db/queries/statistics/people-numbers";
import { dayOf } from "@/db/queries/work-days";
import type { Store } from "@/db/store";
import { type PeopleStatistics, RATE_NAMES, type RateName } from "@/lib/api/statistics";
import { mediansOf, ratesOfWork } from "@/lib/statistics/people-rates";

/** With fewer people the median would tell one of them what the other did. */
const LEAST_FOR_MEDIAN = 3;

/**
 * What people did in the last `days` days (0: ever), today among them. Who may not see everybody (`onlyUser`) gets
 * themselves and the medians.
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
  const all = (await readPeople(store, { projectId, fromDay })).map((person) => ({
    ...person,
    rates: ratesOfWork(person.work),
  }));
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

function noMedians(): Record<RateName, null> {
  return Object.fromEntries(RATE_NAMES.map((name) => [name, null])) as Record<RateName, null>;
}
