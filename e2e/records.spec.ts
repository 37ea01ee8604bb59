import { expect, type Page, test } from "@playwright/test";
import yauzl from "yauzl";
import { LOCALE_COOKIE } from "../lib/i18n/locales";
import { expectAccessible } from "./support/axe";
import { type Person, signUpOwner } from "./support/people";
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

const FAMILY = 'Zoë 👩‍👩‍👧‍👦 said: "ok"\r\nand left';
const SCRIPT = "<img src=x onerror=\"window.hit='cell'\"><script>window.hit='cell'</script>";
const BIDI = "\u202egpj.exe\u202c and NUL \u0000 here";

function table(): Buffer {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = [
    ["ref", "letter", "tone", "stars"],
    ["a1", FAMILY, "warm", "5"],
    ["a2", SCRIPT, "cold", "1"],
    ["a3", BIDI, "", "3"],
  ];
  return Buffer.from(`${rows.map((row) => row.map(quoted).join(";")).join("\r\n")}\r\n`);
}

async function unzip(file: string): Promise<Map<string, string>> {
  const zip = await yauzl.openPromise(file, { autoClose: false });
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
  }
  zip.close();
  return files;
}

async function createTextProject(page: Page, name: string): Promise<string> {
  await page.goto("/");
  await page
    .getByRole("button", { name: /New project/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("radio", { name: "Texts" }).click();
  await expect(dialog.getByText("Spans, relations between them", { exact: false })).toBeVisible();
  await expectAccessible(page, "new project");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\/[^/]+\/items$/);
  return page.url().split("/").at(-2) ?? "";
}

test("a table becomes texts by what its columns mean, and goes out to the character", async () => {
  const { page } = owner;
  const projectId = await createTextProject(page, "Letters");
  await expect(page.getByText("Drop texts or a table here")).toBeVisible();
  const file = {
    name: "<img src=x onerror=window.hit='name'>.csv",
    mimeType: "text/csv",
    buffer: table(),
  };
  await page.getByLabel("Choose files").and(page.locator("input")).setInputFiles(file);
  const dialog = page.getByRole("dialog", { name: "Import" });
  await expect(dialog.getByRole("cell", { name: "and left" })).toBeVisible();
  await expect(dialog.getByRole("combobox", { name: "Encoding" })).toHaveText("UTF-8");
  await expect(dialog.getByRole("combobox", { name: "Delimiter" })).toHaveText("Semicolon");
  await chooseRole(page, "ref", "Id");
  await chooseRole(page, "tone", "Class");
  await chooseRole(page, "letter", "Text");
  await expectAccessible(page, "import of a table");
  await dialog.getByRole("button", { name: "Look at what it does" }).click();
  await dialog.getByRole("button", { name: "Import 3 items" }).click();
  await expect(dialog.getByRole("heading", { name: /^Imported from/ })).toBeVisible();
  await expectAccessible(page, "report of an import");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("said:", { exact: false }).first()).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, "hit"))).toBeUndefined();

  await page.goto(`/projects/${projectId}/data`);
  await page.getByRole("radio", { name: /doccano/i }).click();
  const states = page.getByRole("group", { name: "Items in these states" });
  await states.getByText("New", { exact: true }).click();
  const report = page.getByRole("region", { name: "Before you download" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    report.getByRole("button", { name: "Download" }).click(),
  ]);
  const files = await unzip(await download.path());
  const [, lines = ""] = [...files].find(([name]) => name.endsWith(".jsonl")) ?? [];
  const texts = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).text);
  expect(texts).toEqual([FAMILY, SCRIPT, BIDI]);
  expect(lines).toContain("warm");
  expect(await page.evaluate(() => Reflect.get(window, "hit"))).toBeUndefined();
});

test("what labels are for is said on their page, and a text file may hold an item a line", async () => {
  const { page } = owner;
  const projectId = await createTextProject(page, "Lines");
  await page.goto(`/projects/${projectId}/settings/labels`);
  const add = async (name: string) => {
    await page.getByRole("textbox", { name: "New label" }).fill(name);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByLabel(`Name of ${name}`)).toBeVisible();
  };
  await add("person");
  await add("sport");
  await page.getByRole("button", { name: "What sport is for: Span" }).click();
  const details = page.getByRole("dialog", { name: "The label “sport”" });
  await details.getByRole("combobox", { name: "What it is for" }).click();
  await page.getByRole("option", { name: "Class" }).click();
  await details.getByLabel("Question").fill("Topic");
  await details.getByRole("button", { name: "Add a field" }).click();
  await details.getByLabel("Name of the field").fill("sure");
  await details.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Yes or no" }).click();
  await expectAccessible(page, "what a label is for");
  await details.getByRole("button", { name: "Keep" }).click();
  await expect(
    page.getByRole("button", { name: "What sport is for: Class: Topic + 1 field" }),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "Asked about the whole text" })).toBeVisible();
  await expectAccessible(page, "labels of a text project");

  await owner.context.addCookies([{ name: LOCALE_COOKIE, value: "es", url: server.url }]);
  await page.goto(`/projects/${projectId}/items`);
  await page
    .getByLabel("Elegir archivos")
    .and(page.locator("input"))
    .setInputFiles({
      name: "versos.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("mañana\r\nnoche\r\n", "latin1"),
    });
  const dialog = page.getByRole("dialog", { name: "Importar" });
  await expect(dialog.getByRole("cell", { name: "mañana" })).toBeVisible();
  await expect(dialog.getByRole("combobox", { name: "Leer como" })).toHaveText(
    "Un elemento por línea",
  );
  await expectAccessible(page, "importar");
  await dialog.getByRole("button", { name: "Ver qué hace" }).click();
  await dialog.getByRole("button", { name: /^Importar 2/ }).click();
  await expect(dialog.getByRole("heading", { name: /versos\.txt/ })).toBeVisible();
  await owner.context.clearCookies({ name: LOCALE_COOKIE });
});

async function chooseRole(page: Page, column: string, role: string): Promise<void> {
  await page.getByRole("combobox", { name: `What ${column} is` }).click();
  await page.getByRole("option", { name: role, exact: true }).click();
}
