import fs from "node:fs";
import { expect, test } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { EditorState } from "../lib/annotation/item-state";
import type { Project } from "../lib/api/projects";
import type { ProjectStatistics } from "../lib/api/statistics";
import { expectAccessible } from "./support/axe";
import { layerOf } from "./support/canvas";
import { inviteTo, type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

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

type Box = { labelId: string; x: number; y: number; w: number; h: number };

/** As the editor would: boxes and a state in one operation. */
async function label(
  person: Person,
  itemId: string,
  { boxes, state }: { boxes: readonly Box[]; state: EditorState },
): Promise<void> {
  const layerId = await layerOf(person, itemId);
  const changes = boxes.map(({ labelId, ...box }, order) => {
    const id = uuidv7();
    const geometry = { kind: "box", ...box };
    const rest = { attributes: {}, order, score: null, source: "manual", groupId: null };
    return { id, after: { id, labelId, geometry, ...rest } };
  });
  await person.api.post(`/api/v1/layers/${layerId}/ops`, {
    ...{ protocol: 1, clientId: uuidv7(), opId: uuidv7(), baseRev: 0 },
    ...{ changes, state, at: Date.now() },
  });
}

test("the overview has the right numbers, follows the work, and its numbers lead to their items", async ({
  browser,
}) => {
  const { page, api } = owner;
  const photos = await Promise.all(
    [1, 2, 3, 4].map(async (n) => ({ name: `street-${n}.jpg`, bytes: await photo(n) })),
  );
  const { projectId, itemIds } = await projectWithPhotos(owner, { photos: [] });
  await page.goto(`/projects/${projectId}/overview`);
  await expect(page.getByRole("heading", { name: "No items yet" })).toBeVisible();

  for (const { name, bytes } of photos) {
    const path = `/api/v1/projects/${projectId}/files?name=${name}`;
    itemIds.push((await api.put<{ itemId: string }>(path, bytes)).itemId);
  }
  const { labels } = await api.get<Project>(`/api/v1/projects/${projectId}`);
  const [car = "", person = ""] = labels.map(({ id }) => id);
  const ana = await inviteTo(browser, server, {
    owner,
    projectId,
    role: "annotator",
    name: "Ana Ortiz",
  });
  const [first = "", second = "", third = "", fourth = ""] = itemIds;
  await label(ana, first, {
    boxes: [
      { labelId: car, x: 10, y: 10, w: 20, h: 20 },
      { labelId: person, x: 400, y: 300, w: 200, h: 100 },
    ],
    state: "submitted",
  });
  await label(ana, second, { boxes: [], state: "skipped" });

  await page.goto(`/projects/${projectId}/overview`);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const facts = page.locator("dl").first();
  await expect(facts).toContainText("of 4 items");
  await expect(page.getByRole("link", { name: "1 submitted" })).toBeVisible();
  await expect(page.getByRole("figure", { name: "Box sizes" })).toContainText("128–256", {
    timeout: 15_000,
  });
  await expect(page.getByRole("link", { name: "Ana Ortiz" })).toBeVisible();
  await expectAccessible(page, "the overview of a project");

  // Somebody works on while one looks.
  await label(ana, third, {
    boxes: [{ labelId: car, x: 100, y: 100, w: 200, h: 100 }],
    state: "submitted",
  });
  await expect(page.getByRole("link", { name: "2 submitted" })).toBeVisible({ timeout: 10_000 });
  await expect(page.getByRole("link", { name: "1 new" })).toBeVisible();
  await expect
    .poll(
      async () => {
        const path = `/api/v1/projects/${projectId}/statistics`;
        return (await api.get<ProjectStatistics>(path)).shapes?.annotations;
      },
      { timeout: 10_000 },
    )
    .toBe(3);

  // A bar's table leads where the bar does.
  const sizes = page.getByRole("figure", { name: "Box sizes" });
  await sizes.getByRole("button", { name: "Show the numbers" }).click();
  await sizes.getByRole("link", { name: "128–256" }).click();
  await expect(page).toHaveURL(/minSize=128&maxSize=256/);
  await expect(page.getByText("2 items")).toBeVisible();
  await expect(page.getByText("Box of 128 to 256 px")).toBeVisible();

  await page.goto(`/projects/${projectId}/overview`);
  const people = page.getByRole("region", { name: "People" });
  await people.getByRole("link", { name: "Ana Ortiz" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ana Ortiz" })).toBeVisible();
  await expectAccessible(page, "the numbers of a person");

  // Annotators see themselves, and nobody else.
  await ana.page.goto(`/projects/${projectId}/overview`);
  await expect(ana.page.getByRole("heading", { level: 1, name: "My numbers" })).toBeVisible();
  await expect(ana.page).toHaveURL(new RegExp(`/people/${ana.userId}$`));
  await expect(ana.page.locator("dl")).toContainText("3");
  await expect(ana.page.getByRole("link", { name: "Overview" })).toHaveCount(0);

  await label(ana, fourth, { boxes: [], state: "submitted" });
  await page.goto("/overview");
  await expect(page.getByRole("heading", { level: 1, name: "All projects" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Street/ })).toContainText("4 / 4");
  await expect(page.getByRole("row", { name: /Street/ })).toContainText("In review");
  await expectAccessible(page, "all projects");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const csv = fs.readFileSync(await (await saving).path(), "utf8");
  expect(csv.split("\r\n")[1]).toMatch(/^Street,4,4,/);
  await ana.context.close();
});
