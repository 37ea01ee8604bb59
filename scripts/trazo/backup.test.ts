import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { takeInventory, walkBlobs } from "@/db/queries/blobs";
import { type App, openApp } from "@/lib/server/app";
import { openMedia } from "@/lib/server/media/open-media";
import { readSettings } from "@/lib/server/settings";
import { runCli } from "@/lib/testing/run-cli";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { addTestImage, drawBoxes, testPng } from "@/lib/testing/test-items";

// Each test starts the command line several times, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

function scratchFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-cli-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function filledApp() {
  const app = openTestApp();
  const { user } = await signUp(app, "ann", "owner");
  const projectId = await testProject(app, user);
  const layerIds: string[] = [];
  for (let i = 0; i < 4; i++) {
    const name = `shot-${i}.png`;
    const { layerId } = await addTestImage(app, { projectId, name, bytes: await testPng(i) });
    layerIds.push(layerId);
  }
  return { app, user, projectId, layerIds };
}

async function hashes(app: App): Promise<string[]> {
  const found: string[] = [];
  const media = await openMedia(app.settings);
  for await (const { hash } of walkBlobs(app.store)) {
    expect(await media.stat(hash)).not.toBeNull();
    found.push(hash);
  }
  return found;
}

test("a backup made while writes go on restores to one consistent moment", async () => {
  const { app, user, projectId, layerIds } = await filledApp();
  const folder = scratchFolder();
  const file = path.join(folder, "backup.zip");
  let isOver = false;
  const backup = runCli(app.settings.dataDir, ["backup", file, "--json"]).finally(() => {
    isOver = true;
  });
  let written = 0;
  while (!isOver) {
    const layerId = layerIds[written % layerIds.length] ?? "";
    const boxes = [{ label: "car", x: 1, y: 1, w: 5, h: 5 }];
    await drawBoxes(app, { projectId, layerId, userId: user.id, boxes });
    written += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { code, stdout, stderr } = await backup;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const manifest = JSON.parse(stdout) as { counts: Record<string, number> };
  expect(written).toBeGreaterThan(0);

  const target = path.join(folder, "restored");
  const restored = await runCli(target, ["restore", file]);
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  const copy = openApp(readSettings({ TRAZO_DATA: target }));
  onTestFinished(() => copy.store.close());
  expect(await takeInventory(copy.store)).toEqual(manifest.counts);
  const { annotations, operations } = await takeInventory(copy.store);
  expect(annotations).toBe(operations);
  expect(await hashes(copy)).toEqual(await hashes(app));
  const secret = (dir: string) => fs.existsSync(path.join(dir, "secret"));
  expect(secret(target)).toBe(secret(app.settings.dataDir));
});

test("restore refuses what would lose data, and says why", async () => {
  const { app } = await filledApp();
  const folder = scratchFolder();
  const file = path.join(folder, "backup.zip");
  expect((await runCli(app.settings.dataDir, ["backup", file])).code).toBe(0);

  const again = await runCli(app.settings.dataDir, ["backup", file]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("exists already") });
  const occupied = await runCli(app.settings.dataDir, ["restore", file]);
  expect(occupied).toMatchObject({ code: 1, stderr: expect.stringContaining("--force") });
  // This test holds the database open, as a running server does.
  const inUse = await runCli(app.settings.dataDir, ["restore", file, "--force"]);
  expect(inUse).toMatchObject({ code: 1, stderr: expect.stringContaining("stop it first") });

  const bytes = fs.readFileSync(file);
  const damaged = path.join(folder, "damaged.zip");
  const at = bytes.indexOf("SQLite format 3") > 0 ? bytes.indexOf("SQLite format 3") : 2000;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  fs.writeFileSync(damaged, bytes);
  const target = path.join(folder, "target");
  const broken = await runCli(target, ["restore", damaged]);
  expect(broken.code).toBe(1);
  expect(fs.readdirSync(target)).toEqual([]);
  const noBackup = await runCli(target, ["restore", path.resolve("package.json")]);
  expect(noBackup).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("not a readable zip"),
  });
});

test("with --force the data that were there are put aside, whole", async () => {
  const { app } = await filledApp();
  const folder = scratchFolder();
  const file = path.join(folder, "backup.zip");
  const target = path.join(folder, "data");
  expect((await runCli(app.settings.dataDir, ["backup", file])).code).toBe(0);
  expect((await runCli(target, ["restore", file])).code).toBe(0);
  const forced = await runCli(target, ["restore", file, "--force", "--json"]);
  expect(forced).toMatchObject({ code: 0, stderr: "" });
  const { replaced } = JSON.parse(forced.stdout) as { replaced: string };
  expect(fs.readdirSync(replaced)).toEqual(expect.arrayContaining(["media", "trazo.sqlite"]));
});
