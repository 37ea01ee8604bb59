import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openDataset } from "@/db/queries/dataset-source";
import { listItems } from "@/db/queries/item-list";
import { readText } from "@/db/queries/texts";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { importOptionsSchema } from "@/lib/api/imports";
import { itemFilterSchema } from "@/lib/api/items";
import { doccano } from "@/lib/formats/doccano/doccano";
import { prodigy } from "@/lib/formats/prodigy/prodigy";
import { collectDataset, writeDataset } from "@/lib/formats/testing/dataset";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { importDataset } from "./import-dataset";
import { openFiles } from "./open-files";

const RECORDS = [
  {
    id: 7,
    text: "Zoë 👩‍👩‍👧‍👦 met\r\nAda in Łódź.",
    entities: [
      { id: 1, start_offset: 0, end_offset: 3, label: "person" },
      { id: 2, start_offset: 17, end_offset: 20, label: "person" },
    ],
    relations: [{ id: 1, from_id: 1, to_id: 2, type: "met" }],
    Comments: [],
  },
  { id: 8, text: "Nothing here", entities: [], relations: [], Comments: [] },
];

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["person"], "text");
  const folder = path.join(app.settings.dataDir, "given");
  fs.mkdirSync(folder);
  const take = async (files: Record<string, string | Uint8Array>, options: object = {}) => {
    for (const [name, content] of Object.entries(files)) {
      fs.writeFileSync(path.join(folder, name), content);
    }
    const tree = await openFiles(folder);
    const parsed = importOptionsSchema.parse({ isDryRun: false, ...options });
    const input = { app, projectId, userId: user.id, files: tree, options: parsed };
    return importDataset(input).finally(() => tree.close());
  };
  const choice = { projectId, states: [...ITEM_STATES], labelIds: null, splitOf: () => null };
  const dataset = async () => collectDataset((await openDataset(app.store, choice)).events());
  return { app, projectId, take, dataset };
}

test("records with spans and relations come in, and go out as they came; a second time changes nothing", async () => {
  const { take, dataset } = await setUp();
  const lines = `${RECORDS.map((record) => JSON.stringify(record)).join("\n")}\n`;
  expect(await take({ "all.jsonl": lines }, { isDryRun: true })).toMatchObject({
    items: { listed: 2, added: 2 },
    annotations: { listed: 3, added: 3, leftOut: 0 },
  });
  expect((await dataset()).items).toEqual([]);
  await take({ "all.jsonl": lines });
  const report = await take({ "all.jsonl": lines });
  expect(report).toMatchObject({
    items: { added: 0, matchedByContent: 2 },
    annotations: { added: 0, alreadyThere: 3, leftOut: 0 },
  });
  const found = await dataset();
  expect(found.labels).toMatchObject([
    { name: "person" },
    { name: "met", geometries: ["relation"] },
  ]);
  expect(found.items.map(({ text }) => text)).toEqual(RECORDS.map(({ text }) => text));
  expect(found.annotations.map(({ text }) => text)).toEqual(["Zoë", "Ada", undefined]);
  const written = await writeDataset(doccano, found, { hasMedia: false, splits: [] });
  const [file] = Object.values(written.files);
  const out = Buffer.from(file ?? [])
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(out.map(({ text }) => text)).toEqual(RECORDS.map(({ text }) => text));
  expect(out[0].entities).toMatchObject(
    RECORDS[0]?.entities.map(({ id: _id, ...rest }) => rest) ?? [],
  );
  expect(out[0].relations).toHaveLength(1);
});

test("what Prodigy's people rejected or ignored is skipped, not submitted as empty, and goes out as it came", async () => {
  const { app, projectId, take, dataset } = await setUp();
  const lines = [
    { text: "Ada is here", spans: [{ start: 0, end: 3, label: "person" }], answer: "accept" },
    { text: "Nobody is here", spans: [], answer: "accept" },
    { text: "Ada again", spans: [{ start: 4, end: 9, label: "person" }], answer: "reject" },
    { text: "What is this", spans: [], answer: "ignore" },
  ];
  await take({ "all.jsonl": lines.map((line) => JSON.stringify(line)).join("\n") });
  const filter = itemFilterSchema.parse({});
  const { items } = await listItems(app.store, { projectId, limit: 10, filter });
  expect(items.map(({ state, annotationCount }) => `${state} ${annotationCount}`)).toEqual([
    ...["submitted 1", "submitted 0", "skipped 0", "skipped 0"],
  ]);
  const { files } = await writeDataset(prodigy, await dataset(), { hasMedia: false, splits: [] });
  const out = Buffer.from(files["data.jsonl"] ?? [])
    .toString()
    .trim()
    .split("\n");
  expect(out.map((line) => JSON.parse(line).answer)).toEqual(lines.map(({ answer }) => answer));
});

test("files become items in the encoding that they are in; what is no text is refused by name", async () => {
  const { app, projectId, take } = await setUp();
  const report = await take({
    "utf8.txt": "\ufeffmañana\r\n",
    "latin.txt": Buffer.from("ma\xf1ana", "latin1"),
    "utf16.md": Buffer.from("\ufeffmañana", "utf16le"),
    "empty.txt": "",
    "picture.txt": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    "program.txt": Buffer.from(Array.from({ length: 400 }, (_, i) => i % 32)),
    "page.html": "<script>alert(1)</script>",
  });
  expect(report.items).toMatchObject({ listed: 7, added: 4, leftOut: 3 });
  const filter = itemFilterSchema.parse({ sort: "name" });
  const { items } = await listItems(app.store, { projectId, limit: 10, filter });
  const texts = await Promise.all(items.map(({ blobHash }) => readText(app.store, blobHash)));
  expect(items.map(({ name }, i) => [name, texts[i]])).toEqual([
    ["latin.txt", "mañana"],
    ["page.html", "<script>alert(1)</script>"],
    ["utf16.md", "mañana"],
    ["utf8.txt", "mañana\r\n"],
  ]);
});
