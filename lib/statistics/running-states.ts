import { ITEM_STATES, type ItemState } from "@/lib/annotation/item-state";
import { FINISHED_STATES, type StateCounts } from "@/lib/api/statistics";

export type StateDelta = { day: number; state: ItemState; delta: number };
export type WorkedDay = { day: number; submitted: number; skipped: number; rejected: number };

export function noStates(): StateCounts {
  return Object.fromEntries(ITEM_STATES.map((state) => [state, 0])) as StateCounts;
}

/** Items by state at the end of every day from the first change to `today`; days without a change are as the one before. */
export function runningStates(
  deltas: readonly StateDelta[],
  today: number,
): { day: number; counts: StateCounts }[] {
  const byDay = groupByDay(deltas);
  const first = Math.min(...byDay.keys());
  if (!Number.isFinite(first)) return [];
  const counts = noStates();
  const days: { day: number; counts: StateCounts }[] = [];
  const last = Math.max(today, ...byDay.keys());
  for (let day = first; day <= last; day += 1) {
    for (const { state, delta } of byDay.get(day) ?? []) counts[state] += delta;
    days.push({ day, counts: { ...counts } });
  }
  return days;
}

/** By how much the number of finished items changed on each day on which anything changed. */
export function finishedDeltas(deltas: readonly StateDelta[]): Map<number, number> {
  const finished: readonly ItemState[] = FINISHED_STATES;
  const sums = new Map<number, number>();
  for (const { day, state, delta } of deltas) {
    if (finished.includes(state)) sums.set(day, (sums.get(day) ?? 0) + delta);
  }
  return sums;
}

/**
 * Items that people finished on each day from the first on which anybody worked to `today`. Datasets that were imported
 * and items that were deleted also change how many are finished, without being work: a day has no more than people
 * submitted and skipped, and no fewer than what reviewers sent back.
 */
export function finishedByPeople(
  deltas: readonly StateDelta[],
  worked: readonly WorkedDay[],
  today: number,
): { day: number; n: number }[] {
  if (worked.length === 0) return [];
  const changed = finishedDeltas(deltas);
  const byDay = new Map(worked.map((day) => [day.day, day]));
  const first = Math.min(...byDay.keys());
  return Array.from({ length: Math.max(0, today - first + 1) }, (_, n) => {
    const day = first + n;
    const { submitted = 0, skipped = 0, rejected = 0 } = byDay.get(day) ?? {};
    const net = changed.get(day) ?? 0;
    return { day, n: Math.max(-rejected, Math.min(net, submitted + skipped)) + 0 };
  });
}

function groupByDay(deltas: readonly StateDelta[]): Map<number, StateDelta[]> {
  const days = new Map<number, StateDelta[]>();
  for (const delta of deltas) {
    const list = days.get(delta.day);
    if (list) list.push(delta);
    else days.set(delta.day, [delta]);
  }
  return days;
}
