import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { boundsOf } from "@/lib/geometry/geometry";
import { openOutbox } from "./outbox";
import type { OpenItem } from "./saving";
import { boxAt } from "./testing/box-at";
import { createBrowserModel, type Fate } from "./testing/browser-model";
import { createServerModel } from "./testing/server-model";

type Tab = ReturnType<ReturnType<typeof createBrowserModel>["openTab"]> & { item: OpenItem };
type Edit = { id: string; before: Annotation | null; after: Annotation | null };

let databases = 0;

/** Two tabs of one browser and a bad network, with a diary of what the person did. */
async function createWorld(fates: readonly Fate[] = []) {
  const server = createServerModel();
  const outbox = await openOutbox(`saving-test-${databases++}`);
  let used = 0;
  const browser = createBrowserModel({
    server,
    outbox,
    nextFate: () => fates[used++] ?? "arrives",
  });
  const edits: Edit[] = [];
  const givenUp: (Annotation | null)[] = [];
  let resolutions = 0;
  let states = 0;
  let n = 0;
  const tabs: (Tab | null)[] = [null, null];

  async function open(index: number): Promise<Tab> {
    const present = tabs[index];
    if (present) return present;
    const opened = browser.openTab();
    const item = await browser.until(opened.saving.open(server.snapshot(null)));
    const tab = { ...opened, item };
    tabs[index] = tab;
    return tab;
  }

  return {
    server,
    browser,
    outbox,
    edits,
    givenUp,
    tabs,
    open,
    counts: () => ({ resolutions, states }),
    /** Writes a value never seen before, or deletes, and waits until the disk has it. */
    async edit(index: number, id: string, isDeletion = false) {
      const { document } = (await open(index)).item;
      const before = document.annotations().get(id) ?? null;
      n += 1;
      const after = isDeletion ? null : boxAt(id, n);
      if (before === null && after === null) return;
      edits.push({ id, before, after });
      document.commit(new Map([[id, { before, after }]]), "local");
      await browser.settle();
    },
    async submit(index: number, state: "submitted" | "in_progress") {
      states += 1;
      (await open(index)).item.saver.setState(state);
    },
    resolveFirst(index: number, choice: "mine" | "theirs" | "both") {
      const saver = tabs[index]?.item.saver;
      const conflict = saver?.status().conflicts[0];
      if (!saver || !conflict) return false;
      resolutions += 1;
      if (choice === "theirs") givenUp.push(conflict.mine);
      if (choice === "both" && conflict.mine === null) givenUp.push(null);
      saver.resolve(conflict.id, choice);
      return true;
    },
    /** As the page does: the old editor stays on screen until the new one can take its place. */
    async reload(index: number) {
      const tab = await open(index);
      void tab.saving.open(server.snapshot(null)).then(async (item) => {
        if (tabs[index] !== tab) return item.saver.dispose();
        const before = tab.item;
        tab.item = item;
        await before.saver.dispose();
      });
    },
    crash(index: number) {
      tabs[index]?.crash();
      tabs[index] = null;
    },
    async close(index: number) {
      const tab = tabs[index];
      tabs[index] = null;
      if (tab) await browser.until(tab.item.saver.dispose());
    },
  };
}
type World = Awaited<ReturnType<typeof createWorld>>;

const DAY_MS = 86_400_000;

/** The network is well again; every conflict is decided; whoever is left pulls. */
async function comeToRest(world: World) {
  world.browser.setOffline(false);
  for (let round = 0; round < 20; round += 1) {
    for (const index of [0, 1]) {
      const tab = world.tabs[index];
      tab?.item.saver.retry();
      tab?.item.saver.refresh();
      await world.browser.pass(200_000);
      while (world.resolveFirst(index, "both")) await world.browser.pass(200_000);
    }
    if ((await world.outbox.allLanes("user")).length === 0) break;
    // What a dead tab left in conflict shows when the item is opened again.
    await world.close(1);
    await world.close(0);
    await world.open(0);
  }
  for (const tab of world.tabs) tab?.item.saver.refresh();
  await world.browser.pass(200_000);
}

function expectNothingLost({ server, edits, givenUp, tabs, counts }: World) {
  const said = server.log().flatMap(({ request }) => request.changes);
  const isDrawnUnheard = (before: Annotation | null): boolean => {
    if (before === null) return true;
    if (said.some((change) => placeOf(change.after) === placeOf(before))) return false;
    const earlier = edits.find(({ after }) => placeOf(after) === placeOf(before));
    return earlier !== undefined && isDrawnUnheard(earlier.before);
  };
  const isSafe = (edit: Edit): boolean => {
    const { id, before, after } = edit;
    if (after === null) {
      const followers = edits.slice(edits.indexOf(edit) + 1);
      if (followers.some((later) => later.id === id && later.before === null && isSafe(later)))
        return true;
      // Drawn and deleted again before the server heard of it: there is nothing left to say.
      if (!said.some((change) => change.id === id && change.after !== null)) return true;
      if (isDrawnUnheard(before)) return true;
      return said.some((c) => c.id === id && c.after === null) || givenUp.includes(null);
    }
    const x = placeOf(after);
    if (said.some((change) => placeOf(change.after) === x)) return true;
    if (givenUp.some((annotation) => placeOf(annotation) === x)) return true;
    return edits.some((later) => placeOf(later.before) === x && isSafe(later));
  };
  expect(edits.filter((edit) => !isSafe(edit))).toEqual([]);
  const opIds = server.log().map(({ opId }) => opId);
  expect(new Set(opIds).size).toBe(opIds.length);
  const values = new Set(edits.map(({ after }) => placeOf(after) ?? null));
  expect(said.every(({ after }) => values.has(placeOf(after) ?? null))).toBe(true);
  if (edits.length + counts().states === 0) expect(server.log()).toEqual([]);
  for (const tab of tabs) {
    if (!tab) continue;
    expect(tab.item.document.annotations()).toEqual(server.annotations());
    expect(tab.item.saver.status()).toMatchObject({ kind: "saved", waiting: 0, conflicts: [] });
  }
}

const anyTab = fc.nat({ max: 1 });
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("edit"), tab: anyTab, id: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete"), tab: anyTab, id: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("submit"), tab: anyTab, id: fc.nat(1) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("pass"),
      tab: anyTab,
      id: fc.constantFrom(1, 25, 50, 600, 35_000, 90_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("crash"), tab: anyTab, id: fc.constant(0) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("close"), tab: anyTab, id: fc.constant(0) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("reload"), tab: anyTab, id: fc.constant(0) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("drain"), tab: anyTab, id: fc.constant(0) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("offline"), tab: anyTab, id: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resolve"), tab: anyTab, id: fc.nat(2) }) },
);
type Step = { do: string; tab: number; id: number };
const anyFate = fc.constantFrom<Fate>(
  "arrives",
  "arrives",
  "request-lost",
  "answer-lost",
  "arrives-twice",
  "late",
);

async function take(world: World, step: Step) {
  const { tab, id } = step;
  if (step.do === "edit") await world.edit(tab, `box${id}`);
  else if (step.do === "delete") await world.edit(tab, `box${id}`, true);
  else if (step.do === "submit") await world.submit(tab, id ? "submitted" : "in_progress");
  else if (step.do === "pass") await world.browser.pass(id);
  else if (step.do === "crash") world.crash(tab);
  else if (step.do === "close") await world.close(tab);
  else if (step.do === "reload") await world.reload(tab);
  else if (step.do === "drain") void world.tabs[tab]?.saving.drainOutbox();
  else if (step.do === "offline") world.browser.setOffline(id === 1);
  else world.resolveFirst(tab, (["mine", "theirs", "both"] as const)[id] ?? "both");
}

async function play(steps: readonly Step[], fates: readonly Fate[]) {
  const world = await createWorld(fates);
  for (const step of steps) await take(world, step);
  await comeToRest(world);
  expectNothingLost(world);
  world.outbox.close();
}

describe("saving over a bad network, from two tabs, with crashes", () => {
  test("loses nothing and brings all sides together", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { maxLength: 30 }),
        fc.array(anyFate, { maxLength: 30 }),
        play,
      ),
      { numRuns: Number(process.env["TRAZO_FUZZ_RUNS"] ?? 60) },
    );
  }, 120_000);

  test("kept find: the echo of a lost answer does not undo the deletion after it", () =>
    play(
      [
        { do: "edit", tab: 0, id: 0 },
        { do: "delete", tab: 0, id: 0 },
        { do: "crash", tab: 0, id: 0 },
      ],
      [],
    ));

  test("kept find: a box deleted elsewhere does not come back as a ghost of a lost answer", () =>
    play(
      [
        { do: "edit", tab: 1, id: 2 },
        { do: "pass", tab: 0, id: 50 },
        { do: "delete", tab: 0, id: 2 },
        { do: "crash", tab: 1, id: 0 },
      ],
      ["answer-lost"],
    ));

  test("what is done while the item is loaded anew is saved, and seen in the editor that comes", async () => {
    const world = await createWorld();
    const tab = await world.open(0);
    const loading = tab.saving.open(world.server.snapshot(null));
    await world.edit(0, "a");
    tab.item.saver.setState("submitted");
    const before = tab.item;
    tab.item = await world.browser.until(loading);
    expect([...tab.item.document.current().keys()]).toEqual(["a"]);
    await world.browser.until(before.saver.dispose());
    await world.edit(0, "b");
    await comeToRest(world);
    expect(world.server.snapshot(null).state).toBe("submitted");
    expectNothingLost(world);
  });

  test("looking sends no write", async () => {
    const world = await createWorld();
    await world.open(0);
    await world.open(1);
    await world.browser.pass(DAY_MS);
    expect(world.server.log()).toEqual([]);
    expect(world.tabs[0]?.item.saver.status().kind).toBe("saved");
  });

  test("hours offline and a crash: the work is shown again, then sent in order", async () => {
    const world = await createWorld();
    await world.open(0);
    world.browser.setOffline(true);
    await world.edit(0, "a");
    await world.edit(0, "a");
    await world.edit(0, "b");
    await world.browser.pass(3_600_000);
    expect(world.tabs[0]?.item.saver.status()).toMatchObject({ kind: "offline", waiting: 3 });
    world.crash(0);
    const again = await world.open(0);
    expect([...again.item.document.annotations().keys()].sort()).toEqual(["a", "b"]);
    await comeToRest(world);
    expect(world.server.log()).toHaveLength(3);
    expectNothingLost(world);
  });

  test("a lost answer is asked for again and applied once", async () => {
    const world = await createWorld(["answer-lost", "answer-lost"]);
    await world.edit(0, "a");
    await world.browser.pass(60_000);
    expect(world.server.log()).toHaveLength(1);
    expectNothingLost(world);
  });

  test("two tabs on one box: a conflict, held while other work goes on, mended with both", async () => {
    const world = await createWorld();
    await world.open(0);
    await world.open(1);
    world.browser.setOffline(true);
    await world.edit(0, "a");
    await world.edit(1, "a");
    await world.edit(1, "b");
    world.browser.setOffline(false);
    await world.browser.pass(60_000);
    const conflicted = world.tabs.find((tab) => tab?.item.saver.status().kind === "conflict");
    expect(conflicted?.item.saver.status()).toMatchObject({ waiting: 0, conflicts: [{ id: "a" }] });
    expect(world.server.annotations().has("b")).toBe(true);
    await comeToRest(world);
    expect(world.server.annotations().size).toBe(3);
    expectNothingLost(world);
  });

  test("what a reloaded page began to send is taken over by the editor that it opens", async () => {
    const { server, browser, outbox } = await createWorld(["late"]);
    const first = browser.openTab();
    const item = await browser.until(first.saving.open(server.snapshot(null)));
    browser.setOffline(true);
    item.document.commit(new Map([["a", { before: null, after: boxAt("a", 1) }]]), "local");
    await browser.settle();
    first.crash();
    browser.setOffline(false);
    const second = browser.openTab();
    void second.saving.drainOutbox();
    const opened = await browser.until(second.saving.open(server.snapshot(null)));
    expect([...opened.document.annotations().keys()]).toEqual(["a"]);
    await browser.pass(120_000);
    expect(opened.saver.status().kind).toBe("saved");
    expect(await outbox.allLanes("user")).toEqual([]);
    expect([...server.annotations().keys()]).toEqual(["a"]);
  });

  test("work of a tab that dies while another has the same item open is sent by that one", async () => {
    const { server, browser, outbox } = await createWorld();
    const dying = browser.openTab();
    const item = await browser.until(dying.saving.open(server.snapshot(null)));
    browser.setOffline(true);
    item.document.commit(new Map([["a", { before: null, after: boxAt("a", 1) }]]), "local");
    await browser.settle();
    const living = browser.openTab();
    const opened = await browser.until(living.saving.open(server.snapshot(null)));
    dying.crash();
    browser.setOffline(false);
    await browser.pass(120_000);
    expect([...opened.document.annotations().keys()]).toEqual(["a"]);
    expect(await outbox.allLanes("user")).toEqual([]);
  });
});

/** Where the box is: every edit of the test gives it a place of its own. */
function placeOf(annotation: Annotation | null | undefined): number | undefined {
  return annotation ? boundsOf(annotation.geometry).x : undefined;
}
