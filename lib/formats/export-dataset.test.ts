import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { boundsOf } from "@/lib/geometry/geometry";
import { openZipTree } from "./archive/zip-tree";
import { coco } from "./coco/coco";
import { exportZip, previewExport } from "./export-dataset";
import type { Format } from "./format";
import { collectDataset, type Dataset, datasetSource } from "./testing/dataset";
import { withScratchFolder } from "./testing/scratch";
import { yolo } from "./yolo/ultralytics";

const OPTIONS = { hasMedia: true, splits: ["train", "val"] as const };
const SIZE = { width: 640, height: 480 };

/** 30 items of two labels, every third one without boxes, names with folders and accents. */
function example(): Dataset {
  const dataset: Dataset = {
    labels: [
      { ref: "l0", name: "cat: black", position: 0 },
      { ref: "l1", name: "ñandú, 'big'", position: 1 },
    ],
    items: [],
    annotations: [],
    issues: [],
  };
  for (let i = 0; i < 30; i++) {
    const split = i % 5 === 0 ? "val" : "train";
    const item = `i${i}`;
    dataset.items.push({
      ref: item,
      name: `día ${i % 2}/${i}.jpg`,
      media: "image",
      ...SIZE,
      split,
      file: null,
    });
    for (let k = 0; k < i % 3; k++) {
      dataset.annotations.push({
        ref: `${item}-${k}`,
        item,
        label: `l${k}`,
        geometry: { kind: "box", x: i + 0.1, y: k * 7, w: 33.3, h: 20 + i },
        attributes: {},
        score: null,
        groupId: null,
        order: k,
      });
    }
  }
  return dataset;
}

async function* imageOf(name: string) {
  yield new TextEncoder().encode(`image ${name}`);
}

async function saveZip(format: Format, file: string, dataset = example()): Promise<void> {
  const zip = exportZip(
    {
      format,
      source: datasetSource(dataset),
      options: { ...OPTIONS, splits: [...OPTIONS.splits] },
    },
    { openMedia: ({ name }) => imageOf(name) },
  );
  await pipeline(zip, createWriteStream(file));
}

/** Reads the zip with Python alone, so that it shares no line with the writer. */
const READ_COCO = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    names = z.namelist()
    assert len(names) == len(set(names))
    out, ids = [], set()
    for split in ("train", "val"):
        d = json.loads(z.read(f"annotations/instances_{split}.json"))
        cats = {c["id"]: c["name"] for c in d["categories"]}
        images = {i["id"]: i for i in d["images"]}
        for i in images.values():
            assert z.read(f"images/{split}/" + i["file_name"]).decode() == "image " + i["file_name"]
        for a in d["annotations"]:
            assert a["id"] >= 1 and a["id"] not in ids
            ids.add(a["id"])
            i = images[a["image_id"]]
            out.append([split, i["file_name"], cats[a["category_id"]], a["bbox"]])
    print(json.dumps(sorted(out)))
`;
const READ_YOLO = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    names, head = {}, {}
    for line in z.read("data.yaml").decode().split("\\n"):
        if line.startswith("  "):
            k, v = line.strip().split(": ", 1); names[int(k)] = json.loads(v)
        elif ": " in line and not line.startswith("#"):
            k, v = line.split(": ", 1); head[k] = v
    assert int(head["nc"]) == len(names) and "path" not in head
    out = []
    for split in ("train", "val"):
        for p in z.namelist():
            if not p.startswith(head[split] + "/"): continue
            name = p[len(head[split]) + 1:]
            label = "labels".join(("/" + p).rsplit("images", 1))[1:].rsplit(".", 1)[0] + ".txt"
            for row in z.read(label).decode().split("\\n"):
                if not row: continue
                c, x, y, w, h = row.split(" ")
                x, y, w, h = float(x) * 640, float(y) * 480, float(w) * 640, float(h) * 480
                box = [round(v, 6) for v in (x - w / 2, y - h / 2, w, h)]
                out.append([split, name, names[int(c)], box])
    print(json.dumps(sorted(out)))
`;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.info("Skipping the independent readers: there is no python3 here.");

describe("exportZip", () => {
  it.skipIf(!hasPython).each([
    ["coco", coco, READ_COCO],
    ["yolo", yolo, READ_YOLO],
  ] as const)("is read by an independent reader: %s", async (_, format, script) => {
    await withScratchFolder(async (folder) => {
      const file = path.join(folder, "out.zip");
      await saveZip(format, file);
      const python = spawnSync("python3", ["-c", script, file], { encoding: "utf8" });
      expect(python.stderr).toBe("");
      const { items, labels, annotations } = example();
      const expected = annotations.map(({ item, label, geometry }) => {
        const { x, y, w, h } = boundsOf(geometry);
        const { name, split } = items.find(({ ref }) => ref === item) ?? {};
        const labelName = labels.find(({ ref }) => ref === label)?.name;
        return [split, name, labelName, [x, y, w, h]];
      });
      const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      const read: unknown[] = JSON.parse(python.stdout);
      expect(read.toSorted(byText)).toEqual(expected.toSorted(byText));
    });
  });
  it("carries its report, which equals the preview, and reads back", async () => {
    await withScratchFolder(async (folder) => {
      const file = path.join(folder, "out.zip");
      await saveZip(coco, file);
      const tree = await openZipTree(file);
      const inside = JSON.parse(await tree.text("trazo-report.json"));
      const preview = await previewExport({
        format: coco,
        source: datasetSource(example()),
        options: { ...OPTIONS, splits: [...OPTIONS.splits] },
      });
      expect(inside).toEqual(preview);
      expect(preview.items).toEqual({ train: 24, val: 6, test: 0, none: 0, total: 30 });
      expect(preview.negatives.total).toBe(10);
      expect(preview.labels.map(({ name, annotations }) => [name, annotations.total])).toEqual([
        ["cat: black", 20],
        ["ñandú, 'big'", 10],
      ]);
      expect(await tree.text("trazo-report.txt")).toContain("Nothing was left out or changed.");
      const read = await collectDataset(coco.read?.(tree) ?? datasetSource(example()).events());
      expect(read.items.length).toBe(30);
      expect(read.issues).toEqual([]);
      await tree.close();
    });
  });
  it("groups what was left out by code, with examples", async () => {
    const dataset = example();
    for (const item of dataset.items) item.width = null;
    const report = await previewExport({
      format: yolo,
      source: datasetSource(dataset),
      options: { hasMedia: false, splits: ["train", "val"] },
    });
    expect(report.issues[0]).toMatchObject({ code: "size_unknown", severity: "error", count: 20 });
  });
});
