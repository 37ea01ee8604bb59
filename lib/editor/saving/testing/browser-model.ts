import type { Channel, News } from "../channel";
import type { Clock } from "../clock";
import type { Locks } from "../locks";
import type { Outbox } from "../outbox";
import { createSaving } from "../saving";
import type { Failure, Transport } from "../transport";
import type { ServerModel } from "./server-model";
import { createVirtualClock } from "./virtual-clock";

/** What becomes of one request, decided by the test's random numbers. */
export type Fate = "arrives" | "request-lost" | "answer-lost" | "arrives-twice" | "late";
const LATE_MS = 40_000;
const SHORT_MS = 20;
const lost: Failure = { kind: "unreachable", reason: "network", retryAfterMs: null };

/** Tabs of one browser: one outbox, locks that die with their tab, a channel, a bad network. */
export function createBrowserModel(options: {
  server: ServerModel;
  /** Where an item has several layers: the one of each. Default: `server` has them all. */
  serverOf?: (layerId: string) => ServerModel;
  outbox: Outbox;
  nextFate: () => Fate;
}) {
  const { server, serverOf = () => server, nextFate } = options;
  const time = createVirtualClock();
  const holders = new Map<string, object>();
  const waiting = new Map<string, (() => void)[]>();
  const listeners = new Map<(news: News) => void, object>();
  let isOffline = false;
  let busy = 0;
  let nextId = 1;

  async function settle() {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (busy > 0) quiet = -1;
    }
  }

  function free(name: string, holder: object) {
    if (holders.get(name) !== holder) return;
    holders.delete(name);
    waiting.get(name)?.shift()?.();
  }

  function openTab() {
    const tab = { isDead: false };
    const never = new Promise<never>(() => {});
    const counted = async <T>(work: () => Promise<T>): Promise<T> => {
      if (tab.isDead) return never;
      busy += 1;
      try {
        const result = await work();
        return tab.isDead ? never : result;
      } finally {
        busy -= 1;
      }
    };
    const outbox: Outbox = {
      write: (write) => counted(() => options.outbox.write(write)),
      adopt: (write, laneIds) => counted(() => options.outbox.adopt(write, laneIds)),
      lanes: (userId, layerId) => counted(() => options.outbox.lanes(userId, layerId)),
      allLanes: (userId) => counted(() => options.outbox.allLanes(userId)),
      close: () => {},
    };
    const clock: Clock = {
      now: time.clock.now,
      after: (delayMs, task) => time.clock.after(delayMs, () => tab.isDead || task()),
    };
    const locks: Locks = {
      async run(name, task) {
        while (holders.has(name)) {
          await new Promise<void>((resolve) => {
            waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
          });
        }
        if (tab.isDead) {
          waiting.get(name)?.shift()?.();
          return never;
        }
        holders.set(name, tab);
        try {
          return await task();
        } finally {
          free(name, tab);
        }
      },
      async take(name) {
        if (holders.has(name)) return null;
        holders.set(name, tab);
        return () => free(name, tab);
      },
    };
    const channel: Channel = {
      announce(news) {
        for (const listener of listeners.keys()) listener(news);
      },
      subscribe(listener) {
        listeners.set(listener, tab);
        return () => listeners.delete(listener);
      },
      close: () => {},
    };
    const saving = createSaving({
      userId: "user",
      clientId: `tab${nextId++}`,
      outbox,
      clock,
      locks,
      channel,
      transport: transportOf(tab),
      random: () => 0.5,
      makeId: () => `id${String(nextId++).padStart(6, "0")}`,
    });
    return {
      saving,
      /** The tab vanishes: nothing of it runs any more, its locks are free. */
      crash() {
        tab.isDead = true;
        for (const [listener, owner] of listeners) if (owner === tab) listeners.delete(listener);
        for (const [name, holder] of holders) if (holder === tab) free(name, tab);
      },
    };
  }

  function transportOf(tab: { isDead: boolean }): Transport {
    const exchange = <T>(request: () => T, signal: AbortSignal) =>
      new Promise<T | Failure>((resolve) => {
        const answer = (value: T | Failure) => !tab.isDead && resolve(value);
        signal.addEventListener("abort", () => answer(lost));
        const fate = isOffline ? "request-lost" : nextFate();
        const travelMs = fate === "late" ? LATE_MS : SHORT_MS;
        time.clock.after(travelMs, () => {
          if (fate === "request-lost") return answer(lost);
          const value = request();
          if (fate === "arrives-twice") time.clock.after(LATE_MS, request);
          time.clock.after(SHORT_MS, () => answer(fate === "answer-lost" ? lost : value));
        });
      });
    return {
      send: (layerId, request, signal) => exchange(() => serverOf(layerId).send(request), signal),
      pull: (layerId, since, signal) =>
        exchange(
          () => ({ kind: "pulled" as const, snapshot: serverOf(layerId).snapshot(since) }),
          signal,
        ),
    };
  }

  return {
    openTab,
    settle,
    pass: (durationMs: number) => time.pass(durationMs, settle),
    /** Time must pass while something waits for the network. */
    async until<T>(promise: Promise<T>): Promise<T> {
      let isDone = false;
      const watched = promise.finally(() => {
        isDone = true;
      });
      await settle();
      while (!isDone) await time.pass(SHORT_MS, settle);
      return watched;
    },
    setOffline(next: boolean) {
      isOffline = next;
    },
  };
}
