import "server-only";
import type { LiveEvent } from "@/lib/api/live";
import { HEARTBEAT_MS } from "@/lib/api/work";
import { publishByRole } from "./bus";

export type Present = Extract<LiveEvent, { kind: "presence" }>["people"][number];

/** One lost beat is no farewell. */
const GONE_AFTER_MS = 2.5 * HEARTBEAT_MS;
/** What changes in one breath is told once. Everybody is told of everybody: where many are, less often. */
const TELL_AFTER_MS = 100;
const MAX_TELL_AFTER_MS = 10_000;

/** What is told of a person, and whether they work in a layer that others do not see. */
export type Beat = Present & { isApart: boolean };
type Entry = Beat & { projectId: string; seenAt: number };
type Presence = {
  entries: Map<string, Entry>;
  /** Projects whose people have to be told. */
  changed: Set<string>;
  telling: ReturnType<typeof setTimeout> | null;
  sweeping: ReturnType<typeof setTimeout> | null;
};

// Of the process, as the bus is. Who is where is known for less than a minute: none of it is written down.
const holder = globalThis as { trazoPresence?: Presence };
holder.trazoPresence ??= { entries: new Map(), changed: new Set(), telling: null, sweeping: null };
const presence = holder.trazoPresence;

/**
 * Everybody who has an item of the project open, as those who review are told. Others are not told of people in layers of
 * their own: two of them on one item would tell that it is gold. One person may have several tabs.
 */
export function presenceOf(
  projectId: string,
  { now = Date.now(), isReviewer = true }: { now?: number; isReviewer?: boolean } = {},
): Present[] {
  const people: Present[] = [];
  for (const { projectId: of, seenAt, isApart, ...person } of presence.entries.values()) {
    if (of !== projectId || now - seenAt >= GONE_AFTER_MS) continue;
    if (isReviewer || !isApart) people.push(person);
  }
  return people.sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
}

/** A tab has its item open. Others are told only when that is news. */
export function beat(projectId: string, person: Beat, now = Date.now()): void {
  const key = keyOf(person);
  const before = presence.entries.get(key);
  presence.entries.set(key, { ...person, projectId, seenAt: now });
  const isNews =
    before?.projectId !== projectId ||
    before.itemId !== person.itemId ||
    before.layerId !== person.layerId ||
    before.isApart !== person.isApart ||
    before.annotationId !== person.annotationId ||
    before.mayWrite !== person.mayWrite;
  if (before && before.projectId !== projectId) tellSoon(before.projectId);
  if (isNews) tellSoon(projectId);
  sweepLater();
}

/** The tab was closed or has another page open; with `itemId` only if it is still at that item. */
export function leave({
  userId,
  clientId,
  itemId,
}: {
  userId: string;
  clientId: string;
  itemId?: string;
}): void {
  const key = keyOf({ userId, clientId });
  const entry = presence.entries.get(key);
  if (!entry || (itemId !== undefined && entry.itemId !== itemId)) return;
  presence.entries.delete(key);
  tellSoon(entry.projectId);
}

/** The id of a tab is its own word: nobody ends another person's presence with it. */
function keyOf({ userId, clientId }: { userId: string; clientId: string }): string {
  return `${userId} ${clientId}`;
}

function tellSoon(projectId: string): void {
  presence.changed.add(projectId);
  presence.telling ??= setTimeout(
    () => {
      presence.telling = null;
      const projects = [...presence.changed];
      presence.changed.clear();
      for (const id of projects) {
        const people = (isReviewer: boolean) => presenceOf(id, { isReviewer });
        const reviewers = { kind: "presence", people: people(true) } as const;
        publishByRole(id, { reviewers, others: { kind: "presence", people: people(false) } });
      }
    },
    Math.min(MAX_TELL_AFTER_MS, TELL_AFTER_MS + presence.entries.size ** 2 / 2),
  );
  presence.telling.unref();
}

function sweepLater(): void {
  presence.sweeping ??= setTimeout(() => {
    presence.sweeping = null;
    const now = Date.now();
    for (const [key, entry] of presence.entries) {
      if (now - entry.seenAt < GONE_AFTER_MS) continue;
      presence.entries.delete(key);
      tellSoon(entry.projectId);
    }
    if (presence.entries.size > 0) sweepLater();
  }, HEARTBEAT_MS / 2);
  presence.sweeping.unref();
}
