import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BUILT_IN_MODELS } from "../catalogue";
import type { RunnableModel } from "../model-runner";
import { ModelPool } from "./model-pool";
import { suggestFor } from "./suggest-for";

const asked: string[] = [];
let url = "";
const server = http.createServer((request, response) => {
  const location = (request.url ?? "/").slice(1);
  asked.push(location);
  if (fs.existsSync(location)) response.end(fs.readFileSync(location));
  else response.writeHead(404).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

function runnable(adapterId: string): RunnableModel {
  const model = BUILT_IN_MODELS.find((each) => each.adapterId === adapterId);
  if (!model) throw new TypeError(`There is no ${adapterId}.`);
  const { id, files, assets, classes, options } = model;
  const withUrl = (each: typeof files) =>
    each.map((file) => ({ ...file, url: `${url}/${file.location}` }));
  const context = { classes, options };
  return { id, adapterId, files: withUrl(files), assets: withUrl(assets), context };
}

const signal = new AbortController().signal;

test("two models stay; the one that was not used for longest goes, and comes back when it is wanted", async () => {
  const pool = new ModelPool();
  const [objects, faces, speech] = ["nanodet", "blazeface", "silero"].map(runnable);
  if (!objects || !faces || !speech) throw new TypeError("A model is missing.");
  const loads: number[] = [];
  const first = await pool.get(objects, {
    signal,
    onProgress: (loaded, total) => loads.push(loaded / total),
  });
  expect(loads.at(-1)).toBe(1);
  await pool.get(faces, { signal });
  expect(await pool.get(objects, { signal })).toBe(first);
  await pool.get(speech, { signal });
  expect(pool.size).toBe(2);
  expect(pool.backendOf(faces.id)).toBeNull();
  expect(pool.backendOf(objects.id)).toEqual({ provider: "wasm", threads: 1 });

  asked.length = 0;
  await pool.get(faces, { signal });
  expect(asked).toEqual(["models/blazeface-back-256.onnx"]);
  for (const { id } of [objects, faces, speech]) await pool.release(id);
  expect(pool.size).toBe(0);
});

test("a model runs on pixels, and says how long each step took", async () => {
  const pool = new ModelPool();
  const model = runnable("nanodet");
  const loaded = await pool.get(model, { signal });
  const pixels = new Uint8ClampedArray(64 * 48 * 4).fill(128);
  const size = { width: 64, height: 48, itemWidth: 640, itemHeight: 480 };
  const { timing } = await suggestFor(
    { model, loaded, input: { kind: "image", pixels, ...size } },
    { signal, report: () => {} },
  );
  expect(timing.inferMs).toBeGreaterThan(0);
  expect(timing.prepareMs).toBeGreaterThan(0);
  await pool.release(model.id);
});

test("a file that is absent, and one that is no model", async () => {
  const pool = new ModelPool();
  const model = runnable("nanodet");
  const [file] = model.files;
  if (!file) throw new TypeError("The model has no file.");
  const absent = { ...model, files: [{ ...file, url: `${url}/models/absent.onnx` }] };
  await expect(pool.get(absent, { signal })).rejects.toMatchObject({ problem: "network" });
  const [words] = runnable("ppocr").assets;
  const text = { ...model, files: [{ ...file, ...words, role: "model" }] };
  await expect(pool.get(text, { signal })).rejects.toMatchObject({ problem: "not_onnx" });
  expect(pool.size).toBe(0);
});

test("rules have no file: their text is fetched, and their work counts as the run", async () => {
  const pool = new ModelPool();
  const settings = {
    ...{ classes: ["code"], minScore: 0, dictionary: null, english: {} },
    patterns: [{ classId: "code", pattern: "[A-Z]\\d", ignoresCase: false, score: 0.9 }],
  };
  const bytes = Buffer.from(JSON.stringify(settings));
  const file = {
    ...{ role: "rules", bytes: bytes.byteLength },
    hash: createHash("sha256").update(bytes).digest("hex"),
    url: `data:application/json;base64,${bytes.toString("base64")}`,
  };
  const options = { minScore: 0, iouThreshold: null, maxSuggestions: 10, extra: {} };
  const model: RunnableModel = {
    ...{ id: "rules", adapterId: "text-rules", files: [], assets: [file] },
    context: { classes: ["code"], options },
  };
  const loaded = await pool.get(model, { signal });
  expect(loaded.backend.provider).toBe("none");
  const input = { kind: "text", text: "🙂 A1" } as const;
  const tools = { signal, report: () => {} };
  const { suggestions, timing } = await suggestFor({ model, loaded, input }, tools);
  expect(suggestions).toMatchObject([{ text: "A1", geometry: { start: 2, end: 4 } }]);
  expect(timing.inferMs).toBeGreaterThan(0);
  await pool.release(model.id);
  expect(pool.size).toBe(0);
});
