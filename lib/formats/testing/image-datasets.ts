import fc from "fast-check";
import { expect } from "vitest";
import { SPLITS } from "@/lib/annotation/item-state";
import type { Size } from "@/lib/geometry/box";
import { boundsOf } from "@/lib/geometry/geometry";
import type { Dataset, Written } from "./dataset";
import { HOSTILE_LABELS, HOSTILE_NAMES } from "./hostile-names";
import type { MediaDatasets, RoundTrip } from "./media-datasets";

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
const datasetArbitrary: fc.Arbitrary<Dataset> = fc
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

export const imageDatasets: MediaDatasets = {
  arbitrary: datasetArbitrary,
  emptyItem: {
    ref: "i",
    name: "empty.jpg",
    media: "image",
    width: 5,
    height: 4,
    split: "val",
    file: null,
  },
  readOptions(dataset, written) {
    const sizes = sizesByName(dataset, written);
    return { imageSize: async ({ name }) => sizes.get(name) ?? null };
  },
  expectEqual,
};

function sizesByName(dataset: Dataset, { issues }: Written): Map<string, Size> {
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
function expectEqual({ dataset, written, read }: RoundTrip): void {
  const sizes = sizesByName(dataset, written);
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
