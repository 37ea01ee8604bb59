import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/items/[itemId]/history/route";
import { POST as WRITE } from "@/app/api/v1/layers/[layerId]/ops/route";
import { setMember } from "@/db/queries/members";
import { claimNext } from "@/db/queries/work/claim-next";
import type { ProjectRole } from "@/db/schema/projects";
import { historySchema } from "@/lib/api/items";
import {
  apiRequest,
  openTestApp,
  type SignedIn,
  signUp,
  testProject,
} from "@/lib/testing/test-app";
import { addTestItem } from "@/lib/testing/test-model";
import { changeWorkflow } from "./work";

async function setUp(overlap: number) {
  const app = openTestApp();
  const { store } = app;
  const owner = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, owner.user);
  const join = async (name: string, role: ProjectRole) => {
    const person = await signUp(app, name, "member");
    await setMember(store, { projectId, userId: person.user.id, role, now: 1 });
    return person;
  };
  const ann = await join("ann", "annotator");
  const ben = await join("ben", "annotator");
  const rita = await join("rita", "reviewer");
  await changeWorkflow(store, { projectId, patch: { overlap } });
  const { itemId } = await addTestItem(app, { projectId });
  const finish = async (who: SignedIn, state: "submitted" | "skipped", note?: string) => {
    const of = { projectId, userId: who.user.id, role: "annotator", task: "annotate" } as const;
    const claimed = await claimNext(store, { ...of, now: Date.now() });
    if (claimed.kind !== "item") throw new Error(claimed.reason);
    const op = { protocol: 1, clientId: "c", opId: uuidv7(), baseRev: 0, changes: [], at: 1 };
    const body = { ...op, state, ...(note === undefined ? {} : { note }) };
    const params = Promise.resolve({ layerId: claimed.assignment.layerId });
    const response = await WRITE(apiRequest("POST", "/x", { cookie: who.cookie, body }), {
      params,
    });
    expect(response.status, await response.clone().text()).toBe(200);
  };
  const historyOf = async ({ cookie }: SignedIn) => {
    const params = Promise.resolve({ itemId });
    const response = await GET(apiRequest("GET", "/x", { cookie }), { params });
    const { entries } = historySchema.parse(await response.json());
    return entries.map(({ author, state, note, isApart }) => ({
      ...{ by: author?.name ?? null, state, note, isApart },
    }));
  };
  return { owner, ann, ben, rita, finish, historyOf };
}

test("why an item was skipped stands in its history", async () => {
  const { ann, rita, finish, historyOf } = await setUp(1);
  await finish(ann, "skipped", "Too dark");
  const skipped = [{ by: "ann", state: "skipped", note: "Too dark", isApart: false }];
  expect(await historyOf(rita)).toEqual(skipped);
  expect(await historyOf(ann)).toEqual(skipped);
});

test("what people did in layers of their own is told to those who review, and to nobody else", async () => {
  const { owner, ann, ben, rita, finish, historyOf } = await setUp(2);
  await finish(ann, "skipped", "Too dark");
  await finish(ben, "submitted");
  const apart = [
    { by: "ben", state: "submitted", note: null, isApart: true },
    { by: "ann", state: "skipped", note: "Too dark", isApart: true },
  ];
  for (const who of [owner, rita]) expect(await historyOf(who)).toEqual(apart);
  const [, own] = apart;
  expect(await historyOf(ann)).toEqual([{ ...own, isApart: false }]);
  expect(JSON.stringify(await historyOf(ben))).not.toContain("ann");
});
