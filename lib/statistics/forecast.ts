import type { Forecast } from "@/lib/api/statistics";

/** Days of which the pace is taken, today not among them: it is not over. */
export const PACE_DAYS = 28;
/** With work on fewer of them there is no forecast. */
export const NEEDED_WORK_DAYS = 5;
const RUNS = 500;
/** Nobody believes in more. */
const MAX_YEARS = 5;
const MAX_DAYS = MAX_YEARS * 365;
/** Eight of ten runs end between these. */
const [LOW, HIGH] = [0.1, 0.9];

/**
 * When the work will be finished, by bootstrap: each of 500 runs first draws as many days as are known from those days,
 * with replacement (how the pace could just as well have been), then days from these until nothing is left. Days without
 * work are drawn like the others, so weekends and holidays count as often as they do. The same input gives the same answer.
 *
 * @param perDay items finished on each full day since the work began, oldest first; at most the last `PACE_DAYS` are used.
 * @param today the day from which to count (days since 1970); work goes on today.
 */
export function forecastFinish({
  remaining,
  perDay,
  today,
}: {
  remaining: number;
  perDay: readonly number[];
  today: number;
}): Forecast {
  if (remaining <= 0) return { kind: "finished" };
  const known = perDay.slice(-PACE_DAYS);
  const workDays = known.filter((n) => n > 0).length;
  const sum = known.reduce((total, n) => total + n, 0);
  if (workDays < NEEDED_WORK_DAYS || sum <= 0) {
    return { kind: "unknown", days: workDays, needed: NEEDED_WORK_DAYS };
  }
  const random = createRandom(remaining * 31 + sum);
  const ends = Array.from({ length: RUNS }, () => oneRun(known, remaining, random));
  ends.sort((a, b) => a - b);
  const at = (share: number) => ends[Math.floor(share * (RUNS - 1))] ?? MAX_DAYS;
  if (at(0.5) >= MAX_DAYS) return { kind: "far", years: MAX_YEARS };
  const dayAfter = (days: number) => today + Math.max(0, days - 1);
  return {
    kind: "date",
    day: dayAfter(at(0.5)),
    earliest: dayAfter(at(LOW)),
    latest: at(HIGH) >= MAX_DAYS ? null : dayAfter(at(HIGH)),
    perDay: sum / known.length,
    days: known.length,
    workDays,
  };
}

/** Days until nothing is left, today the first; `MAX_DAYS` at most. */
function oneRun(known: readonly number[], remaining: number, random: () => number): number {
  const draw = (from: readonly number[]) => from[Math.floor(random() * from.length)] ?? 0;
  const pace = known.map(() => draw(known));
  if (pace.every((n) => n <= 0)) return MAX_DAYS;
  let left = remaining;
  for (let day = 1; day < MAX_DAYS; day += 1) {
    left -= draw(pace);
    if (left <= 0) return day;
  }
  return MAX_DAYS;
}

/** mulberry32 */
function createRandom(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
