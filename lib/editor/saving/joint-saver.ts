import type { Saver } from "./saver";
import type { SaveKind, SaveStatus } from "./status";

/**
 * How an item is saved together with its layers of suggestions: one badge that says "saved" only when the server has
 * answered for all of them.
 */
export interface JointSaver extends Saver {
  /** From now on this layer too; what saved it before is disposed. */
  add(layerId: string, saver: Saver): void;
  /** The saver of a layer of suggestions, once it was added. */
  of(layerId: string): Saver | null;
}

/** What a person has to know first. */
const GRAVEST_FIRST: readonly SaveKind[] = [
  "outdated",
  "refused",
  "signed-out",
  "conflict",
  "offline",
  "saving",
  "saved",
];

/** `main` saves the item's own annotations: its state and its conflicts are those of the item. */
export function joinSavers(main: Saver): JointSaver {
  const others = new Map<string, { saver: Saver; end: () => void }>();
  const listeners = new Set<() => void>();
  const all = () => [main, ...[...others.values()].map(({ saver }) => saver)];
  let status = main.status();
  const endMain = main.subscribe(publish);

  function publish(): void {
    status = others.size === 0 ? main.status() : joined(all().map((saver) => saver.status()));
    for (const listener of listeners) listener();
  }

  function stop(): void {
    endMain();
    for (const { end } of others.values()) end();
  }

  return {
    ...main,
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(layerId, saver) {
      const before = others.get(layerId);
      before?.end();
      void before?.saver.dispose();
      const listen = () => {
        settleConflicts(saver);
        publish();
      };
      others.set(layerId, { saver, end: saver.subscribe(listen) });
      listen();
    },
    of: (layerId) => others.get(layerId)?.saver ?? null,
    retry() {
      for (const saver of all()) saver.retry();
    },
    resume() {
      for (const saver of all()) saver.resume();
    },
    async refresh() {
      await Promise.all(all().map((saver) => saver.refresh()));
    },
    discardRefused() {
      for (const saver of all()) if (saver.status().kind === "refused") saver.discardRefused();
    },
    unsent() {
      const suggestions = [...others.values()]
        .map(({ saver }) => saver.unsent())
        .filter(({ operations }) => operations.length > 0);
      return { ...main.unsent(), ...(suggestions.length > 0 ? { suggestions } : {}) };
    },
    async dispose() {
      stop();
      await Promise.all(all().map((saver) => saver.dispose()));
    },
    async abandon() {
      stop();
      await Promise.all(all().map((saver) => saver.abandon()));
    },
  };
}

/**
 * A suggestion is there or it is rejected: nothing that a person could be asked to compare. What was rejected here stays
 * so; what was brought back is taken as it is now, unless it is gone.
 */
function settleConflicts(saver: Saver): void {
  for (const { id, mine, theirs } of saver.status().conflicts) {
    saver.resolve(id, mine !== null && theirs !== null ? "theirs" : "mine");
  }
}

function joined(all: readonly SaveStatus[]): SaveStatus {
  const [main] = all;
  if (!main) throw new RangeError("There is always the item's own saver.");
  const kind = GRAVEST_FIRST.find((grave) => all.some((each) => each.kind === grave)) ?? "saved";
  const same = all.filter((each) => each.kind === kind);
  const sum = (of: (status: SaveStatus) => number) =>
    all.reduce((total, each) => total + of(each), 0);
  return {
    kind,
    waiting: sum((each) => each.waiting),
    conflicts: main.conflicts,
    refusedCount: sum((each) => each.refusedCount),
    problem: same.find((each) => each.problem)?.problem ?? null,
    offlineReason: same.find((each) => each.offlineReason)?.offlineReason ?? null,
    isDurable: all.every((each) => each.isDurable),
    itemState: main.itemState,
  };
}
