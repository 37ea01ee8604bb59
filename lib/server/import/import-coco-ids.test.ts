import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { openDataset } from "@/db/queries/dataset-source";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { importOptionsSchema } from "@/lib/api/imports";
import { coco } from "@/lib/formats/coco/coco";
import { collectDataset, writeDataset } from "@/lib/formats/testing/dataset";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { testPng } from "@/lib/testing/test-items";
import { importDataset } from "./import-dataset";
import { openFiles } from "./open-files";

const IMAGES = 3;
const RUNS = 12;

const cocoSchema = z.object({
  images: z.array(z.object({ id: z.number(), file_name: z.string() })),
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
  annotations: z.array(
    z.object({
      id: z.number(),
      image_id: z.number(),
      category_id: z.number(),
      bbox: z.array(z.number()),
    }),
  ),
});
type Coco = z.infer<typeof cocoSchema>;

const someIds = (minLength: number, maxLength: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength, maxLength });

const dataset = fc
  .record({
    images: someIds(IMAGES, IMAGES),
    categories: someIds(1, 4),
    annotations: someIds(0, 8),
    seed: fc.nat(),
  })
  .map(({ images, categories, annotations, seed }): Coco => {
    const pick = (ids: number[], n: number) => ids[(seed + n) % ids.length] ?? 1;
    return {
      images: images.map((id, i) => ({ id, file_name: `${i}.png` })),
      categories: categories.map((id, i) => ({ id, name: `class ${i}` })),
      annotations: annotations.map((id, n) => ({
        id,
        image_id: pick(images, n * 7),
        category_id: pick(categories, n * 3),
        bbox: [n, 1.5, 4, 5.25],
      })),
    };
  });

test("category, image and annotation ids of a COCO dataset come out as they came in", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const folder = path.join(app.settings.dataDir, "given");
  fs.mkdirSync(path.join(folder, "images"), { recursive: true });
  for (let i = 0; i < IMAGES; i += 1) {
    fs.writeFileSync(path.join(folder, "images", `${i}.png`), await testPng(i));
  }
  await fc.assert(
    fc.asyncProperty(dataset, async (given) => {
      // A label that is there already gets the id as well; one that no dataset knows a free one.
      const projectId = await testProject(app, user, ["own", "class 0"]);
      fs.writeFileSync(path.join(folder, "instances_default.json"), JSON.stringify(given));
      for (let time = 0; time < 2; time += 1) {
        const files = await openFiles(folder);
        const options = importOptionsSchema.parse({ isDryRun: false, format: "coco" });
        const input = { app, projectId, userId: user.id, files, options };
        await importDataset(input).finally(() => files.close());
      }
      const choice = { projectId, states: [...ITEM_STATES], labelIds: null, splitOf: () => null };
      const source = await collectDataset((await openDataset(app.store, choice)).events());
      const { files } = await writeDataset(coco, source, { hasMedia: false, splits: [] });
      const text = Buffer.from(files["annotations/instances_default.json"] ?? []).toString();
      const written = cocoSchema.parse(JSON.parse(text));

      const own = written.categories.find(({ name }) => name === "own");
      expect(given.categories.map(({ id }) => id)).not.toContain(own?.id);
      expect(written.categories[0]).toBe(own);
      expect(sorted(written.categories.filter((each) => each !== own))).toEqual(
        sorted(given.categories),
      );
      expect(sorted(written.images)).toEqual(sorted(given.images));
      expect(sorted(written.annotations)).toEqual(sorted(given.annotations));
    }),
    { numRuns: RUNS },
  );
});

test("two labels that bring the same id: the first keeps it, the other gets a free one", async () => {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, []);
  const folder = path.join(app.settings.dataDir, "given");
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "0.png"), await testPng(0));
  for (const name of ["cat", "dog"]) {
    const given: Coco = {
      images: [{ id: 1, file_name: "0.png" }],
      categories: [{ id: 7, name }],
      annotations: [{ id: 1, image_id: 1, category_id: 7, bbox: [1, 1, 4, 4] }],
    };
    fs.writeFileSync(path.join(folder, "instances_default.json"), JSON.stringify(given));
    const files = await openFiles(folder);
    const options = importOptionsSchema.parse({ isDryRun: false, format: "coco" });
    const input = { app, projectId, userId: user.id, files, options };
    await importDataset(input).finally(() => files.close());
  }
  const choice = { projectId, states: [...ITEM_STATES], labelIds: null, splitOf: () => null };
  const source = await collectDataset((await openDataset(app.store, choice)).events());
  const { files } = await writeDataset(coco, source, { hasMedia: false, splits: [] });
  const text = Buffer.from(files["annotations/instances_default.json"] ?? []).toString();
  expect(cocoSchema.parse(JSON.parse(text)).categories).toEqual([
    { id: 7, name: "cat" },
    { id: 2, name: "dog" },
  ]);
});

function sorted<T extends { id: number }>(records: T[]): T[] {
  return records.toSorted((a, b) => a.id - b.id);
}
