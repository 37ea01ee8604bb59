import "server-only";

/** Before its first sign a page may have been worked in for so long, as far as we can know. */
const START_CREDIT_MS = 120_000;
const FORGET_AFTER_MS = 86_400_000;
const MAX_KNOWN = 10_000;

type Credit = { firstAt: number; lastAt: number; countedMs: number };

const holder = globalThis as { trazoActive?: Map<string, Credit> };
holder.trazoActive ??= new Map();
const credits = holder.trazoActive;

/** As `creditActive` for the tab, and for the person: in several tabs together nobody works more than all the time. */
export function creditPerson(
  userId: string,
  { clientId, activeMs, now }: { clientId: string; activeMs: number; now: number },
): number {
  const ofTab = creditActive({ key: `${userId} ${clientId}`, activeMs, now });
  return creditActive({ key: userId, activeMs: ofTab, now });
}

/**
 * How much of the time that a tab says it was worked in counts: never more than has passed since it was first heard of.
 * So an answer that was lost, after which the same time is sent again, does not count twice without end.
 */
export function creditActive(claim: { key: string; activeMs: number; now: number }): number {
  const { key, activeMs, now } = claim;
  const known = credits.get(key) ?? { firstAt: now, lastAt: now, countedMs: 0 };
  const creditMs = now - known.firstAt + START_CREDIT_MS - known.countedMs;
  const counted = Math.max(0, Math.min(activeMs, creditMs));
  credits.delete(key);
  credits.set(key, { ...known, lastAt: now, countedMs: known.countedMs + counted });
  for (const [old, { lastAt }] of credits) {
    if (credits.size <= MAX_KNOWN && now - lastAt < FORGET_AFTER_MS) break;
    credits.delete(old);
  }
  return counted;
}
