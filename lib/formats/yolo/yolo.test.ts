import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipBox } from "@/lib/geometry/box";
import { type Dataset, emptyDataset, readDataset, writeDataset } from "../testing/dataset";
import { parseDataYaml, writeDataYaml } from "./data-yaml";
import { yolo } from "./ultralytics";
import { boxText, decodeBox, encodeBox } from "./yolo-box";

const SIZE = { width: 200, height: 100 };
const options = { imageSize: async () => SIZE };
const yaml = "train: images/train\nval: images/val\nnames: [cat, dog]\n";
const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const readRows = (rows: string, more: Record<string, string> = {}) =>
  readDataset(
    yolo,
    {
      "data.yaml": yaml,
      "images/train/a.jpg": "",
      "images/val/b.jpg": "",
      "labels/train/a.txt": rows,
      ...more,
    },
    options,
  );

describe("YOLO boxes", () => {
  const fraction = fc.double({ min: -0.2, max: 1.2, noNaN: true });
  const side = fc.integer({ min: 1, max: 100_000 });
  it("come back within 1e-9 and are written the same again", () => {
    fc.assert(
      fc.property(
        fraction,
        fraction,
        fraction,
        fraction,
        side,
        side,
        (a, b, c, d, width, height) => {
          const size = { width, height };
          const box = clipBox(
            { x: a * width, y: b * height, w: Math.abs(c) * width, h: Math.abs(d) * height },
            size,
          );
          const encoded = encodeBox(box, size);
          const decoded = decodeBox(encoded, size);
          expect(Math.abs(decoded.x - box.x)).toBeLessThan(1e-9 * Math.max(1, width / 100));
          expect(Math.abs(decoded.w - box.w)).toBeLessThan(1e-9 * Math.max(1, width / 100));
          expect(boxText(encodeBox(decoded, size))).toBe(boxText(encoded));
          for (const part of boxText(encoded).split(" ")) {
            expect(part).toMatch(/^\d(\.\d+)?$/);
            expect(Number(part)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
  it("of whole pixels come back as whole pixels", () => {
    fc.assert(
      fc.property(fc.nat(3999), fc.nat(2999), fc.nat(3999), fc.nat(2999), (a, b, c, d) => {
        const size = { width: 4000, height: 3000 };
        const box = clipBox({ x: a, y: b, w: c + 1, h: d + 1 }, size);
        expect(decodeBox(encodeBox(box, size), size)).toEqual(box);
      }),
    );
  });
  it("keep the six decimals of other tools", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 250_000, max: 750_000 }),
        fc.integer({ min: 1, max: 500_000 }),
        side,
        (c, w, width) => {
          const size = { width, height: width };
          const row = [c / 1e6, 0.5, w / 1e6, 0.25] as const;
          expect(boxText(encodeBox(decodeBox(row, size), size))).toBe(boxText(row));
        },
      ),
    );
  });
});

describe("reading label files", () => {
  it("takes BOM, CRLF, tabs, blank lines and trailing blanks", async () => {
    const dataset = await readRows("\ufeff0 0.5 0.5 0.5 0.5 \r\n\r\n1\t0.5\t0.5\t0.1\t0.1\r\n");
    expect(dataset.annotations.map(({ geometry }) => geometry)).toEqual([
      { kind: "box", x: 50, y: 25, w: 100, h: 50 },
      { kind: "box", x: 90, y: 45, w: 20, h: 10 },
    ]);
    expect(codes(dataset)).toEqual([]);
  });
  it("names file and line of what it cannot take, and goes on", async () => {
    const dataset = await readRows(
      [
        "0 0,5 0,5 0,1 0,1",
        "2 .5 .5 .1 .1",
        "0 .5 .5",
        "x y z 1 2",
        "0 50 50 10 10",
        "1 .5 .5 .1 .1 0.75",
        "0 .5 .5 0 .1",
      ].join("\n"),
    );
    expect(dataset.issues.map(({ code, where }) => `${where} ${code}`)).toEqual([
      "labels/train/a.txt:1 comma_decimal",
      "labels/train/a.txt:2 unknown_class",
      "labels/train/a.txt:3 bad_row",
      "labels/train/a.txt:4 bad_row",
      "labels/train/a.txt:5 not_normalised",
      "labels/train/a.txt:7 box_without_area",
    ]);
    expect(dataset.annotations).toMatchObject([{ label: "yolo-label-1", score: 0.75 }]);
  });
  it("reads the boxes of a file that mixes them with polygons", async () => {
    const dataset = await readRows("0 .5 .5 .1 .1\n0 .1 .1 .2 .1 .2 .2\n");
    expect(dataset.annotations.length).toBe(1);
    expect(codes(dataset)).toEqual(["geometry_not_carried", "mixed_rows"]);
  });
  it("says that it needs the size of the image", async () => {
    const dataset = await readDataset(yolo, {
      "data.yaml": yaml,
      "images/train/a.jpg": "",
      "labels/train/a.txt": "0 .5 .5 .1 .1",
    });
    expect(dataset.items.length).toBe(1);
    expect(codes(dataset)).toContain("size_unknown");
  });
});

describe("data.yaml", () => {
  it.each([
    ["a list of names", "train: images/train\nnames: [a, b]"],
    ["a table of names", "train: images/train\nnames: {1: b, 0: a}"],
    ["the path of another machine", "path: /home/me/data\ntrain: images/train\nnames: [a, b]"],
    ["an absolute folder", "train: /home/me/data/images/train\nnames: [a, b]"],
    ["a Windows folder", "train: 'C:\\data\\images\\train'\nnames: [a, b]"],
    ["Roboflow's way up", "train: ../images/train\nnames: ['a', 'b']\nnc: 2"],
    ["a list of folders", "train: [images/train]\nnames: [a, b]"],
    ["the image itself", "train: [images/train/x/a.jpg]\nnames: [a, b]"],
    ["a list file", "train: list.txt\nnames: [a, b]"],
    ["a slash at the end", "train: ./images/train/\nnames: [a, b]"],
  ])("may have %s", async (_, text) => {
    const files = {
      "set/data.yaml": text,
      "set/images/train/x/a.jpg": "",
      "set/labels/train/x/a.txt": "1 .5 .5 .1 .1",
      "set/list.txt": "/else/images/train/x/a.jpg\n",
    };
    const dataset = await readDataset(yolo, files, options);
    expect(codes(dataset)).toEqual([]);
    expect(dataset.items).toMatchObject([{ name: "x/a.jpg", split: "train" }]);
    expect(dataset.annotations.length).toBe(1);
  });
  it("finds `valid` where it says `val`, and the other way round", async () => {
    const files = {
      "data.yaml": "train: ../train/images\nval: ../val/images\nnames: [a]",
      "train/images/a.jpg": "",
      "valid/images/b.jpg": "",
    };
    const dataset = await readDataset(yolo, files, options);
    expect(dataset.items.map(({ name, split }) => [name, split])).toEqual([
      ["a.jpg", "train"],
      ["b.jpg", "val"],
    ]);
  });
  it("takes names that YAML takes for something else", () => {
    expect(parseDataYaml("names: [no, 1e3, null, 5]\ntrain: x", "y").names).toEqual([
      "no",
      "1e3",
      "null",
      "5",
    ]);
  });
  it("makes names up when there is only a count, and forgives an empty test", () => {
    const data = parseDataYaml("train: a\ntest:\nval: null\nnc: 2\nkpt_shape: [3, 2]", "y");
    expect(data.names).toEqual(["class_0", "class_1"]);
    expect(data.places).toEqual([{ split: "train", value: "a" }]);
    expect(data.keypointShape).toEqual([3, 2]);
  });
  it("gives back any name that it wrote", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (names) => {
        const text = writeDataYaml({ names, places: { train: "a", val: "b" } });
        expect(parseDataYaml(text, "data.yaml").names).toEqual(
          names.map((name) => name.toWellFormed()),
        );
      }),
    );
  });
  it("says which name is missing and which YAML is broken", () => {
    expect(() => parseDataYaml("train: a\nnames: {0: a, 2: c}", "y")).toThrow(/1 is missing/);
    expect(() => parseDataYaml("train: [a", "y")).toThrow();
    expect(() => parseDataYaml("train: a", "y")).toThrow(/neither "names"/);
  });
});

describe("writing YOLO", () => {
  const item = (ref: string, name: string, split: "train" | "val" | null) =>
    ({ ref, name, media: "image", ...SIZE, split, file: null }) as const;
  const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

  it("always names train and val, without a path", async () => {
    const dataset = { ...emptyDataset(), items: [item("1", "a.jpg", "train")] };
    const { files, issues } = await writeDataset(yolo, dataset, {
      hasMedia: true,
      splits: ["train"],
    });
    expect(textOf(files["data.yaml"]).split("\n").slice(1)).toEqual([
      "train: images/train",
      "val: images/train",
      "nc: 1",
      "names:",
      '  0: "thing"',
      "",
    ]);
    expect(issues.map(({ code }) => code)).toEqual(["split_reused"]);
  });
  it("puts labels where Ultralytics looks, and no two into one file", async () => {
    const items = [
      item("1", "images/a.jpg", null),
      item("2", "a.jpg", null),
      item("3", "a.png", null),
    ];
    const { files } = await writeDataset(
      yolo,
      { ...emptyDataset(), items },
      { hasMedia: true, splits: [] },
    );
    expect(Object.keys(files).sort()).toEqual([
      "data.yaml",
      "images/train/a.jpg",
      "images/train/a_2.png",
      "images/train/images/a.jpg",
      "images/train/labels/a.txt",
      "labels/train/a.txt",
      "labels/train/a_2.txt",
    ]);
  });
  it("keeps the names when the images stay behind", async () => {
    const dataset = {
      ...emptyDataset(),
      items: [item("1", "x/a.jpg", "train"), item("2", "b.png", "val")],
    };
    const { files } = await writeDataset(yolo, dataset, {
      hasMedia: false,
      splits: ["train", "val"],
    });
    expect(textOf(files["train.txt"])).toBe("./images/train/x/a.jpg\n");
    const read = await readDataset(yolo, files, options);
    expect(read.items.map(({ name, split }) => [name, split])).toEqual([
      ["x/a.jpg", "train"],
      ["b.png", "val"],
    ]);
  });
});
