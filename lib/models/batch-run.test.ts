import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchPorts, type RunState, workOnRun } from "./batch-run";

class Away extends Error {}

type Item = { id: string };

/** A server with a run of `size` items and leases; time passes only when somebody waits. */
function createServer(size: number) {
  const open = Array.from({ length: size }, (_, index) => `item-${index}`);
  const leased = new Set<string>();
  const done: string[] = [];
  let state: RunState = "running";
  return {
    done,
    leased,
    setState: (next: RunState) => {
      state = next;
    },
    claim(max: number, giveBack: readonly string[]) {
      for (const id of giveBack) if (leased.delete(id)) open.unshift(id);
      const ids = state === "running" ? open.splice(0, max) : [];
      for (const id of ids) leased.add(id);
      if (open.length === 0 && leased.size === 0 && state === "running") state = "done";
      return { state, items: ids.map((id) => ({ id })) };
    },
    save(ids: readonly string[]) {
      for (const id of ids) {
        if (!leased.delete(id)) throw new Error(`${id} was nobody's`);
        done.push(id);
      }
    },
  };
}

function portsOf(
  server: ReturnType<typeof createServer>,
  changes: Partial<BatchPorts<Item, string>> = {},
): BatchPorts<Item, string> {
  let now = 0;
  return {
    claim: async (max, giveBack) => server.claim(max, giveBack),
    prefetch: () => undefined,
    infer: async ({ id }) => id,
    save: async (ids) => server.save(ids),
    wait: async (delayMs) => {
      now += delayMs;
    },
    now: () => (now += 40),
    isAway: (error) => error instanceof Away,
    onAway: () => undefined,
    ...changes,
  };
}

describe("one tab", () => {
  test("does every item once, and says that the run is over", async () => {
    const server = createServer(101);
    expect(await workOnRun(portsOf(server), new AbortController().signal)).toBe("done");
    expect(new Set(server.done).size).toBe(101);
    expect(server.done).toHaveLength(101);
  });

  test("holds a bounded number of items, however long the run is", async () => {
    const server = createServer(2_000);
    let most = 0;
    const ports = portsOf(server, {
      infer: async ({ id }) => {
        most = Math.max(most, server.leased.size);
        return id;
      },
    });
    await workOnRun(ports, new AbortController().signal);
    expect(most).toBeLessThanOrEqual(40);
  });

  test("fetches the next item while one is inferred", async () => {
    const server = createServer(20);
    const prefetched: string[] = [];
    const ports = portsOf(server, { prefetch: ({ id }) => prefetched.push(id) });
    await workOnRun(ports, new AbortController().signal);
    expect(prefetched.length).toBeGreaterThan(10);
  });

  test("says at any time which items are with it", async () => {
    const server = createServer(30);
    let held: readonly string[] = [];
    const ports = portsOf(server, {
      onHold: (ids) => {
        held = ids;
      },
      infer: async ({ id }) => {
        expect(held).toContain(id);
        return id;
      },
    });
    await workOnRun(ports, new AbortController().signal);
    expect(held).toEqual([]);
  });

  test("stops where somebody pauses, having sent what was done and given back the rest", async () => {
    const server = createServer(50);
    let count = 0;
    const ports = portsOf(server, {
      infer: async ({ id }) => {
        count += 1;
        if (count === 13) server.setState("paused");
        return id;
      },
    });
    expect(await workOnRun(ports, new AbortController().signal)).toBe("paused");
    expect(server.leased.size).toBe(0);
    expect(server.done.length).toBeGreaterThanOrEqual(13);
  });

  test("an abort in the middle of an item gives that item back", async () => {
    const server = createServer(30);
    const abort = new AbortController();
    let count = 0;
    const ports = portsOf(server, {
      infer: async ({ id }, signal) => {
        count += 1;
        if (count === 5) abort.abort();
        signal.throwIfAborted();
        return id;
      },
    });
    expect(await workOnRun(ports, abort.signal)).toBe("paused");
    expect(server.done).toHaveLength(4);
    expect(server.leased.size).toBe(0);
  });

  test("a failure that is no connection's ends the work and is told", async () => {
    const server = createServer(30);
    const ports = portsOf(server, {
      save: async () => {
        throw new Error("refused");
      },
    });
    await expect(workOnRun(ports, new AbortController().signal)).rejects.toThrow("refused");
  });

  test("waits for items that another tab has and may give back", async () => {
    const server = createServer(3);
    const taken = server.claim(2, []).items.map(({ id }) => id);
    let waits = 0;
    const ports = portsOf(server, {
      wait: async () => {
        waits += 1;
        if (waits === 2) server.claim(0, taken);
      },
    });
    expect(await workOnRun(ports, new AbortController().signal)).toBe("done");
    expect(server.done).toHaveLength(3);
  });
});

test("however often the connection fails and tabs come and go, every item is done exactly once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 120 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
      async (size, failures, stops) => {
        const server = createServer(size);
        const fails = [...failures];
        const flaky =
          <A extends unknown[], R>(work: (...args: A) => R) =>
          async (...args: A) => {
            if (fails.shift()) throw new Away();
            return work(...args);
          };
        const tab = async (stopAfter: number) => {
          const abort = new AbortController();
          let count = 0;
          const ports = portsOf(server, {
            claim: flaky((max: number, giveBack: readonly string[]) => server.claim(max, giveBack)),
            save: flaky((ids: readonly string[]) => server.save(ids)),
            infer: async ({ id }) => {
              count += 1;
              if (count === stopAfter) abort.abort();
              return id;
            },
          });
          await workOnRun(ports, abort.signal);
          // Leases of a tab that could not say goodbye run out.
          if (abort.signal.aborted) server.claim(0, [...server.leased]);
        };
        for (const stopAfter of stops) await tab(stopAfter);
        await tab(Number.POSITIVE_INFINITY);
        expect([...server.done].sort()).toEqual([...new Set(server.done)].sort());
        expect(server.done).toHaveLength(size);
      },
    ),
    { numRuns: 150 },
  );
});
