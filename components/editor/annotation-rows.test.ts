import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { byDrawingOrder } from "@/lib/editor/drawing-order";
import { findAnnotations, idsBetween } from "./annotation-rows";

const names = new Map([
  ["c", "Car"],
  ["p", "Person"],
]);
const nameOf = (labelId: string) => names.get(labelId) ?? "";

function annotation(id: string, part: Partial<Annotation> = {}): [string, Annotation] {
  return [
    id,
    {
      id,
      labelId: "c",
      geometry: { kind: "box", x: 0, y: 0, w: 10, h: 10 },
      attributes: {},
      order: 0,
      score: null,
      source: "manual",
      groupId: null,
      ...part,
    },
  ];
}

const annotations = new Map([
  annotation("0412", { order: 3 }),
  annotation("0413", { order: 1, labelId: "p", attributes: { pose: "sitting", tags: ["hat"] } }),
  annotation("0414", { order: 2, attributes: { occluded: true } }),
]);
const found = (search: string) =>
  findAnnotations(annotations, { search, nameOf, compare: byDrawingOrder }).map(({ id }) => id);

test("lists in drawing order", () => {
  expect(found("")).toEqual(["0413", "0414", "0412"]);
  expect(found("  ")).toEqual(["0413", "0414", "0412"]);
});

test("finds by label, id and attributes, in any case, all words", () => {
  expect(found("CAR")).toEqual(["0414", "0412"]);
  expect(found("0412")).toEqual(["0412"]);
  expect(found("hat person")).toEqual(["0413"]);
  expect(found("occluded true")).toEqual(["0414"]);
  expect(found("car sitting")).toEqual([]);
});

test("a range may be marked from either end", () => {
  const rows = findAnnotations(annotations, { search: "", nameOf, compare: byDrawingOrder });
  expect(idsBetween(rows, { from: 2, to: 1 })).toEqual(["0414", "0412"]);
});

test("5,000 are in order well within a frame", () => {
  const many = new Map(
    Array.from({ length: 5_000 }, (_, i) => annotation(`id-${i}`, { order: (i * 7919) % 5_000 })),
  );
  const start = performance.now();
  expect(findAnnotations(many, { search: "", nameOf, compare: byDrawingOrder })[0]?.order).toBe(0);
  expect(performance.now() - start).toBeLessThan(100);
});
