import { expect, test } from "vitest";
import { type LeaseStorage, leaseLocks } from "./lease-locks";
import { createVirtualClock } from "./testing/virtual-clock";

function setUp() {
  const kept = new Map<string, string>();
  const storage: LeaseStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
  const time = createVirtualClock();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const pass = (durationMs: number) => time.pass(durationMs, settle);
  const openTab = (tab: string) => leaseLocks({ storage, clock: time.clock, tab });
  /** The answer, once so much time has passed. */
  async function after<T>(durationMs: number, work: Promise<T>): Promise<T | "waiting"> {
    let answer: T | "waiting" = "waiting";
    void work.then((value) => {
      answer = value;
    });
    await pass(durationMs);
    return answer;
  }
  return { kept, pass, openTab, after };
}

test("what one tab holds no other can take, however long, until it is let go", async () => {
  const { openTab, after, pass } = setUp();
  const [a, b] = [openTab("a"), openTab("b")];
  const release = await after(100, a.take("lane"));
  await pass(600_000);
  expect(await after(100, b.take("lane"))).toBeNull();
  expect(await after(100, a.take("lane"))).toBeNull();
  if (typeof release === "function") release();
  expect(await after(100, b.take("lane"))).toBeTypeOf("function");
});

test("of two tabs that ask in the same moment one gets it", async () => {
  const { openTab, after } = setUp();
  const both = Promise.all([openTab("a").take("lane"), openTab("b").take("lane")]);
  const taken = await after(100, both);
  expect(Array.isArray(taken) && taken.filter((each) => each !== null)).toHaveLength(1);
});

test("a tab that goes lets go at once, one that crashes after a while", async () => {
  const { openTab, after, kept, pass } = setUp();
  const a = openTab("a");
  await after(100, a.take("lane"));
  a.releaseAll();
  const b = openTab("b");
  expect(await after(100, b.take("lane"))).toBeTypeOf("function");
  b.releaseAll();
  kept.set("trazo-lease:lane", JSON.stringify({ tab: "crashed", untilMs: 90_000 }));
  const waiting = openTab("c").run("lane", async () => "done");
  expect(await after(60_000, waiting)).toBe("waiting");
  expect(await after(60_000, waiting)).toBe("done");
  await pass(1_000);
  expect([...kept.keys()]).toEqual([]);
});

test("work under one lock never overlaps, in one tab or in two", async () => {
  const { openTab, after } = setUp();
  const tabs = [openTab("a"), openTab("b"), openTab("c")];
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  const all = Promise.all(tabs.flatMap((tab) => [tab.run("x", work), tab.run("x", work)]));
  expect(await after(30_000, all)).toHaveLength(6);
  expect(most).toBe(1);
});
