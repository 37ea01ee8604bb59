import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dataset, emptyDataset, readDataset, writeDataset } from "../testing/dataset";
import { coco } from "./coco";
import { createRecordScanner } from "./json-records";

const image = { id: 1, width: 100, height: 50, file_name: "a.jpg" };
const category = { id: 7, name: "cat" };
const box = { id: 5, image_id: 1, category_id: 7, bbox: [1, 2, 3, 4], area: 12, iscrowd: 0 };

function read(annotations: unknown[], more: object = {}) {
  const content = { annotations, images: [image], categories: [category], ...more };
  return readDataset(coco, {
    "annotations/instances_val.json": JSON.stringify(content),
    "images/a.jpg": "",
  });
}
const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);

describe("reading COCO", () => {
  it("does not mind which part comes first", async () => {
    const dataset = await read([box]);
    expect(dataset.items).toMatchObject([
      { name: "a.jpg", split: "val", sourceId: "1", file: "images/a.jpg" },
    ]);
    expect(dataset.annotations).toMatchObject([
      { sourceId: "5", geometry: { x: 1, y: 2, w: 3, h: 4 } },
    ]);
    expect(codes(dataset)).toEqual([]);
  });
  it("goes on after bad records and names them", async () => {
    const dataset = await read([
      null,
      { ...box, bbox: [1, 2, 3] },
      { ...box, bbox: [1, 2, 0, 4] },
      { ...box, image_id: 99 },
      { ...box, category_id: 99 },
      { ...box, id: 6 },
    ]);
    expect(dataset.annotations.map(({ sourceId }) => sourceId)).toEqual(["6"]);
    expect(codes(dataset).sort()).toEqual(
      ["bad_record", "bad_box", "box_without_area", "unknown_category", "unknown_image"].sort(),
    );
    expect(dataset.issues[1]?.where).toBe("annotations/instances_val.json, annotation 2 (id 5)");
  });
  it("takes NaN, which Python writes, for the fault of one record", async () => {
    const text = `{"images":[${JSON.stringify(image)}],"categories":[${JSON.stringify(category)}],
      "annotations":[{"id":1,"image_id":1,"category_id":7,"bbox":[NaN,0,1,1]},${JSON.stringify(box)}]}`;
    const dataset = await readDataset(coco, { "instances_train.json": text });
    expect(dataset.annotations.length).toBe(1);
    expect(codes(dataset)).toEqual(["bad_record", "media_missing"]);
  });
  it("keeps what stood before the end of a cut file", async () => {
    const text = JSON.stringify({
      images: [image],
      categories: [category],
      annotations: [box, box],
    });
    const dataset = await readDataset(coco, { "instances_train.json": text.slice(0, -30) });
    expect(dataset.annotations.length).toBe(1);
    expect(codes(dataset)).toContain("truncated");
  });
  it("carries the box of polygons, masks, skeletons and crowds, and says so", async () => {
    const dataset = await read([
      { ...box, id: 1, segmentation: [[1, 2, 4, 2, 4, 6]] },
      { ...box, id: 2, segmentation: { counts: "abc", size: [50, 100] }, iscrowd: 1 },
      { ...box, id: 3, keypoints: [1, 1, 2], num_keypoints: 1 },
      { ...box, id: 4, segmentation: [[1, 2, 4, 2, 4, 6, 1, 6]] },
      { ...box, id: 5, segmentation: [] },
    ]);
    expect(dataset.annotations.length).toBe(5);
    const expected = [
      "geometry_not_carried",
      "geometry_not_carried",
      "crowd",
      "geometry_not_carried",
    ];
    expect(codes(dataset)).toEqual(expected);
  });
  it("finds Roboflow's files beside the images, in the split of their folder", async () => {
    const json = JSON.stringify({ images: [image], categories: [category], annotations: [box] });
    const dataset = await readDataset(coco, {
      "x/valid/_annotations.coco.json": json,
      "x/valid/a.jpg": "",
    });
    expect(dataset.items).toMatchObject([{ split: "val", file: "x/valid/a.jpg" }]);
  });
  it("keeps attributes, scores and unknown keys, and writes them again", async () => {
    const attributes = { occluded: true, note: "ñ", deep: { a: 1 } };
    const dataset = await read([{ ...box, attributes, score: 0.5, tool: "x" }], {
      images: [{ ...image, license: 3 }],
    });
    expect(dataset.annotations[0]).toMatchObject({
      attributes: { occluded: true, note: "ñ" },
      score: 0.5,
    });
    const { files } = await writeDataset(coco, dataset, { hasMedia: false, splits: ["val"] });
    const again = JSON.parse(Buffer.from(files["annotations/instances_val.json"] ?? []).toString());
    expect(again.annotations[0]).toMatchObject({ id: 5, attributes, score: 0.5, tool: "x" });
    expect(again.images[0]).toEqual({ ...image, license: 3 });
  });
});

describe("writing COCO", () => {
  function withIds(ids: (string | undefined)[]): Dataset {
    const dataset = emptyDataset();
    dataset.items.push({
      ref: "i",
      name: "a.jpg",
      media: "image",
      width: 9,
      height: 9,
      split: null,
      file: null,
    });
    ids.forEach((sourceId, order) => {
      dataset.annotations.push({
        ref: `a${order}`,
        item: "i",
        label: "label-0",
        geometry: { kind: "box", x: 0.1, y: 0.2, w: 0.3, h: 1 },
        attributes: {},
        score: null,
        groupId: null,
        order,
        ...(sourceId === undefined ? {} : { sourceId }),
      });
    });
    return dataset;
  }
  async function writtenIds(ids: (string | undefined)[]): Promise<number[]> {
    const { files } = await writeDataset(coco, withIds(ids), { hasMedia: false, splits: [] });
    const json = JSON.parse(
      Buffer.from(files["annotations/instances_default.json"] ?? []).toString(),
    );
    return json.annotations.map(({ id }: { id: number }) => id);
  }
  it("numbers from 1, keeps good ids, and gives the others new ones", async () => {
    expect(await writtenIds([undefined, undefined])).toEqual([1, 2]);
    expect(await writtenIds(["9", undefined, "9", "0", "x", "3"])).toEqual([9, 10, 11, 12, 13, 3]);
  });
  it("writes what crashes readers when it is missing", async () => {
    const { files } = await writeDataset(coco, withIds([undefined]), {
      hasMedia: false,
      splits: [],
    });
    const json = JSON.parse(
      Buffer.from(files["annotations/instances_default.json"] ?? []).toString(),
    );
    expect(json.annotations[0]).toEqual({
      id: 1,
      image_id: 1,
      category_id: 1,
      bbox: [0.1, 0.2, 0.3, 1],
      area: 0.3,
      segmentation: [[0.1, 0.2, 0.1, 1.2, 0.4, 1.2, 0.4, 0.2]],
      iscrowd: 0,
    });
  });
});

describe("createRecordScanner", () => {
  it("cuts any JSON object at any chunk size as JSON.parse would", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 1, max: 40 }),
        (value, size) => {
          const bytes = new TextEncoder().encode(JSON.stringify(value, null, size % 3));
          const scanner = createRecordScanner("test");
          const found: [string, unknown][] = [];
          let elements: unknown[] = [];
          for (let i = 0; i < bytes.length; i += size) {
            for (const { key, index, text } of scanner.push(bytes.subarray(i, i + size))) {
              const parsed: unknown = JSON.parse(text);
              if (index === null) found.push([key, parsed]);
              else if (index > 0) elements.push(parsed);
              else {
                elements = [parsed];
                found.push([key, elements]);
              }
            }
          }
          scanner.end();
          expect(found).toEqual(Object.entries(JSON.parse(JSON.stringify(value))));
        },
      ),
    );
  });
});
