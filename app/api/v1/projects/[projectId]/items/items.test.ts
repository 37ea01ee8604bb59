import { expect, test } from "vitest";
import { GET as getDetail } from "@/app/api/v1/items/[itemId]/route";
import { seedProject } from "@/bench/seed";
import {
  changedItemsSchema,
  itemDetailSchema,
  itemIndexSchema,
  itemPageSchema,
  previewSchema,
} from "@/lib/api/items";
import { apiRequest, openTestApp, signUp } from "@/lib/testing/test-app";
import { GET as getBoxes } from "./boxes/route";
import { POST as postChanges } from "./changes/route";
import { GET as getIndex } from "./index/route";
import { GET as getPage } from "./route";

async function setUp() {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const stranger = await signUp(app, "sam", "member");
  const { databaseFile } = app.settings;
  const seeded = seedProject({ databaseFile, userId: user.id, items: 230, boxesPerItem: 70 });
  const context = { params: Promise.resolve({ projectId: seeded.projectId }) };
  const get = (handler: typeof getPage, query: string, as = cookie) =>
    handler(apiRequest("GET", `/x?${query}`, { cookie: as }), context);
  return { ...seeded, cookie, stranger, context, get };
}

test("the pages that the index names hold every item once", async () => {
  const { get } = await setUp();
  const query = "sort=name&dir=desc";
  const index = itemIndexSchema.parse(await (await get(getIndex, query)).json());
  expect(index).toMatchObject({ total: 230, pageSize: 200 });
  const names: string[] = [];
  for (const cursor of index.cursors) {
    const at = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = itemPageSchema.parse(await (await get(getPage, query + at)).json());
    names.push(...page.items.map(({ name }) => name));
  }
  expect(names).toEqual([...new Set(names)].sort().reverse());
  expect(names).toHaveLength(230);
});

test("previews are the first boxes, and a stranger learns nothing", async () => {
  const { get, stranger } = await setUp();
  const page = itemPageSchema.parse(await (await get(getPage, "minCount=1&limit=2")).json());
  const ids = page.items.map(({ id }) => id);
  const { boxes } = previewSchema.parse(await (await get(getBoxes, `ids=${ids.join(",")}`)).json());
  expect(Object.keys(boxes).sort()).toEqual([...ids].sort());
  expect(boxes[ids[0] ?? ""]).toHaveLength(60);
  expect((await get(getPage, "", stranger.cookie)).status).toBe(404);
  expect((await get(getPage, "cursor=nonsense")).status).toBe(400);
});

test("what was deleted is gone, and undo brings it back", async () => {
  const { get, cookie, context } = await setUp();
  const [item] = itemPageSchema.parse(await (await get(getPage, "limit=1")).json()).items;
  const detail = () =>
    getDetail(apiRequest("GET", "/x", { cookie }), {
      params: Promise.resolve({ itemId: item?.id ?? "" }),
    });
  const change = async (body: unknown) =>
    changedItemsSchema.parse(
      await (await postChanges(apiRequest("POST", "/x", { cookie, body }), context)).json(),
    );
  expect(itemDetailSchema.parse(await (await detail()).json())).toMatchObject({ id: item?.id });
  const { count, undo } = await change({
    select: { ids: [item?.id] },
    change: { kind: "delete" },
  });
  expect(count).toBe(1);
  expect((await detail()).status).toBe(410);
  for (const request of undo ?? []) expect(await change(request)).toMatchObject({ count: 1 });
  expect((await detail()).status).toBe(200);
});
