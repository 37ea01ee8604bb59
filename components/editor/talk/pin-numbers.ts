import type { Thread } from "@/lib/api/talk";

/** Open threads by their number, which is the same on the stage and in the panel: the order in which they were begun. */
export function openThreads(threads: readonly Thread[]): Thread[] {
  return threads
    .filter(({ resolvedAt }) => resolvedAt === null)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

export function numbersOf(threads: readonly Thread[]): ReadonlyMap<string, number> {
  return new Map(openThreads(threads).map(({ id }, index) => [id, index + 1]));
}

/** The open thread before or behind one; from none, or one that is not open, the first or the last. */
export function stepThread(
  threads: readonly Thread[],
  from: string | null,
  by: 1 | -1,
): Thread | null {
  const open = openThreads(threads);
  const at = open.findIndex(({ id }) => id === from);
  if (at < 0) return open.at(by > 0 ? 0 : -1) ?? null;
  return open[(at + by + open.length) % open.length] ?? null;
}
