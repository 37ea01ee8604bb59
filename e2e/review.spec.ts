import { expect, test } from "@playwright/test";
import type { ItemDetail } from "../lib/api/items";
import { drawBox, expectSaved, openEditor } from "./support/canvas";
import { inviteTo, type Person, projectWithPhotos, signUpOwner } from "./support/people";
import { photo } from "./support/photo";
import { startServer, type TestServer } from "./support/server";

let server: TestServer;

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server?.dispose();
});

const REASONS = ["Box too loose", "Something is missing"];

async function stateOf({ api }: Person, itemId: string): Promise<string> {
  return (await api.get<ItemDetail>(`/api/v1/items/${itemId}`)).state;
}

test("sent back with a reason, mended, handed in again and accepted", async ({ browser }) => {
  const owner = await signUpOwner(browser, server);
  const { projectId, itemIds } = await projectWithPhotos(owner, {
    photos: [{ name: "street.jpg", bytes: await photo(1) }],
  });
  const itemId = itemIds[0] ?? "";
  await owner.context.request.patch(`/api/v1/projects/${projectId}/workflow`, {
    headers: { origin: server.url },
    data: { review: { share: 1, order: "oldest", rejectReasons: REASONS } },
  });
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
