import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { openZipTree } from "@/lib/formats/archive/zip-tree";
import { makeWav, tone } from "@/lib/server/media/audio/testing/wav";
import { runCli } from "@/lib/testing/run-cli";
import { openTestApp, signUp } from "@/lib/testing/test-app";

// Each test starts the command line several times, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

async function setUp() {
  const app = openTestApp();
  await signUp(app, "ann", "owner");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-cli-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const run = (args: string[]) => runCli(app.settings.dataDir, args);
  const json = async (args: string[]) => {
    const { code, stdout, stderr } = await run([...args, "--json"]);
    expect(stderr).toBe("");
    expect([0, 3]).toContain(code);
    return JSON.parse(stdout);
  };
  return { folder, run, json };
}

async function contents(zip: string): Promise<Record<string, string>> {
  const tree = await openZipTree(zip);
  const all: Record<string, string> = {};
  for (const { path: inside } of tree.files()) {
    all[inside] = Buffer.from(await tree.bytes(inside)).toString("latin1");
  }
  await tree.close();
  return all;
}

test("a table comes in by its columns, goes out as doccano with the texts, and comes back", async () => {
  const { folder, run, json } = await setUp();
  await json(["project", "create", "Letters", "--media", "text"]);
  const table = path.join(folder, "letters.csv");
  const text = 'ma\xf1ana, "1"\r\nnoche';
  const rows = `ref;body;tone;stars\r\na1;"${text.replaceAll('"', '""')}";warm|long;5\r\na2;x;cold;1\r\n`;
  fs.writeFileSync(table, Buffer.from(rows, "latin1"));
  const wrong = await run(["import", "Letters", table, "--text", "letter"]);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('There is no column "letter"');
  const columns = ["--text", "body", "--id", "ref", "--label", "tone", "--separator", "|"];
  const reading = ["--meta", "stars", "--encoding", "latin-1", "--delimiter", ";"];
  const report = await json(["import", "Letters", table, ...columns, ...reading]);
  expect(report).toMatchObject({ items: { added: 2 }, annotations: { added: 3, leftOut: 0 } });

  const first = path.join(folder, "first.zip");
  const to = (out: string) => ["--format", "doccano", "--out", out, "--media"];
  await json(["export", "Letters", ...to(first)]);
  const files = await contents(first);
  const [name] = Object.keys(files).filter((each) => each.startsWith("texts/"));
  expect(Buffer.from(files[name ?? ""] ?? "", "latin1").toString()).toBe(text);
  await json(["project", "create", "Copy", "--media", "text"]);
  const copied = await json(["import", "Copy", first]);
  expect(copied).toMatchObject({ format: { id: "doccano" }, items: { added: 2 } });
  const second = path.join(folder, "second.zip");
  await json(["export", "Copy", ...to(second)]);
  expect(await contents(second)).toEqual(files);
  const refused = await run(["export", "Copy", "--format", "coco", "--out", first]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("cannot hold what is in a project of this kind (text)");
});

test("every line of a text file becomes an item", async () => {
  const { folder, json } = await setUp();
  await json(["project", "create", "Lines", "--media", "text"]);
  const file = path.join(folder, "poem.txt");
  fs.writeFileSync(file, "one\r\n\r\ntwo 🌙\n");
  expect(await json(["import", "Lines", file, "--lines"])).toMatchObject({ items: { added: 2 } });
});

test("recordings come in with their captions, go out with both, and come back", async () => {
  const { folder, json } = await setUp();
  await json(["project", "create", "Talks", "--media", "audio"]);
  const given = path.join(folder, "given");
  fs.mkdirSync(given);
  fs.writeFileSync(path.join(given, "talk.wav"), speech());
  fs.writeFileSync(
    path.join(given, "talk.vtt"),
    "WEBVTT\n\n00:00.100 --> 00:00.400\nhello\n\n00:00.500 --> 00:00.900\nworld\n",
  );
  const report = await json(["import", "Talks", given]);
  expect(report).toMatchObject({
    ...{ format: { id: "webvtt" }, items: { added: 1 } },
    annotations: { added: 2, leftOut: 0 },
  });
  const first = path.join(folder, "first.zip");
  const to = (out: string) => ["--format", "webvtt", "--out", out, "--media"];
  await json(["export", "Talks", ...to(first)]);
  const files = await contents(first);
  const ending = (wanted: string) =>
    Object.entries(files).find(([name]) => name.endsWith(wanted))?.[1] ?? "";
  const isSame = ending("talk.wav") === fs.readFileSync(path.join(given, "talk.wav"), "latin1");
  expect(isSame).toBe(true);
  expect(ending("talk.vtt")).toContain("hello");
  await json(["project", "create", "Copy", "--media", "audio"]);
  await json(["import", "Copy", first]);
  const second = path.join(folder, "second.zip");
  await json(["export", "Copy", ...to(second)]);
  expect(await contents(second)).toEqual(files);
});

/** A second of sound. */
function speech(): Buffer {
  return makeWav({ channels: [tone(16_000, 0.1)], sampleRate: 16_000, kind: "s16" });
}
