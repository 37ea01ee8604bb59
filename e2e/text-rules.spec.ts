import { expect, type Page, test } from "@playwright/test";
import type { Annotation } from "../lib/annotation/annotation";
import { PROTOCOL_VERSION } from "../lib/annotation/protocol";
import type { LearnedDictionary } from "../lib/api/models";
import type { Project } from "../lib/api/projects";
import { expectAccessible } from "./support/axe";
import { layerOf } from "./support/canvas";
import { type Person, signUpOwner } from "./support/people";
import { startServer, type TestServer } from "./support/server";
import { expectSpans, openText, projectWithTexts } from "./support/texts";

const LABELLED = "🙂 Jedburgh lies in the Borders. Jedburgh is old.";
const OPEN = "👩‍🔬 Ada Lovelace wrote to jedburgh@example.org, a town hall: Jedburgh is near.";

let server: TestServer;
let person: Person;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  person = await signUpOwner(browser, server);
});
test.afterAll(async () => {
  await person?.context.close();
  await server?.dispose();
});

/** Labels the first “Jedburgh” as a place and submits, as a person would. */
async function submitLabelled(projectId: string, itemId: string): Promise<void> {
  const { labels } = await person.api.get<Project>(`/api/v1/projects/${projectId}`);
  const annotation: Annotation = {
    id: crypto.randomUUID(),
    labelId: labels.find(({ name }) => name === "Place")?.id ?? "",
    geometry: { kind: "interval", start: 2, end: 10 },
    text: "Jedburgh",
    ...{ attributes: {}, order: 0, score: null, source: "manual", groupId: null },
  };
  const change = { id: annotation.id, after: annotation };
  await person.api.post(`/api/v1/layers/${await layerOf(person, itemId)}/ops`, {
    ...{ protocol: PROTOCOL_VERSION, clientId: "test", opId: crypto.randomUUID() },
    ...{ baseRev: 0, changes: [change], state: "submitted", at: Date.now() },
  });
}

async function saveRules(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Keep these rules" }).click();
  await expect(dialog.getByRole("button", { name: "Use this model" })).toBeEnabled();
}

test("rules of words, a pattern and English names: tried, kept, used in the editor, learned again", async () => {
  const { page } = person;
  const { projectId, itemIds } = await projectWithTexts(person, [LABELLED, OPEN]);
  const [first = "", second = ""] = itemIds;
  await submitLabelled(projectId, first);
  await page.goto(`/projects/${projectId}/models`);
  await page.getByRole("button", { name: "Rules for texts" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("1 word or phrase from 1 submitted text")).toBeVisible();

  // Kinds with a label of their name are looked for; the others wait.
  await expect(dialog.getByRole("checkbox", { name: "Persons" })).toBeChecked();
  await expect(dialog.getByRole("checkbox", { name: "Amounts" })).not.toBeChecked();
  await dialog.getByRole("checkbox", { name: "Dates" }).click();

  await dialog.getByRole("button", { name: "Add a pattern" }).click();
  await dialog.getByRole("combobox", { name: "Class of pattern 1" }).fill("Contact");
  await dialog.getByRole("textbox", { name: "Pattern 1" }).fill("(a|b");
  await expect(dialog.getByText("A “(” has no “)”")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Keep these rules" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Remove pattern 1" }).click();
  await dialog.getByRole("button", { name: "E-mail" }).click();
  await dialog.getByRole("combobox", { name: "Class of pattern 1" }).fill("Contact");

  await dialog.getByRole("button", { name: "Next item" }).click();
  await expect(dialog.getByRole("heading", { name: "letter-2.txt" })).toBeVisible();
  await dialog.getByRole("button", { name: "Try it" }).click();
  await expect(dialog.getByText(/3 suggestions in .* It works/)).toBeVisible({ timeout: 30_000 });
  await expect(dialog.locator("mark")).toHaveText([
    "Ada Lovelace",
    "jedburgh@example.org",
    "Jedburgh",
  ]);
  await expectAccessible(page, "rules for texts");

  await saveRules(page);
  await expect(dialog.getByText("3 of 3 classes used")).toBeVisible();
  await dialog.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByRole("link", { name: "Rules", exact: true })).toBeVisible();

  await openText(page, projectId, second);
  // What deals with suggestions comes a moment after the text.
  const panel = page.getByRole("region", { name: "Suggestions" });
  await expect(panel.getByRole("button", { name: "Suggest" })).toBeEnabled();
  await page.keyboard.press("Shift+P");
  await expect(panel.getByText("3 open")).toBeVisible({ timeout: 30_000 });
  await page.getByTestId("text").focus();
  for (const left of ["2 open", "1 open", "none open"]) {
    await page.keyboard.press("o");
    await expect(panel.getByText(left)).toBeVisible();
  }
  await expectSpans(person, second, [
    "4-16 Ada Lovelace",
    "26-46 jedburgh@example.org",
    "61-69 Jedburgh",
  ]);
  await page.keyboard.press("Enter");
  const learnedTexts = async () =>
    (await person.api.get<LearnedDictionary>(`/api/v1/projects/${projectId}/dictionary`)).texts;
  await expect.poll(learnedTexts).toBe(2);

  // Later there is more to learn: a version beside the first.
  await page.goto(`/projects/${projectId}/models`);
  await page.getByRole("button", { name: "Rules for texts" }).click();
  await expect(dialog.getByText(/1 word or phrase as they were learned for version/)).toBeVisible();
  await expect(dialog.getByRole("checkbox", { name: "Dates" })).not.toBeChecked();
  await expect(dialog.getByRole("combobox", { name: "Class of pattern 1" })).toHaveValue("Contact");
  await dialog.getByRole("button", { name: "Learn again" }).click();
  await expect(dialog.getByText("3 words and phrases from 2 submitted texts")).toBeVisible();
  await saveRules(page);
  await dialog.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByRole("link", { name: "Rules", exact: true })).toHaveCount(2);
});
