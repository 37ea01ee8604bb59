import { expect, test } from "vitest";
import { addItem } from "@/db/queries/items";
import { addModelFile, findModelFiles, retireVersion } from "@/db/queries/models";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { openMedia } from "../media/open-media";
import { textItem } from "../media/text-item";
import { sweepModelFiles } from "./model-files";
import { saveModel, takeIntoUse } from "./model-library";

const DAY_MS = 24 * 3_600_000;
const SETTINGS = { mapping: {}, threshold: 0.5, minScore: null, iouThreshold: null, resize: null };

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["a"], "text");
  const media = await openMedia(app.settings);
  const now = Date.now();
  const put = async (text: string, mediaType = "application/onnx") => {
    const { hash, sizeBytes: bytes } = await media.put(Buffer.from(text));
    const file = { hash, bytes, mediaType, info: '{"v":1}' };
    await addModelFile(app.store, { file, projectId, now });
    return hash;
  };
  const save = async (hash: string, rules: string) => {
    const options = { minScore: 0.5, iouThreshold: 0.5, maxSuggestions: 10, extra: {} };
    const { id } = await saveModel(app.store, {
      model: {
        ...{ name: "Mine", version: "1", adapterId: "token-classification", classes: ["O"] },
        ...{ options, licence: "", provenance: "" },
        files: [{ role: "model", name: "m.onnx", hash }],
        assets: [{ role: "tokenizer", name: "tokenizer.json", hash: rules }],
      },
      projectId,
      userId: user.id,
    });
    return id;
  };
  const left = async (hashes: string[]) => {
    const rows = await findModelFiles(app.store, { hashes, projectId });
    const kept = await Promise.all(
      hashes.map(async (hash) => rows.has(hash) && (await media.stat(hash)) !== null),
    );
    const gone = await Promise.all(
      hashes.map(async (hash) => !rows.has(hash) && (await media.stat(hash)) === null),
    );
    // Rows and bytes go together.
    expect(kept.map((isKept) => !isKept)).toEqual(gone);
    return hashes.filter((_, index) => kept[index]);
  };
  return { app, projectId, now, put, save, left };
}

test("files of a deleted version go a week later, with what lies beside them; others stay", async () => {
  const { app, projectId, now, put, save, left } = await setUp();
  const [gone, shared, kept] = [
    await put("gone"),
    await put("shared", "text/x-model"),
    await put("kept"),
  ];
  const deleted = await save(gone, shared);
  await save(kept, shared);
  await retireVersion(app.store, { versionId: deleted, projectId, now: now + DAY_MS });

  await sweepModelFiles(app, now + 7.5 * DAY_MS);
  expect(await left([gone, shared, kept])).toEqual([gone, shared, kept]);
  await sweepModelFiles(app, now + 8.5 * DAY_MS);
  expect(await left([gone, shared, kept])).toEqual([shared, kept]);
  await sweepModelFiles(app, now + 1_000 * DAY_MS);
  expect(await left([gone, shared, kept])).toEqual([shared, kept]);
});

test("what was uploaded and never kept goes, unless it came again since", async () => {
  const { app, now, put, left } = await setUp();
  const hash = await put("left in a dialog");
  await sweepModelFiles(app, now + 6 * DAY_MS);
  expect(await left([hash])).toEqual([hash]);
  await sweepModelFiles(app, now + 8 * DAY_MS);
  expect(await left([hash])).toEqual([]);
  await put("left in a dialog");
  await sweepModelFiles(app, now + DAY_MS);
  expect(await left([hash])).toEqual([hash]);
});

test("what an item says, or a project uses, is never taken", async () => {
  const { app, projectId, now, put, save, left } = await setUp();
  const vocabulary = await put("a\nb\n", "text/x-model");
  const item = { name: "a.txt", ...textItem("a\nb\n", "text/plain").item };
  await addItem(app.store, { projectId, item, now });
  const weights = await put("weights");
  const versionId = await save(weights, vocabulary);
  await takeIntoUse(app.store, { projectId, versionId, settings: SETTINGS, isDefault: true });
  await sweepModelFiles(app, now + 1_000 * DAY_MS);
  expect(await left([weights, vocabulary])).toEqual([weights, vocabulary]);
});
