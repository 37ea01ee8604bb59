import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SPLITS } from "@/lib/annotation/item-state";
import type { Size } from "@/lib/geometry/box";
import { boundsOf } from "@/lib/geometry/geometry";
import type { Format } from "./format";
import { type Dataset, readDataset, writeDataset } from "./testing/dataset";
import { memoryTree } from "./testing/memory-tree";

const OPTIONS = { hasMedia: true, splits: [...SPLITS] };
const HOSTILE_NAMES = [
  "a.jpg",
  "A.JPG",
  "a.png",
  "north/a.jpg",
  "images/a.jpg",
  "labels/images/a.jpg",
  "train/val/a b#1%.jpg",
  "ñandú/ñ.jpg",
  "ñandú/n\u0303.jpg",
  "日本/写真.webp",
  "😀.jpeg",
  `${"x".repeat(150)}.jpg`,
  "'quote'.jpg",
  "a,b.jpg",
  " lead.jpg",
  "v1.2.final.jpg",
  ".hidden.jpg",
];
const HOSTILE_LABELS = [
  "person",
  "no",
  "on",
  "null",
  "~",
  "1e3",
  "0",
  "a: b",
  "- dash",
  "# hash",
  "{x}",
  "[y]",
  "it's",
  'say "hi"',
  "back\\slash",
  "a, b",
  "ñ",
  "猫",
  "😀",
  "&anchor",
  "*alias",
  "%percent",
  "!tag",
  "tab\tinside",
  "__proto__",
  "constructor",
];

const sizeArbitrary = fc.record({
  width: fc.integer({ min: 2, max: 20_000 }),
  height: fc.integer({ min: 2, max: 20_000 }),
});

function boxArbitrary({ width, height }: Size) {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const exact = fc.tuple(fraction, fraction, fraction, fraction).map(([a, b, c, d]) => {
    const w = 1 + a * (width - 1);
    const h = 1 + b * (height - 1);
    return { x: c * (width - w), y: d * (height - h), w, h };
  });
  const whole = exact.map(({ x, y, w, h }) => ({
    x: Math.floor(x),
    y: Math.floor(y),
    w: Math.max(1, Math.floor(w)),
    h: Math.max(1, Math.floor(h)),
  }));
  return fc.oneof(exact, whole);
}

const itemArbitrary = sizeArbitrary.chain((size) =>
  fc.record({
    size: fc.constant(size),
    split: fc.constantFrom(...SPLITS),
    boxes: fc.array(fc.record({ box: boxArbitrary(size), label: fc.nat() }), { maxLength: 6 }),
  }),
);

/** Any dataset with boxes, with names that have broken other tools. */
export const datasetArbitrary: fc.Arbitrary<Dataset> = fc
  .record({
    labels: fc.uniqueArray(fc.constantFrom(...HOSTILE_LABELS), { minLength: 1, maxLength: 8 }),
    names: fc.uniqueArray(fc.constantFrom(...HOSTILE_NAMES), { maxLength: 8 }),
    items: fc.array(itemArbitrary, { minLength: 8, maxLength: 8 }),
  })
  .map(({ labels, names, items }) => {
    const dataset: Dataset = { labels: [], items: [], annotations: [], issues: [] };
    labels.forEach((name, position) => {
      dataset.labels.push({ ref: `label-${position}`, name, position });
    });
    names.forEach((name, i) => {
      const { size, split, boxes } = items[i] ?? {
        size: { width: 1, height: 1 },
        split: "train",
        boxes: [],
      };
      const ref = `item-${i}`;
      dataset.items.push({ ref, name, media: "image", ...size, split, file: null });
      boxes.forEach(({ box, label }, order) => {
        dataset.annotations.push({
          ref: `${ref}-${order}`,
          item: ref,
          label: `label-${label % labels.length}`,
          geometry: { kind: "box", ...box },
          attributes: {},
          score: null,
          groupId: null,
          order,
        });
      });
    });
    return dataset;
  });

/** The tests that every format has to pass; call it once for each entry of the list. */
export function describeFormat(format: Format): void {
  const [media = "image"] = format.media;
  describe(`format ${format.id}`, () => {
    it("does not claim an empty tree", async () => {
      expect((await format.detect(memoryTree({}), media)).score).toBe(0);
    });
    it("does not claim other people's JSON, YAML and text", async () => {
      const tree = memoryTree({
        "package.json": '{"name":"x","images":[]}',
        "broken.json": "{{{",
        "compose.yaml": "services:\n  web: {}\n",
        "notes.txt": "0 1 2",
      });
      expect((await format.detect(tree, media)).score).toBe(0);
    });
    // Which formats only read is asserted once, over the whole list.
    if (format.write && format.read) describeRoundTrips(format);
  });
}

function describeRoundTrips(format: Format): void {
  it("reads back what it wrote, and writes the same bytes again", async () => {
    await fc.assert(
      fc.asyncProperty(datasetArbitrary, async (dataset) => {
        const written = await writeDataset(format, dataset, OPTIONS);
        const sizes = sizesByName(dataset, written.issues);
        const read = await readDataset(format, written.files, {
          imageSize: async ({ name }) => sizes.get(name) ?? null,
        });
        expect(read.issues.filter(({ severity }) => severity === "error")).toEqual([]);
        expectEqual(read, dataset, sizes);
        const again = await writeDataset(format, read, OPTIONS);
        expect(textOf(again.files)).toEqual(textOf(written.files));
      }),
      { numRuns: 150 },
    );
  });
  it("recognises its own files before every other format's", async () => {
    const [dataset] = fc.sample(
      datasetArbitrary.filter(({ items }) => items.length > 2),
      { numRuns: 1, seed: 7 },
    );
    const { files } = await writeDataset(format, dataset ?? emptyDataset(), OPTIONS);
    expect((await format.detect(memoryTree(files), "image")).score).toBeGreaterThanOrEqual(0.9);
  });
  it("keeps items without annotations", async () => {
    const dataset = emptyDataset();
    dataset.items.push({
      ref: "i",
      name: "empty.jpg",
      media: "image",
      width: 5,
      height: 4,
      split: "val",
      file: null,
    });
    const { files } = await writeDataset(format, dataset, OPTIONS);
    const read = await readDataset(format, files);
    expect(read.items.map(({ name, split }) => [name, split])).toEqual([["empty.jpg", "val"]]);
  });
  it("survives any cut of its files, with an issue or an error that has a code", async () => {
    const [dataset = emptyDataset()] = fc.sample(datasetArbitrary, { numRuns: 1, seed: 3 });
    const { files } = await writeDataset(format, dataset, OPTIONS);
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(files)), part, async (path, share) => {
        const bytes = files[path] ?? new Uint8Array();
        const cut = bytes.subarray(0, Math.floor(bytes.length * share));
        const reading = readDataset(format, { ...files, [path]: cut });
        await reading.catch((error) => expect(error).toHaveProperty("code"));
      }),
      { numRuns: 100 },
    );
  });
}

export function emptyDataset(): Dataset {
  return {
    labels: [{ ref: "label-0", name: "thing", position: 0 }],
    items: [],
    annotations: [],
    issues: [],
  };
}

function sizesByName(dataset: Dataset, issues: Dataset["issues"]): Map<string, Size> {
  const newNames = renamed(issues);
  return new Map(
    dataset.items.map(({ name, width, height }) => [
      newNames.get(name) ?? name,
      { width: width ?? 0, height: height ?? 0 },
    ]),
  );
}

function renamed(issues: Dataset["issues"]): Map<string, string> {
  const changes = issues.filter(({ code }) => code === "name_changed");
  return new Map(changes.map(({ where, message }) => [where, /"(.*?)"/.exec(message)?.[1] ?? ""]));
}

/** Equal but for refs, and for names where the writer said that it changed them. */
function expectEqual(read: Dataset, dataset: Dataset, sizes: Map<string, Size>): void {
  const whitespace = (name: string) => name.replace(/\s+/g, " ");
  expect(read.labels.map(({ name }) => whitespace(name))).toEqual(
    dataset.labels.map(({ name }) => whitespace(name)),
  );
  expect(new Set(read.items.map(({ name }) => name))).toEqual(new Set(sizes.keys()));
  const names = [...sizes.keys()];
  for (const [i, item] of dataset.items.entries()) {
    const same = read.items.find(({ name }) => name === names[i]);
    expect(same).toMatchObject({ split: item.split, width: item.width, height: item.height });
    expect(same?.file).toMatch(/.\../);
    const boxes = dataset.annotations.filter((each) => each.item === item.ref);
    const readBoxes = read.annotations.filter((each) => each.item === same?.ref);
    expect(readBoxes.length).toBe(boxes.length);
    for (const [order, box] of boxes.entries())
      expectSameBox(readBoxes[order], box, { read, dataset });
  }
}

function expectSameBox(
  actual: Dataset["annotations"][number] | undefined,
  expected: Dataset["annotations"][number],
  { read, dataset }: { read: Dataset; dataset: Dataset },
): void {
  const positionIn = ({ labels }: Dataset, ref = "") =>
    labels.find((label) => label.ref === ref)?.position;
  expect(positionIn(read, actual?.label)).toBe(positionIn(dataset, expected.label));
  const a = actual && boundsOf(actual.geometry);
  const b = boundsOf(expected.geometry);
  const within = (x: number, y: number) => Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(y));
  const isSame = a && within(a.x, b.x) && within(a.y, b.y) && within(a.w, b.w) && within(a.h, b.h);
  expect(isSame, `${JSON.stringify(a)} is ${JSON.stringify(b)}`).toBe(true);
}

function textOf(files: Record<string, Uint8Array>): Record<string, string> {
  const paths = Object.keys(files).sort();
  return Object.fromEntries(paths.map((path) => [path, Buffer.from(files[path] ?? []).toString()]));
}
