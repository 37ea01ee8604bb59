import { expect, type Page, test } from "@playwright/test";
import type { LayerSnapshot } from "../lib/annotation/protocol";
import { drawBox, expectStored, layerOf, openEditor } from "./support/canvas";
import { type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

type Label = { id: string; name: string };

let server: TestServer;
let person: Person;
let page: Page;
let projectId: string;
let layerId: string;
let labels: Map<string, Label>;
test.beforeEach(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
  ({ page } = person);
  const project = await projectWithPhotos(person, {
    labels: ["car", "person", "bus"],
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  ({ projectId } = project);
  const itemId = project.itemIds[0] ?? "";
  layerId = await layerOf(person, itemId);
  const { labels: list } = await person.api.get<{ labels: Label[] }>(
    `/api/v1/projects/${projectId}`,
  );
  labels = new Map(list.map((label) => [label.name, label]));
  await openEditor(page, projectId, itemId);
  await page.keyboard.press("b");
  await drawBox(page, [0.3, 0.3], [0.4, 0.4]);
  await expectStored(person, layerId, 1);
});
test.afterEach(async () => {
  await server.dispose();
});

/** What a manager does in another tab. */
async function change(method: string, name: string, { path = "", data = {} } = {}): Promise<void> {
  const url = `/api/v1/projects/${projectId}/labels/${labels.get(name)?.id}${path}`;
  const response = await person.context.request.fetch(url, {
    method,
    headers: { origin: server.url },
    ...(method === "DELETE" ? {} : { data }),
  });
  expect(response.ok(), await response.text()).toBe(true);
}

/** A browser without a screen does not tell the page that it is looked at again. */
const lookAgain = () => page.evaluate(() => window.dispatchEvent(new Event("focus")));
const row = (name: RegExp) =>
  page.getByRole("listbox", { name: "Annotations" }).getByRole("option", { name });
const labelIds = async () => {
  const { records } = await person.api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
  return records.flatMap(({ annotation }) => annotation?.labelId ?? []);
};

test("a label that is renamed and recoloured elsewhere changes in the open editor", async () => {
  await change("PATCH", "car", { data: { name: "vehicle", color: "#123456" } });
  await lookAgain();
  await expect(row(/^vehicle /)).toHaveCount(1);
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await expect(row(/^vehicle /)).toHaveCount(2);
  await expectStored(person, layerId, 2);
});

test("a save is enough to learn of other labels", async () => {
  await change("PATCH", "car", { data: { name: "vehicle" } });
  await expect(async () => {
    await page.keyboard.press("ArrowRight");
    await expect(row(/^vehicle /)).toHaveCount(1, { timeout: 500 });
  }).toPass({ timeout: 12_000 });
});

test("a label that is deleted elsewhere is drawn neutral, comes back, and loses no unsent work", async () => {
  await page.route("**/ops", (route) => route.abort("internetdisconnected"));
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await change("DELETE", "car");
  await lookAgain();
  await expect(page.getByRole("button", { name: /^car, deleted label/ })).toBeVisible();
  // The key of the label that is gone does nothing; the next one is in hand.
  await drawBox(page, [0.3, 0.6], [0.4, 0.7]);
  await expect(row(/^person /)).toHaveCount(1);
  await page.unroute("**/ops");
  // What had been saved went with its label; what had not been is kept under it.
  await expectStored(person, layerId, 2);
  await change("POST", "car", { path: "/restore" });
  await expectStored(person, layerId, 3);
  await lookAgain();
  await expect(row(/^car /)).toHaveCount(2);
  const { id } = labels.get("car") ?? { id: "" };
  expect((await labelIds()).filter((labelId) => labelId === id)).toHaveLength(2);
});

test("a label that is merged elsewhere takes saved and unsent work along", async () => {
  await page.route("**/ops", (route) => route.abort("internetdisconnected"));
  await drawBox(page, [0.5, 0.3], [0.6, 0.4]);
  await change("POST", "car", { path: "/merge", data: { into: labels.get("bus")?.id } });
  await lookAgain();
  await page.unroute("**/ops");
  await expectStored(person, layerId, 2);
  await expect(row(/^bus /)).toHaveCount(2);
  const { id } = labels.get("bus") ?? { id: "" };
  expect(await labelIds()).toEqual([id, id]);
  // The merge was somebody else's work on the box: undo leaves it, and says so.
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Not undone: someone else has changed it since")).toBeVisible();
  await expect(row(/^bus /)).toHaveCount(2);
});
