import { describe, expect, it } from "vitest";
import { detectFormats } from "../detect";
import { readDataset } from "../testing/dataset";
import { memoryTree } from "../testing/memory-tree";
import { coco } from "./coco";

const result = (image_id: number | string, more: object = {}) => ({
  ...{ image_id, category_id: 7, bbox: [1, 2, 3, 4], score: 0.5 },
  ...more,
});
const instances = JSON.stringify({
  images: [{ id: 1, width: 100, height: 50, file_name: "a.jpg" }],
  categories: [{ id: 7, name: "cat" }],
  annotations: [{ id: 5, image_id: 1, category_id: 7, bbox: [1, 2, 3, 4] }],
});
const read = (files: Record<string, unknown>) =>
  readDataset(
    coco,
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? content : JSON.stringify(content),
      ]),
    ),
  );

describe("results of COCO", () => {
  it("are known by their records, and other lists are not", async () => {
    const bestOf = async (records: unknown) => {
      const [best] = await detectFormats(
        memoryTree({ "r.json": JSON.stringify(records) }),
        "image",
      );
      return best?.format.id;
    };
    expect(await bestOf([result(1)])).toBe("coco");
    expect(await bestOf([{ image_id: 1, caption: "A cat." }])).toBeUndefined();
    expect(await bestOf([])).toBeUndefined();
  });

  it("alone: items and labels by id, in the order of their mention, nobody's work", async () => {
    const records = [result(139), result("bus", { category_id: 2 }), result(139, { score: 0.25 })];
    const dataset = await read({ "r.json": records });
    expect(dataset.items).toMatchObject([
      { name: "139", sourceId: "139", isById: true, isUntouched: true, file: null },
      { name: "bus", sourceId: "bus", isById: true },
    ]);
    expect(dataset.labels).toMatchObject([
      { name: "category 7", sourceId: "7", isById: true },
      { name: "category 2", sourceId: "2" },
    ]);
    expect(dataset.annotations).toMatchObject([
      { suggestedBy: "", score: 0.5, order: 0, geometry: { x: 1, y: 2, w: 3, h: 4 } },
      { suggestedBy: "", score: 0.25, order: 1 },
      { suggestedBy: "", score: 0.5, order: 0 },
    ]);
    expect(dataset.issues).toEqual([]);
  });

  it("alone with names of files: those are found", async () => {
    const records = [result(1, { file_name: "b.jpg" })];
    const dataset = await read({ "r.json": records, "images/b.jpg": "" });
    expect(dataset.items).toMatchObject([{ name: "b.jpg", file: "images/b.jpg" }]);
    expect(dataset.items[0]?.isById).toBeUndefined();
  });

  it("beside their images, of several models: each under its name, after people's work", async () => {
    const files = { "instances.json": instances, "v8.json": [result(1)], "v9.json": [result(1)] };
    const { annotations, items, issues } = await read(files);
    expect(annotations.map(({ suggestedBy, order }) => [suggestedBy, order])).toEqual([
      [undefined, 0],
      ["v8", 1],
      ["v9", 1],
    ]);
    expect(items).toHaveLength(1);
    expect(issues.map(({ code }) => code)).toEqual(["media_missing"]);
  });

  it("name what is wrong with them, and keep the rest", async () => {
    const records = [result(1, { bbox: [1, 2] }), result(1, { score: 7 }), result(3)];
    const text = JSON.stringify(records).slice(0, -1);
    const { annotations, issues } = await read({ "instances.json": instances, "r.json": text });
    expect(annotations.map(({ score, suggestedBy }) => [suggestedBy, score])).toEqual([
      [undefined, null],
      ["r", null],
    ]);
    expect(issues.map(({ code }) => code).sort()).toEqual([
      "bad_box",
      "bad_score",
      "media_missing",
      "truncated",
      "unknown_image",
    ]);
  });
});
