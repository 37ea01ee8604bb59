import { RATE_NAMES, type RateName, type Work } from "@/lib/api/statistics";

const HOUR_MS = 3_600_000;
/** Below so much active time a number per hour says nothing. */
const LEAST_ACTIVE_MS = 60_000;

export type Rates = Record<RateName, number | null>;

export function noWork(): Work {
  return {
    ...{ submitted: 0, skipped: 0, created: 0, changed: 0, deleted: 0 },
    ...{ accepted: 0, acceptedFirst: 0, rejected: 0, reviewed: 0 },
    ...{ goldItems: 0, goldScore: 0, activeMs: 0 },
  };
}

export function addWorkOf(sum: Work, more: Work): void {
  for (const name of Object.keys(sum) as (keyof Work)[]) sum[name] += more[name];
}

/** Null where there is nothing to divide by: no number is more honest than zero. */
export function ratesOfWork(work: Work): Rates {
  const items = work.submitted + work.skipped;
  // Whose time went into reviewing has no pace of labelling; zero would drag the median down.
  const isLabelling = items > 0 || work.created + work.changed + work.deleted > 0;
  const hours = isLabelling && work.activeMs >= LEAST_ACTIVE_MS ? work.activeMs / HOUR_MS : null;
  const decisions = work.accepted + work.rejected;
  return {
    itemsPerHour: hours === null ? null : items / hours,
    annotationsPerHour: hours === null ? null : work.created / hours,
    activeHours: work.activeMs > 0 ? work.activeMs / HOUR_MS : null,
    firstPass: decisions > 0 ? work.acceptedFirst / decisions : null,
    gold: work.goldItems > 0 ? work.goldScore / work.goldItems : null,
  };
}

/** Of each rate, over those who have one. */
export function mediansOf(people: readonly Rates[]): Rates {
  return Object.fromEntries(
    RATE_NAMES.map((name) => [name, median(people.flatMap((rates) => rates[name] ?? []))]),
  ) as Rates;
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  if (upper === undefined) return null;
  const lower = sorted[Math.ceil(middle) - 1] ?? upper;
  return (lower + upper) / 2;
}
