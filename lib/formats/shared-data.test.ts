import path from "node:path";
import { describe, expect, it } from "vitest";
import { boundsOf } from "@/lib/geometry/geometry";
import { sharedData } from "@/lib/testing/shared-data";
import { openFolderTree } from "./archive/folder-tree";
import { detectFormats } from "./detect";
import { collectDataset } from "./testing/dataset";

const root = sharedData("formats/datumaro");
const SIZE = { width: 15, height: 10 };

async function importFrom(folder: string) {
  const tree = await openFolderTree(path.join(root ?? "", folder));
  const [best] = await detectFormats(tree, "image");
  if (!best?.format.read) throw new Error(`${folder} is not recognised`);
  const read = best.format.read(tree, { imageSize: async () => SIZE });
  const dataset = await collectDataset(read);
  const codes = dataset.issues.map(({ code }) => code);
  return { format: best.format.id, dataset, codes };
}

describe.skipIf(root === null)("datasets of another tool", () => {
  it.each([
    "yolov8_detection",
    "yolov8_detection_with_list_of_imgs",
    "yolov8_detection_with_list_of_names",
    "yolov8_detection_with_subset_txt",
    "yolo",
  ])("reads %s", async (folder) => {
    const { format, dataset, codes } = await importFrom(`yolo_dataset/${folder}`);
    expect(format).toBe(folder === "yolo" ? "darknet" : "yolo");
    expect(dataset.labels.length).toBe(10);
    expect(dataset.items).toMatchObject([{ name: "1.jpg", split: "train", ...SIZE }]);
    expect(dataset.items[0]?.file).toMatch(/1\.jpg$/);
    const boxes = dataset.annotations.map(({ geometry }) => boundsOf(geometry));
    expect(boxes[0]?.x).toBeCloseTo(0, 4);
    expect(boxes[0]?.w).toBeCloseTo(4, 4);
    expect(boxes[1]?.h).toBeCloseTo(3, 4);
    expect(dataset.annotations.map(({ label }) => label)).toEqual(["yolo-label-2", "yolo-label-4"]);
    expect(codes).toEqual([]);
  });
  it.each([
    ["yolov8_segmentation", 0, 2],
    ["yolov8_oriented_boxes", 0, 2],
    ["yolov8_pose", 1, 1],
    ["yolov8_pose_two_values_per_point", 1, 1],
  ])("reports what %s has besides boxes", async (folder, boxes, issues) => {
    const { dataset, codes } = await importFrom(`yolo_dataset/${folder}`);
    expect(dataset.items.length).toBe(1);
    expect(dataset.annotations.length).toBe(boxes);
    expect(codes).toEqual(Array(issues).fill("geometry_not_carried"));
  });
  it("reads COCO instances with their ids and splits", async () => {
    const { format, dataset } = await importFrom("coco_dataset/coco_instances");
    expect(format).toBe("coco");
    expect(dataset.labels.map(({ name, sourceId }) => [name, sourceId])).toEqual([
      ["a", "1"],
      ["b", "2"],
      ["c", "4"],
    ]);
    expect(dataset.items.map(({ name, split, file }) => [name, split, file])).toEqual([
      ["a.jpg", "train", "images/train/a.jpg"],
      ["b.jpg", "val", "images/val/b.jpg"],
    ]);
    expect(dataset.annotations[0]).toMatchObject({
      sourceId: "1",
      geometry: { kind: "box", x: 2, y: 2, w: 3, h: 1 },
    });
  });
  it("reads the instances of a folder with every kind of COCO, once", async () => {
    const { dataset, codes } = await importFrom("coco_dataset/coco");
    expect(dataset.items.length).toBe(2);
    expect(codes).toContain("file_ignored");
  });
  it.each(["coco_person_keypoints", "coco_stuff", "coco_image_info", "coco_labels"])(
    "reads the images of %s and says what it cannot carry",
    async (folder) => {
      const { format, dataset } = await importFrom(`coco_dataset/${folder}`);
      expect(format).toBe("coco");
      expect(dataset.items.map(({ name }) => name)).toEqual(["a.jpg", "b.jpg"]);
    },
  );
});
