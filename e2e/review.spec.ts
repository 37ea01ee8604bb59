import { expect, test } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { NextAnswer } from "@/lib/api/item-work";
import type { LayerSnapshot } from "../lib/annotation/protocol";
import type { ItemDetail } from "../lib/api/items";
import { drawBox, expectSaved, openEditor } from "./support/canvas";
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

const REASONS = ["Box too loose", "Something is missing"];

async function setWorkflow(projectId: string, data: Record<string, unknown>): Promise<void> {
  const path = `/api/v1/projects/${projectId}/workflow`;
  const response = await owner.context.request.patch(path, {
    headers: { origin: server.url },
    data,
  });
  expect(response.ok()).toBe(true);
}

async function stateOf({ api }: Person, itemId: string): Promise<string> {
  return (await api.get<ItemDetail>(`/api/v1/items/${itemId}`)).state;
}

test("sent back with a reason, mended, handed in again and accepted", async ({ browser }) => {
  const { projectId, itemIds } = await projectWithPhotos(owner, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  const itemId = itemIds[0] ?? "";
  await setWorkflow(projectId, { review: { share: 1, order: "oldest", rejectReasons: REASONS } });
  const ana = await inviteTo(browser, server, {
    ...{ owner, projectId, role: "annotator", name: "Ana" },
  });
  const rita = await inviteTo(browser, server, {
    ...{ owner, projectId, role: "reviewer", name: "Rita" },
  });

  await openEditor(ana.page, projectId, itemId);
  await ana.page.keyboard.press("b");
  await drawBox(ana.page, [0.35, 0.35], [0.55, 0.6]);
  await expectSaved(ana.page);
  await ana.page.keyboard.press("Enter");
  await expect.poll(() => stateOf(owner, itemId)).toBe("submitted");
  await ana.page.goto(`/projects/${projectId}/work`);
  const handed = ana.page.getByRole("table", { name: "Handed to you" });
  await expect(handed).toContainText("Submitted");

  const { page } = rita;
  await page.goto(`/projects/${projectId}/review`);
  const queue = page.getByRole("navigation", { name: "Items to review" });
  await expect(queue.getByRole("button", { name: /street\.jpg/ })).toContainText("Ana");
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
  await expect(page.getByRole("heading", { name: "street.jpg" })).toBeVisible();
  // Without a reason it is asked for: a digit chooses, Enter sends.
  await page.keyboard.press("Shift+Enter");
  await expect(page.getByRole("group", { name: "Why it goes back" })).toBeFocused();
  await page.keyboard.press("2");
  await expect(page.getByRole("checkbox", { name: "Something is missing" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByText("street.jpg sent back")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing waits for review" })).toBeVisible();
  await expect.poll(() => stateOf(owner, itemId)).toBe("rejected");

  // Her page tells of it by itself.
  await expect(handed).toContainText("To mend");
  await openEditor(ana.page, projectId, itemId);
  const why = ana.page.getByRole("region", { name: "This came back to you from review" });
  await expect(why).toContainText("Rita sent this back to you");
  await expect(why).toContainText("Something is missing");
  await ana.page.keyboard.press("b");
  await drawBox(ana.page, [0.6, 0.35], [0.7, 0.5]);
  await expectSaved(ana.page);
  await ana.page.keyboard.press("Enter");
  await expect(why).toBeHidden();
  await expect.poll(() => stateOf(owner, itemId)).toBe("submitted");

  // It comes to the reviewer's page by itself.
  await expect(queue.getByRole("button", { name: /street\.jpg/ })).toContainText("came back once");
  await expect(page.getByRole("heading", { name: "street.jpg" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Accept", exact: true })).toBeEnabled();
  await page.keyboard.press("Enter");
  await expect(page.getByText("street.jpg accepted")).toBeVisible();
  await expect.poll(() => stateOf(owner, itemId)).toBe("accepted");
});

test("two people disagree: their layers are compared, one's version is taken and accepted", async ({
  browser,
}) => {
  const { projectId, itemIds } = await projectWithPhotos(owner, {
    photos: [{ name: "corner.jpg", bytes: await photo(2) }],
  });
  const itemId = itemIds[0] ?? "";
  await setWorkflow(projectId, { overlap: 2 });
  const project = await owner.api.get<{ labels: { id: string }[] }>(
    `/api/v1/projects/${projectId}`,
  );
  const [car = "", person = ""] = project.labels.map(({ id }) => id);
  const invite = (role: string, name: string) =>
    inviteTo(browser, server, { owner, projectId, role, name });
  const [cleo, dan] = [await invite("annotator", "Cleo"), await invite("annotator", "Dan")];
  const rob = await invite("reviewer", "Rob");

  async function handIn({ api }: Person, labelIds: string[]): Promise<void> {
    const next = await api.post<NextAnswer>(`/api/v1/projects/${projectId}/next`, { itemId });
    if (next.kind !== "item") throw new Error(`Not handed out: ${next.reason}.`);
    const changes = labelIds.map((labelId, n) => {
      const geometry = { kind: "box", x: 60 + 250 * n, y: 80, w: 180, h: 200 };
      const fixed = { attributes: {}, score: null, source: "manual", groupId: null };
      const id = uuidv7();
      return { id, after: { id, labelId, geometry, order: n, ...fixed } };
    });
    await api.post(`/api/v1/layers/${next.assignment.layerId}/ops`, {
      ...{ protocol: 1, clientId: "e2e", opId: uuidv7(), baseRev: 0, changes },
      ...{ state: "submitted", at: Date.now() },
    });
  }
  await handIn(cleo, [car, car]);
  await handIn(dan, [car, person]);

  const { page } = rob;
  await page.goto(`/projects/${projectId}/review?needs=adjudication`);
  const differences = page.getByRole("list", { name: "Differences" });
  await expect(differences.getByText("Different labels")).toBeVisible();
  await expect(page.getByTestId("layers-over").locator("rect").first()).toBeAttached();
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
  const difference = differences.getByRole("listitem").filter({ hasText: "car / person" });
  await difference.getByRole("button", { name: "car / person" }).click();
  await page.keyboard.press("2");
  await expect(difference.getByRole("button", { name: "Take the version of Dan" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expectSaved(page);
  await page.keyboard.press("Shift+D");
  await expect(page.getByRole("figure", { name: "What Cleo drew" })).toBeVisible();
  await expect(page.getByRole("figure", { name: "What Dan drew" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("corner.jpg accepted with your changes")).toBeVisible();
  const { layer } = await owner.api.get<{ layer: LayerSnapshot }>(`/api/v1/items/${itemId}/open`);
  expect(layer.state).toBe("accepted");
  const labels = layer.records.map(({ annotation }) => annotation?.labelId);
  expect(labels.sort()).toEqual([car, person].sort());

  // The way back, from the message of it.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => stateOf(owner, itemId)).toBe("submitted");
  await expect(page.getByRole("heading", { name: "corner.jpg" })).toBeVisible();
});
