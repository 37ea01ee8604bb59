import fc from "fast-check";
import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { annotationIn } from "@/lib/annotation/arbitraries";
import { applyPatch, type Patch } from "@/lib/annotation/patch";
import { createDocument } from "./document";
import { movePatch } from "./image/nudge";
import { createSpatialIndex } from "./spatial-index";

const EXTENT = { width: 50, height: 50 };
const edit = fc.record({ annotation: annotationIn(EXTENT), isDelete: fc.boolean() });
const place = fc.double({ min: -10, max: 60, noNaN: true });
const size = fc.double({ min: 0, max: 60, noNaN: true });
const rect = fc.record({ x: place, y: place, w: size, h: size });

test("kept in step by patches, it answers as one made anew", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(edit)),
      rect,
      fc.double({ min: 0, max: 5, noNaN: true }),
      (rounds, area, reach) => {
        let annotations: ReadonlyMap<string, Annotation> = new Map();
        const kept = createSpatialIndex([]);
        for (const edits of rounds) {
          const patch: Patch<Annotation> = new Map(
            edits.map(({ annotation, isDelete }) => [
              annotation.id,
              {
                before: annotations.get(annotation.id) ?? null,
                after: isDelete ? null : annotation,
              },
            ]),
          );
          kept.update(patch);
          annotations = applyPatch(annotations, patch);
        }
        const fresh = createSpatialIndex(annotations.values());
        expect(kept.visible(area)).toEqual(fresh.visible(area));
        expect(kept.within(area)).toEqual(fresh.within(area));
        expect(kept.hit(area, reach)).toEqual(fresh.hit(area, reach));
      },
    ),
  );
});

test("the smallest is hit first, among equals the front one", () => {
  const index = createSpatialIndex([one("big", 20, 9), one("back", 10, 0), one("front", 10, 1)]);
  expect(index.hit({ x: 5, y: 5 }, 0).map(({ id }) => id)).toEqual(["front", "back", "big"]);
});

test("20,000 boxes: one edit, document and index together, within a frame by far", () => {
  const extent = { width: 1920, height: 1080 };
  const annotations = Array.from({ length: 20_000 }, (_, order): Annotation => {
    const at = { x: (order * 37) % 1900, y: (order * 91) % 1060, w: 5 + (order % 15), h: 9 };
    return { ...one(`a${order}`, 0, order), geometry: { kind: "box", ...at } };
  });
  const document = createDocument(annotations);
  const index = createSpatialIndex(annotations);
  document.subscribe((patch) => index.update(patch));
  const times = annotations.slice(0, 500).map(({ id }) => {
    const patch = movePatch(document.current(), [id], { dx: 3, dy: 2, extent });
    const start = performance.now();
    document.commit(patch, "local");
    return performance.now() - start;
  });
  // The median, because the machine of a test has other things to do.
  expect(times.sort((a, b) => a - b)[250]).toBeLessThan(2);
});

function one(id: string, w: number, order: number): Annotation {
  return {
    id,
    labelId: "label",
    geometry: { kind: "box", x: 0, y: 0, w, h: 10 },
    attributes: {},
    order,
    score: null,
    source: "manual",
    groupId: null,
  };
}
