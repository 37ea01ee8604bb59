import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ItemPage } from "../lib/api/items";
import type { OpenItemData } from "../lib/api/open-item";
import type { ProjectStatistics } from "../lib/api/statistics";
import { expectAccessible } from "./support/axe";
import { drawBox, expectSaved } from "./support/canvas";
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

type Corner = [number, number];
/** As shares of the canvas; the two places have nothing in common. */
const HERE: [Corner, Corner] = [
  [0.3, 0.3],
  [0.45, 0.5],
];
const THERE: [Corner, Corner] = [
  [0.55, 0.5],
  [0.7, 0.7],
];
const NAMES = ["street-1.jpg", "street-2.jpg", "street-3.jpg", "street-4.jpg"] as const;

type Team = {
  owner: Person;
  ann: Person & { userId: string };
  ben: Person & { userId: string };
  rita: Person & { userId: string };
  projectId: string;
  itemIds: string[];
};

async function makeTeam(browser: Browser): Promise<Team> {
  const owner = await signUpOwner(browser, server);
  const photos = await Promise.all(
    NAMES.map(async (name, n) => ({ name, bytes: await photo(n + 1) })),
  );
  const { projectId, itemIds } = await projectWithPhotos(owner, { photos });
  const join = (role: string, name: string) =>
    inviteTo(browser, server, { owner, projectId, role, name });
  const ann = await join("annotator", "Ann Alder");
  const ben = await join("annotator", "Ben Birch");
  const rita = await join("reviewer", "Rita Rowan");
  return { owner, ann, ben, rita, projectId, itemIds };
}

/** Asks for the next item on the page of one's work, and waits until it can be drawn on. */
async function labelNext(page: Page, projectId: string, name: string): Promise<void> {
  await page.goto(`/projects/${projectId}/work`);
  await page.getByRole("button", { name: "Label next" }).click();
  await expectOpen(page, name);
}

async function expectOpen(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await page.getByTestId("canvas").locator("canvas").first().waitFor();
}

async function draw(page: Page, [from, to]: [Corner, Corner]): Promise<void> {
  await page.keyboard.press("b");
  await drawBox(page, from, to);
  await expectSaved(page);
}

async function itemsOf({ api }: Person, projectId: string) {
  const { items } = await api.get<ItemPage>(`/api/v1/projects/${projectId}/items`);
  return items.map(({ name, state, annotationCount }) => ({ name, state, annotationCount }));
}

test("two label the same items unseen by each other; what they disagree on is sent back, mended and accepted", async ({
  browser,
}) => {
  const { owner, ann, ben, rita, projectId, itemIds } = await makeTeam(browser);
  const [first = ""] = itemIds;
  const statistics = () =>
    owner.api.get<ProjectStatistics>(`/api/v1/projects/${projectId}/statistics`);

  await test.step("the manager has every item labelled twice", async () => {
    const { page } = owner;
    await page.goto(`/projects/${projectId}/settings/workflow`);
    await page.getByLabel("People per item").fill("2");
    await page.getByLabel("Reasons for skipping").fill("Too dark\nNo street");
    await page.getByLabel("Reasons for sending back").fill("Wrong place");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Workflow saved")).toBeVisible();
    await expectAccessible(page, "workflow");
  });

  await test.step("Ann labels what she is handed, item by item", async () => {
    const { page } = ann;
    await labelNext(page, projectId, NAMES[0]);
    await draw(page, HERE);
    await page.keyboard.press("Enter");
    await expectOpen(page, NAMES[1]);
    await draw(page, HERE);
    await page.keyboard.press("Enter");
    await expectOpen(page, NAMES[2]);
    await page.keyboard.press("e");
    await expectOpen(page, NAMES[3]);
    await page.keyboard.press("s");
    await expect(page.getByRole("dialog", { name: "Why is it skipped?" })).toBeVisible();
    await page.keyboard.press("1");
    await expect(page.getByText(/^What is left is with other people/)).toBeVisible();
  });

  await test.step("Ben gets the same items, and nothing of hers", async () => {
    const { page, api } = ben;
    await labelNext(page, projectId, NAMES[0]);
    const { layer } = await api.get<OpenItemData>(`/api/v1/items/${first}/open`);
    expect(layer.records).toEqual([]);
    await draw(page, HERE);
    await page.keyboard.press("Enter");
    await expectOpen(page, NAMES[1]);
    await draw(page, THERE);
    await page.keyboard.press("Enter");
    await expectOpen(page, NAMES[2]);
    await page.keyboard.press("e");
    await expectOpen(page, NAMES[3]);
    await page.keyboard.press("e");
    await expect(page.getByText("All done: there is nothing left to hand out.")).toBeVisible();
  });

  await test.step("where they agree there is a result; where they do not, somebody has to decide", async () => {
    await expect
      .poll(() => itemsOf(owner, projectId))
      .toEqual(
        NAMES.map((name, n) => ({
          name,
          state: "submitted",
          annotationCount: n === 0 ? 1 : 0,
        })),
      );
    const { needsReview, needsAdjudication, agreement, counts } = await statistics();
    expect({ needsReview, needsAdjudication, submitted: counts.submitted }).toEqual({
      ...{ needsReview: 3, needsAdjudication: 1, submitted: 4 },
    });
    expect(agreement).toMatchObject({ items: 3 });
    expect(agreement?.mean).toBeCloseTo(2 / 3, 5);
  });

  await test.step("submitted work is locked for those who did it", async () => {
    await ann.page.goto(`/projects/${projectId}/items/${first}`);
    await expect(ann.page.getByText("Submitted: it can be changed again")).toBeVisible();
    await ann.page.keyboard.press("b");
    await drawBox(ann.page, ...THERE);
    await expect(ann.page.getByText("2 annotations")).toBeHidden();
  });

  await test.step("the reviewer accepts what is right and sends back what is not", async () => {
    const { page } = rita;
    await page.goto(`/projects/${projectId}/review`);
    const queue = page.getByRole("navigation", { name: "Items to review" });
    await queue.getByRole("button", { name: NAMES[0] }).click();
    await expect(page.getByRole("heading", { name: NAMES[0] })).toBeVisible();
    await page.getByRole("button", { name: "Accept", exact: true }).click();
    await expect(page.getByText(`${NAMES[0]} accepted`)).toBeVisible();
    await queue.getByRole("button", { name: NAMES[1] }).click();
    await expect(page.getByRole("heading", { name: NAMES[1] })).toBeVisible();
    await page.keyboard.press("Shift+Enter");
    await expect(page.getByRole("group", { name: "Why it goes back" })).toBeFocused();
    await page.keyboard.press("1");
    await page.keyboard.press("Enter");
    await expect(page.getByText(`${NAMES[1]} sent back`)).toBeVisible();
  });

  await test.step("what came back is what Ben gets next; he mends it", async () => {
    const { page } = ben;
    await labelNext(page, projectId, NAMES[1]);
    await expect(
      page.getByRole("region", { name: "This came back to you from review" }),
    ).toContainText("Wrong place");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await draw(page, HERE);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^(All done|What is left)/)).toBeVisible();
    await labelNext(ann.page, projectId, NAMES[1]);
    await ann.page.keyboard.press("Enter");
    await expect(ann.page.getByText(/^(All done|What is left)/)).toBeVisible();
  });

  await test.step("the reviewer accepts the rest", async () => {
    const { page } = rita;
    await page.goto(`/projects/${projectId}/review`);
    for (const name of [NAMES[1], NAMES[2], NAMES[3]]) {
      await page
        .getByRole("navigation", { name: "Items to review" })
        .getByRole("button", { name })
        .click();
      await expect(page.getByRole("heading", { name })).toBeVisible();
      await page.getByRole("button", { name: "Accept", exact: true }).click();
      await expect(page.getByText(`${name} accepted`)).toBeVisible();
    }
    await expect
      .poll(() => itemsOf(owner, projectId))
      .toEqual(
        NAMES.map((name, n) => ({ name, state: "accepted", annotationCount: n < 2 ? 1 : 0 })),
      );
  });

  await test.step("the overview has it right to the number", async () => {
    const { counts, agreement, needsReview } = await statistics();
    expect({ accepted: counts.accepted, needsReview }).toEqual({ accepted: 4, needsReview: 0 });
    expect(agreement).toMatchObject({ items: 3, mean: 1 });
    const { page } = owner;
    await page.goto(`/projects/${projectId}/overview`);
    await expect(page.getByText("100%").first()).toBeVisible();
    await expectAccessible(page, "overview");
    await page.goto(`/projects/${projectId}/work`);
    const people = page.getByRole("table", { name: "Who has what" });
    await expect(people.getByRole("row", { name: /Ann Alder/ })).toContainText("3");
    await expectAccessible(page, "work");
  });

  await test.step("who works on what can be assigned by hand and taken back", async () => {
    const bytes = await photo(9);
    const { itemId } = await owner.api.put<{ itemId: string }>(
      `/api/v1/projects/${projectId}/files?name=street-5.jpg`,
      bytes,
    );
    const { page } = owner;
    await page.goto(`/projects/${projectId}/items?state=new`);
    await page.getByRole("gridcell", { name: /street-5/ }).click();
    await page.keyboard.press("g");
    const dialog = page.getByRole("dialog", { name: "Assign 1 item" });
    await dialog.getByRole("checkbox", { name: /Ben Birch/ }).click();
    await dialog.getByRole("button", { name: "Assign" }).click();
    await expect(page.getByText("1 item assigned.")).toBeVisible();
    await ben.page.goto(`/projects/${projectId}/work`);
    await expect(
      ben.page.getByRole("table", { name: "Handed to you" }).getByRole("row", { name: /street-5/ }),
    ).toContainText("To do");
    await expect(ben.page.getByRole("link", { name: /street-5/ })).toHaveAttribute(
      "href",
      new RegExp(itemId),
    );
  });
});
