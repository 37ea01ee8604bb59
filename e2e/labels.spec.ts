import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { seedProject } from "../bench/seed";
import { expectAccessible } from "./support/axe";
import { type Person, signUpOwner } from "./support/people";
import { startServer, type TestServer } from "./support/server";

const ITEMS = 4_000;
const BOXES_PER_ITEM = 20;

let server: TestServer;
let owner: Person;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  owner = await signUpOwner(browser, server);
});
test.afterAll(async () => {
  await owner?.context.close();
  await server?.dispose();
});

/** A project in which every label is on some ten thousand boxes; opens the page of its labels. */
async function openLabels(labels: string[]): Promise<string> {
  const { user } = await owner.api.get<{ user: { id: string } }>("/api/auth/get-session");
  const { projectId } = seedProject({
    databaseFile: path.join(server.dataDir, "trazo.sqlite"),
    userId: user.id,
    items: ITEMS,
    boxesPerItem: BOXES_PER_ITEM,
    labels,
  });
  await owner.page.goto(`/projects/${projectId}/settings/labels`);
  return projectId;
}

function countOf(page: Page, name: string) {
  const row = page.getByRole("listitem").filter({ has: page.getByLabel(`Name of ${name}`) });
  return row.getByTitle(/annotation/).textContent();
}

async function choose(page: Page, name: string, command: RegExp): Promise<void> {
  await page.getByRole("button", { name: `Menu of ${name}` }).click();
  await page.getByRole("menuitem", { name: command }).click();
}

test("a deletion shows how far it is, outlives the server, and is undone", async () => {
  const { page } = owner;
  await openLabels(["car", "person"]);
  const before = await countOf(page, "car");
  await choose(page, "car", /^Delete/);
  const work = page.getByRole("list", { name: "Work in progress" });
  await expect(work.getByText("Deleting the annotations of “car”")).toBeVisible();
  await expect(work.getByText(/[\d,]{5,} of [\d,]{5,}/)).toBeVisible();
  await expectAccessible(page, "labels, deleting");

  await server.restart();
  await page.reload();
  await expect(work.getByText("Deleting the annotations of “car”")).toBeVisible();
  await work.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("“car” is back")).toBeVisible({ timeout: 60_000 });
  await expect(work).toHaveCount(0);
  await expect.poll(() => countOf(page, "car")).toBe(before);
});

test("a merge of very many shows how far it is; stopped, it goes on from the page", async () => {
  const { page } = owner;
  const projectId = await openLabels(["car", "person"]);
  await choose(page, "car", /^Merge/);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: "person" }).click();
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(dialog.getByText("Turning “car” into “person”")).toBeVisible();
  await expectAccessible(page, "labels, merging");
  await dialog.getByRole("button", { name: "Go on in the background" }).click();

  const { jobs } = await owner.api.get<{ jobs: { id: string }[] }>(
    `/api/v1/projects/${projectId}/jobs?kind=label`,
  );
  const origin = { headers: { origin: server.url } };
  await owner.context.request.delete(`/api/v1/jobs/${jobs[0]?.id}`, origin);
  await expect(page.getByText("the work was stopped", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("“car” merged into “person”")).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.getByLabel("Name of person")).toBeVisible();
  await expect(page.getByLabel("Name of car")).toHaveCount(0);
  await expect(page.getByRole("list", { name: "Work in progress" })).toHaveCount(0);
});
