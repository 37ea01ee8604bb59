import fc from "fast-check";
import { expect, test } from "vitest";
import { applyPatch, type Change, composePatches, invertPatch, type Patch } from "./patch";

type Document = ReadonlyMap<string, number>;
const ids = ["a", "b", "c", "d"];
const value = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
const target = fc.dictionary(fc.constantFrom(...ids), value);
const document: fc.Arbitrary<Document> = fc
  .dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 5 }))
  .map((entries) => new Map(Object.entries(entries)));

/** The patch that an edit of this document makes: `before` is what is there. */
function edit(from: Document, after: Record<string, number | null>): Patch<number> {
  const changes = Object.entries(after).map(([id, to]): [string, Change<number>] => [
    id,
    { before: from.get(id) ?? null, after: to },
  ]);
  return new Map(changes.filter(([, change]) => change.before !== change.after));
}
const sorted = (from: Document) => [...from].sort();

test("inverting takes a patch back", () => {
  fc.assert(
    fc.property(document, target, (start, to) => {
      const patch = edit(start, to);
      const there = applyPatch(start, patch);
      expect(sorted(applyPatch(there, invertPatch(patch)))).toEqual(sorted(start));
    }),
  );
});

test("inverting twice changes nothing", () => {
  fc.assert(
    fc.property(document, target, (start, to) => {
      const patch = edit(start, to);
      expect(invertPatch(invertPatch(patch))).toEqual(patch);
    }),
  );
});

test("a composed patch does what its parts do one after the other, and says what was there first", () => {
  fc.assert(
    fc.property(document, target, target, (start, to, then) => {
      const first = edit(start, to);
      const middle = applyPatch(start, first);
      const second = edit(middle, then);
      const composed = composePatches(first, second);
      expect(sorted(applyPatch(start, composed))).toEqual(sorted(applyPatch(middle, second)));
      for (const [id, { before, after }] of composed) {
        expect(before).toBe(start.get(id) ?? null);
        expect(after).not.toBe(before);
      }
    }),
  );
});

test("composing is associative", () => {
  fc.assert(
    fc.property(document, target, target, target, (start, one, two, three) => {
      const a = edit(start, one);
      const second = applyPatch(start, a);
      const b = edit(second, two);
      const c = edit(applyPatch(second, b), three);
      expect(composePatches(composePatches(a, b), c)).toEqual(
        composePatches(a, composePatches(b, c)),
      );
    }),
  );
});

test("a patch composed with its inverse is empty", () => {
  fc.assert(
    fc.property(document, target, (start, to) => {
      const patch = edit(start, to);
      expect(composePatches(patch, invertPatch(patch)).size).toBe(0);
    }),
  );
});

test("applying leaves the old document as it was", () => {
  const start: Document = new Map([["a", 1]]);
  applyPatch(start, new Map([["a", { before: 1, after: null }]]));
  expect([...start]).toEqual([["a", 1]]);
});
