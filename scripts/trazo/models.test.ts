import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { BUILT_IN_MODELS } from "@/lib/models/catalogue";
import { runCli } from "@/lib/testing/run-cli";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";

// Each test starts the command line several times, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

test("a model is added to a project's library by its file, and listed", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "ann", "owner");
  await testProject(app, user);
  const detector = BUILT_IN_MODELS.find(({ adapterId }) => adapterId === "nanodet");
  const file = detector?.files[0]?.location ?? "";
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-cli-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const classes = path.join(folder, "classes.txt");
  fs.writeFileSync(classes, `${detector?.classes.join("\n")}\n`);
  const run = (...args: string[]) => runCli(app.settings.dataDir, ["models", ...args]);

  const wrong = await run("add", "Street", classes);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("no ONNX") });
  const options = ["--name", "Mine", "--classes", classes, "--adapter", "nanodet", "--json"];
  const added = await run("add", "Street", path.resolve(file), ...options);
  expect(added).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(added.stdout)).toMatchObject({ name: "Mine", adapterId: "nanodet" });
  const listed = await run("list", "Street", "--json");
  const { models } = JSON.parse(listed.stdout) as { models: { name: string; isUsed: boolean }[] };
  expect(models).toContainEqual(expect.objectContaining({ name: "Mine", isUsed: false }));
  expect(models.map(({ name }) => name)).toContain(detector?.name);
});
