import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/items/[itemId]/media/[...variant]/route";
import { applyOp } from "@/db/queries/apply-op";
import { takeInventory, walkBlobs } from "@/db/queries/blobs";
import { listItems } from "@/db/queries/item-list";
import { readPreviews } from "@/db/queries/item-preview";
import { addItem } from "@/db/queries/items";
import { readLayer } from "@/db/queries/layers";
import { readProject } from "@/db/queries/projects";
import type { Annotation } from "@/lib/annotation/annotation";
import { itemFilterSchema } from "@/lib/api/items";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { rawRequest } from "@/lib/testing/upload";
import { textItem } from "./media/text-item";

/** An e with its accent apart, a family of seven, a line end of two, a NUL, a bidi control. */
const TEXT = "e\u0301 👩‍👩‍👧‍👦\r\n<b>\0\u202e end";
const LENGTH = Array.from(TEXT).length;

async function setUp() {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["person", "knows"], "text");
  const project = await readProject(app.store, { projectId, role: "manager", userId: null });
  const labelId = project?.labels[0]?.id ?? "";
  const add = (name: string, text = TEXT) =>
    addItem(app.store, {
      projectId,
      item: { name, ...textItem(text, "text/plain").item },
      now: Date.now(),
    });
  const added = await add("one.txt");
  const save = (...annotations: Partial<Annotation>[]) =>
    applyOp(app.store, {
      layerId: added.layerId,
      userId: user.id,
      cause: "edit",
      now: Date.now(),
      op: {
        clientId: "test",
        opId: crypto.randomUUID(),
        baseRev: 1_000,
        at: Date.now(),
        changes: annotations.map((given, order) => {
          const id = given.id ?? `a${order}`;
          const plain = { attributes: {}, order, score: null, source: "manual", groupId: null };
          const geometry = { kind: "whole" } as const;
          return { id, after: { ...plain, id, labelId, geometry, ...given } as Annotation };
        }),
      },
    });
  return { app, cookie, projectId, add, added, save };
}

test("a text comes back to the last byte, as plain text, and is no file of the media folder", async () => {
  const { app, cookie, added } = await setUp();
  const params = Promise.resolve({ itemId: added.itemId, variant: ["text"] });
  const response = await GET(rawRequest("GET", "/x/text", { cookie }), { params });
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(await response.text()).toBe(TEXT);
  expect((await takeInventory(app.store)).blobs).toBe(0);
  for await (const blob of walkBlobs(app.store)) expect(blob).toBeUndefined();
});

test("equal texts of other names are other items, of the same name the same", async () => {
  const { add, added } = await setUp();
  expect(await add("one.txt")).toEqual({ ...added, kind: "duplicate", name: "one.txt" });
  expect((await add("two.txt")).kind).toBe("added");
});

test("spans, relations and answers are kept as they are", async () => {
  const { app, added, save } = await setUp();
  const span = { kind: "interval", start: 3, end: 10 } as const;
  const result = await save(
    { id: "s", geometry: span, text: "👩‍👩‍👧‍👦" },
    { id: "r", geometry: { kind: "relation", from: "s", to: "s" } },
    { id: "w", geometry: { kind: "whole" }, text: "a family" },
  );
  expect(result).toMatchObject({ kind: "accepted" });
  const layer = await readLayer(app.store, { layerId: added.layerId });
  const kept = layer?.records.map(({ annotation }) => [annotation?.geometry, annotation?.text]);
  expect(kept).toEqual([
    [span, "👩‍👩‍👧‍👦"],
    [{ kind: "relation", from: "s", to: "s" }, undefined],
    [{ kind: "whole" }, "a family"],
  ]);
});

test("items are found by their text and by what annotations say, and previews show how they begin", async () => {
  const { app, add, added, save, projectId } = await setUp();
  const other = await add("two.txt", "Nothing of the kind: 100 %");
  await save({
    geometry: { kind: "whole" },
    text: "A Summary_1",
    attributes: { tone: "Wry", parts: 12 },
  });
  const find = async (text: string) =>
    (
      await listItems(app.store, { projectId, limit: 10, filter: itemFilterSchema.parse({ text }) })
    ).items.map(({ id }) => id);
  expect(await find("summary_")).toEqual([added.itemId]);
  expect(await find("summary1")).toEqual([]);
  expect(await find("0 %")).toEqual([other.itemId]);
  expect(await find("wry")).toEqual([added.itemId]);
  expect(await find("12")).toEqual([added.itemId]);
  expect(await find("tone")).toEqual([]);
  const ids = [added.itemId, other.itemId];
  const { texts, boxes, lines, waves } = await readPreviews(app.store, { projectId, ids });
  expect(texts[other.itemId]).toBe("Nothing of the kind: 100 %");
  expect(texts[added.itemId]).toBe(TEXT);
  expect(boxes).toEqual({ [added.itemId]: [], [other.itemId]: [] });
  expect(lines).toEqual({ [added.itemId]: 2, [other.itemId]: 1 });
  expect(waves).toEqual({});
});

test.each([
  ["fractional_offset", { kind: "interval", start: 0.5, end: 2 }],
  ["outside", { kind: "interval", start: 0, end: LENGTH + 1 }],
  ["wrong_kind", { kind: "box", x: 0, y: 0, w: 1, h: 1 }],
] as const)("%s is refused with a reason", async (reason, geometry) => {
  const { save } = await setUp();
  expect(await save({ geometry })).toMatchObject({ kind: "refused", reason });
});
