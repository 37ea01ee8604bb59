import fs from "node:fs";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { openDataset } from "@/db/queries/dataset-source";
import { listItems } from "@/db/queries/item-list";
import { readText } from "@/db/queries/texts";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { importOptionsSchema, importPreviewSchema } from "@/lib/api/imports";
import { itemFilterSchema } from "@/lib/api/items";
import { collectDataset } from "@/lib/formats/testing/dataset";
import { appendChunk, startUpload } from "@/lib/server/staged-uploads";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { importDataset } from "./import-dataset";
import { openFiles } from "./open-files";
import { previewImport } from "./preview-import";

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, [], "text");
  const take = async (name: string, content: string | Uint8Array, options: object = {}) => {
    const file = path.join(app.settings.dataDir, `${uuidv7()}.upload`);
    fs.writeFileSync(file, content);
    const files = await openFiles(file, name);
    const parsed = importOptionsSchema.parse({ isDryRun: false, ...options });
    const input = { app, projectId, userId: user.id, files, options: parsed };
    return importDataset(input).finally(() => files.close());
  };
  const preview = async (name: string, content: string | Uint8Array, reading: object = {}) => {
    const body = Buffer.from(content);
    const key = { projectId, userId: user.id, name, sizeBytes: body.byteLength };
    const { uploadId } = await startUpload(app, key);
    async function* chunk() {
      yield body;
    }
    await appendChunk(app, { uploadId, userId: user.id, offset: 0, body: chunk() });
    const nothing = { format: null, encoding: null, delimiter: null, hasHeader: true };
    const wanted = { ...nothing, ...reading, projectId, userId: user.id, uploadId };
    return importPreviewSchema.parse(await previewImport(app, wanted));
  };
  const dataset = async () => {
    const choice = { projectId, states: [...ITEM_STATES], labelIds: null, splitOf: () => null };
    return collectDataset((await openDataset(app.store, choice)).events());
  };
  const items = async () => {
    const filter = itemFilterSchema.parse({ sort: "position" });
    return (await listItems(app.store, { projectId, limit: 50, filter })).items;
  };
  const texts = async () =>
    Promise.all((await items()).map(({ blobHash }) => readText(app.store, blobHash)));
  return { take, preview, dataset, items, texts };
}

const REVIEWS = [
  "ID;Review;Sentiment;Stars",
  'r1;"Zoë 👩‍👩‍👧‍👦 said: ""ok""\r\nand left";positive|calm;5',
  "r2;=1+1;negative;1",
  "r3;Nothing to say;;3",
  "",
].join("\r\n");

test("a table is shown with its first rows, and what its columns seem to be", async () => {
  const { preview } = await setUp();
  const { formats, table } = await preview("reviews.csv", REVIEWS);
  expect(formats[0]).toMatchObject({ id: "table" });
  expect(table).toMatchObject({
    ...{ format: "csv", encoding: "utf-8", delimiter: ";", issues: [] },
    columns: ["ID", "Review", "Sentiment", "Stars"],
    mapping: { text: "Review", id: "ID", classes: [{ column: "Sentiment", separator: null }] },
  });
  expect(table?.rows[0]?.[1]).toBe('Zoë 👩‍👩‍👧‍👦 said: "ok"\r\nand left');
  const latin = await preview("l.csv", Buffer.from("text\nma\xf1ana\n", "latin1"));
  expect(latin.table).toMatchObject({ encoding: "windows-1252", rows: [["mañana"]] });
  const asUtf16 = await preview("l.csv", "text\nabc\n", { encoding: "utf-16le" });
  expect(asUtf16.table?.encoding).toBe("utf-16le");
  const long = await preview("long.txt", "x".repeat(2_000_000));
  expect(long.table?.format).toBe("lines");
  expect(long.table?.rows[0]?.[0]).toHaveLength(301);
});

test("rows come in as their columns were mapped, and only those with a class are done", async () => {
  const { take, texts, items, dataset } = await setUp();
  const mapping = {
    ...{ text: "Review", id: "ID", metadata: ["Stars"] },
    classes: [{ column: "Sentiment", separator: "|" }],
  };
  const options = { format: "table", table: { mapping } };
  const report = await take("reviews.csv", REVIEWS, options);
  expect(report).toMatchObject({ items: { added: 3 }, annotations: { added: 3, leftOut: 0 } });
  expect(await texts()).toEqual([
    ...['Zoë 👩‍👩‍👧‍👦 said: "ok"\r\nand left', "=1+1", "Nothing to say"],
  ]);
  expect((await items()).map(({ state }) => state)).toEqual(["submitted", "submitted", "new"]);
  const found = await dataset();
  expect(found.labels).toMatchObject(
    ["positive", "calm", "negative"].map((name) => ({
      ...{ name, geometries: ["whole"], answer: { question: "Sentiment", kind: "many" } },
    })),
  );
  expect(found.items.map(({ sourceId }) => sourceId)).toEqual(["r1", "r2", "r3"]);
  expect(found.items[0]?.metadata).toEqual({ Stars: "5" });
  expect((await take("reviews.csv", REVIEWS, options)).items).toMatchObject({ added: 0 });
});

test("a column that is not there is refused by name, before anything is written", async () => {
  const { take, items } = await setUp();
  const options = { format: "table", table: { mapping: { text: "Revue" } } };
  await expect(take("reviews.csv", REVIEWS, options)).rejects.toThrow(
    'There is no column "Revue" in reviews.csv; there are "ID", "Review"',
  );
  expect(await items()).toEqual([]);
});

test("a text file is one item, or one a line, in the encoding that was chosen", async () => {
  const { take, texts } = await setUp();
  await take("poem.txt", Buffer.from("ma\xf1ana\r\nnoche", "latin1"), {
    ...{ format: "files", table: { encoding: "windows-1252" } },
  });
  const lines = { format: "table", table: { format: "lines", encoding: "utf-16le" } };
  await take("poem.txt", Buffer.from("día\r\n\r\nnoche 🌙\n", "utf16le"), lines);
  expect(await texts()).toEqual(["mañana\r\nnoche", "día", "noche 🌙"]);
});

test("a table whose columns nobody named is read by their usual names", async () => {
  const { take, texts } = await setUp();
  await take("all.jsonl", '{"text":"one","note":1}\n{"text":"two","note":2}\n', {
    ...{ format: "table", table: { mapping: { id: "note" } } },
  });
  expect(await texts()).toEqual(["one", "two"]);
});
