import fc from "fast-check";
import { expect, test } from "vitest";
import { openStore } from "@/db/client";
import { HELD_STATES } from "@/lib/annotation/assignment";
import type { EditorState } from "@/lib/annotation/item-state";
import { type App, migrationsFolder, setApp } from "@/lib/server/app";
import { changeWorkflow, takeBackWork } from "@/lib/server/work";
import { readCounters } from "@/lib/testing/recount";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { applyOp } from "../apply-op";
import { readPatch } from "../history-entry";
import { changeItems } from "../item-changes";
import { addItem } from "../items";
import { listLabels } from "../labels";
import { setMember } from "../members";
import { applyOpWithOthers } from "../op-queue";
import { claimNext } from "./claim-next";
import { releaseItem } from "./leases";

const MINUTE_MS = 60_000;
const PEOPLE = ["ann", "ben", "cleo", "rita"] as const;
const ITEMS = 5;

type Person = { id: string; role: "annotator" | "reviewer"; held: Held | null; late: Late[] };
type Held = { itemId: string; layerId: string };
/** Work that was done offline and is sent later. */
type Late = { layerId: string; op: Parameters<typeof applyOp>[1]["op"] };

const who = fc.nat(PEOPLE.length - 1);
const stepArbitrary = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("claim"), who, except: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("claimTogether") }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("draw"), who }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("submit"), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("drawIn"), who, item: fc.nat(ITEMS - 1) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("skip"), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("offline"), who, isDone: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("sendLate"), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("release"), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait"), minutes: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("pick"), who, item: fc.nat(ITEMS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("requeue"), item: fc.nat(ITEMS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unassign"), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("overlap"), overlap: fc.constantFrom(1, 1.5, 2, 3) }),
  },
);
type Step = {
  kind: string;
  who?: number;
  item?: number;
  minutes?: number;
  overlap?: number;
  except?: boolean;
  isDone?: boolean;
};

let run = 0;

test("whatever happens, nobody gets an item twice, no item goes to more people than it has places, and every number is right", async () => {
  const app = openTestApp();
  const owner = (await signUp(app, "olga", "owner")).user;
  const ids: string[] = [];
  for (const name of PEOPLE) ids.push((await signUp(app, name, "member")).user.id);
  await fc.assert(
    fc.asyncProperty(
      fc.array(stepArbitrary as fc.Arbitrary<Step>, { minLength: 5, maxLength: 60 }),
      fc.constantFrom(1, 1.5, 2, 3),
      async (steps, overlap) => {
        run += 1;
        const projectId = await testProject(app, owner);
        const people: Person[] = [];
        for (const [at, id] of ids.entries()) {
          const role = at === 3 ? "reviewer" : "annotator";
          await setMember(app.store, { projectId, userId: id, role, now: 1 });
          people.push({ id, role, held: null, late: [] });
        }
        await changeWorkflow(app.store, { projectId, patch: { overlap } });
        const items: { itemId: string; layerId: string }[] = [];
        for (let n = 0; n < ITEMS; n += 1) {
          const blob = {
            hash: `${run} ${n}`,
            bytes: 1,
            mediaType: "image/png",
            width: 9,
            height: 9,
          };
          const item = { name: `${run}-${n}.png`, blob };
          items.push(await addItem(app.store, { projectId, item, now: 1 }));
        }
        await play({ app, projectId, ownerId: owner.id, people, items, steps });
        await check(app, projectId);
      },
    ),
    { numRuns: 40 },
  );
}, 240_000);

async function play(scene: {
  app: App;
  projectId: string;
  ownerId: string;
  people: Person[];
  items: readonly { itemId: string; layerId: string }[];
  steps: readonly Step[];
}): Promise<void> {
  const { app, projectId, ownerId, people, items, steps } = scene;
  const labelId = (await listLabels(app.store, projectId))[0]?.id ?? "";
  let now = Date.now();
  let n = 0;
  const makeOp = (state: EditorState | undefined): Late["op"] => {
    n += 1;
    const id = `a${run}-${n}`;
    const geometry = { kind: "box" as const, x: 1, y: 1, w: 2, h: 2 };
    const after = { id, labelId, geometry, attributes: {}, order: n, score: null, groupId: null };
    const changes =
      state === "skipped" ? [] : [{ id, after: { ...after, source: "manual" as const } }];
    const op = { clientId: "tab", opId: `o${run}-${n}`, baseRev: 1_000, changes, at: now };
    return state ? { ...op, state } : op;
  };
  const send = (person: Person, { layerId, op }: Late) => {
    const input = {
      layerId,
      userId: person.id,
      role: person.role,
      op,
      cause: "edit",
      now,
    } as const;
    return n % 2 === 0 ? applyOp(app.store, input) : applyOpWithOthers(app.store, input);
  };
  const claim = async (person: Person, except?: string) => {
    const { id: userId, role } = person;
    const before = await statesOf(app, userId);
    const of = { projectId, userId, role, task: "annotate", now, except } as const;
    const answer = await claimNext(app.store, of);
    if (answer.kind === "nothing") return;
    const { itemId, assignment } = answer;
    // What a person has done is not given to them again, unless it was taken back from them.
    expect(["submitted", "skipped", "accepted"]).not.toContain(before.get(itemId));
    person.held = { itemId, layerId: assignment.layerId };
  };
  for (const step of steps) {
    const person = people[step.who ?? 0];
    const item = items[step.item ?? 0];
    if (!person || !item) continue;
    const { held } = person;
    switch (step.kind) {
      case "claim":
        await claim(person, step.except ? held?.itemId : undefined);
        break;
      case "claimTogether":
        await Promise.all(people.map((each) => claim(each)));
        break;
      case "draw":
        if (held) await send(person, { layerId: held.layerId, op: makeOp(undefined) });
        break;
      case "drawIn":
        await send(person, { layerId: item.layerId, op: makeOp(undefined) });
        break;
      case "submit":
      case "skip": {
        if (!held) break;
        const late = {
          layerId: held.layerId,
          op: makeOp(step.kind === "skip" ? "skipped" : "submitted"),
        };
        const first = await send(person, late);
        // Sent again, it is answered again and changes nothing.
        if (first.kind === "accepted") expect((await send(person, late)).kind).toBe("accepted");
        person.held = null;
        break;
      }
      case "offline":
        if (!held) break;
        person.late.push({
          layerId: held.layerId,
          op: makeOp(step.isDone ? "submitted" : undefined),
        });
        break;
      case "sendLate":
        for (const late of person.late.splice(0)) await send(person, late);
        break;
      case "release":
        if (held) await releaseItem(app.store, { itemId: held.itemId, userId: person.id, now });
        break;
      case "wait":
        now += (step.minutes ?? 0) * MINUTE_MS;
        break;
      case "pick": {
        const { id: userId, role } = person;
        const of = { projectId, userId, role, task: "annotate", itemId: item.itemId, now } as const;
        const answer = await claimNext(app.store, of);
        if (answer.kind === "item") {
          person.held = { itemId: answer.itemId, layerId: answer.assignment.layerId };
        }
        break;
      }
      case "crash": {
        app.store.close();
        app.store = openStore(app.settings.databaseFile, migrationsFolder());
        setApp(app);
        break;
      }
      case "requeue": {
        const request = { select: { ids: [item.itemId] }, change: { kind: "requeue" as const } };
        await changeItems(app.store, { projectId, userId: ownerId, now, request });
        break;
      }
      case "unassign":
        await takeBackWork(app.store, { projectId, request: { userId: person.id } });
        break;
      case "overlap":
        await changeWorkflow(app.store, { projectId, patch: { overlap: step.overlap ?? 1 } });
        break;
    }
    await checkPlaces(app, projectId);
  }
}

async function statesOf(app: App, userId: string): Promise<Map<string, string>> {
  const rows = await app.store.db.select().from(app.store.tables.assignments);
  return new Map(
    rows.filter((row) => row.userId === userId).map(({ itemId, state }) => [itemId, state]),
  );
}

/** After every step: no more people than places, and the places that are left are counted right. */
async function checkPlaces(app: App, projectId: string): Promise<void> {
  const { db, tables } = app.store;
  const items = (await db.select().from(tables.items)).filter((row) => row.projectId === projectId);
  const all = await db.select().from(tables.assignments);
  for (const item of items) {
    const held = all.filter(
      ({ itemId, task, state }) =>
        itemId === item.id && task === "annotate" && HELD_STATES.includes(state),
    );
    expect(held.length).toBeLessThanOrEqual(item.required);
    expect(new Set(held.map(({ userId }) => userId)).size).toBe(held.length);
    const isOver = ["submitted", "accepted", "skipped"].includes(item.state);
    expect(item.openSlots).toBe(isOver ? 0 : item.required - held.length);
    if (item.required > 1) {
      expect(new Set(held.map(({ layerId }) => layerId)).size).toBe(held.length);
    }
  }
}

/** At the end: every counter equals a recount of what is stored. */
async function check(app: App, projectId: string): Promise<void> {
  const { kept, counted } = await readCounters(app.store);
  expect(kept).toEqual(counted);
  const { db, tables } = app.store;
  const layers = new Set(
    (await db.select().from(tables.layers))
      .filter((row) => row.projectId === projectId)
      .map(({ id }) => id),
  );
  const days = (await db.select().from(tables.workDays)).filter(
    (row) => row.projectId === projectId,
  );
  const operations = (await db.select().from(tables.operations)).filter(
    ({ layerId, cause }) => layers.has(layerId) && cause === "edit",
  );
  for (const userId of new Set(operations.map(({ authorId }) => authorId ?? ""))) {
    const own = operations.filter(({ authorId }) => authorId === userId);
    const of = days.filter((day) => day.userId === userId);
    const sum = (key: "submitted" | "skipped" | "created") =>
      of.reduce((total, day) => total + day[key], 0);
    expect({
      ...{ submitted: sum("submitted"), skipped: sum("skipped"), created: sum("created") },
    }).toEqual({
      submitted: own.filter(({ state }) => state === "submitted").length,
      skipped: own.filter(({ state }) => state === "skipped").length,
      created: own.reduce((total, { patch }) => total + readPatch(patch).length, 0),
    });
  }
}
