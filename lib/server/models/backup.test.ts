import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addItem } from "@/db/queries/items";
import { addModelFile, findModelFiles } from "@/db/queries/models";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { openApp } from "../app";
import { restoreBackup } from "../backup/restore-backup";
import { writeBackup } from "../backup/write-backup";
import { openMedia } from "../media/open-media";
import { textItem } from "../media/text-item";
import { readSettings } from "../settings";

test("a backup has the files of models, those too that say the same as a text to be labelled", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["a"], "text");
  const now = 1;
  const media = await openMedia(app.settings);
  const hashes: string[] = [];
  for (const text of ["weights", "a\nb\n"]) {
    const { hash, sizeBytes: bytes } = await media.put(Buffer.from(text));
    const file = { hash, bytes, mediaType: "application/onnx", info: '{"v":1}' };
    await addModelFile(app.store, { file, projectId, now });
    hashes.push(hash);
  }
  const item = { name: "a.txt", ...textItem("a\nb\n", "text/plain").item };
  await addItem(app.store, { projectId, item, now });

  const file = path.join(app.settings.dataDir, "backup.zip");
  const manifest = await writeBackup(app, { file });
  expect(manifest.counts.blobs).toBe(2);
  const target = path.join(app.settings.dataDir, "restored");
  const settings = readSettings({ TRAZO_DATA: target });
  await restoreBackup({ settings, file, isForced: false, now });
  const copy = openApp(settings);
  onTestFinished(() => copy.store.close());
  expect((await findModelFiles(copy.store, { hashes, projectId })).size).toBe(2);
  const restored = await openMedia(settings);
  for (const hash of hashes) expect(await restored.stat(hash)).not.toBeNull();
});
