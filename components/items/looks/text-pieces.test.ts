import fc from "fast-check";
import { expect, test } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { textPieces } from "./text-pieces";

const span = (labelId: string, x: number, w: number) => ({ labelId, x, y: 0, w, h: 1 });

test("pieces are cut at the ends of spans, counted in code points", () => {
  const pieces = textPieces("👩‍👧 Ada met Bo", [span("a", 4, 3), span("b", 4, 7)]);
  expect(pieces.map(({ text, labelIds }) => [text, labelIds])).toEqual([
    ["👩‍👧 ", []],
    ["Ada", ["b", "a"]],
    [" met", ["b"]],
    [" Bo", []],
  ]);
});

test("what cannot be seen is named, and breaks are drawn once", () => {
  const pieces = textPieces("a\0\u202eb\r\nc\rd", [span("a", 0, 5)]);
  expect(pieces.map(({ text, mark }) => mark ?? text)).toEqual(["a", "NUL", "RLO", "b", "\nc\nd"]);
});

test("together the pieces are the text, whatever the spans", () => {
  const spans = fc.array(
    fc.record({
      labelId: fc.constantFrom("a", "b"),
      x: fc.nat(60),
      y: fc.constant(0),
      w: fc.nat(80),
      h: fc.constant(1),
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), spans, (text, given) => {
      const pieces = textPieces(text, given);
      const points = indexCodePoints(text);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text.replace(/\r\n?/g, "\n"));
      for (const { at, labelIds } of pieces) {
        const offset = points.toOffset(at);
        const over = given.filter(({ x, w }) => x <= offset && offset < x + w);
        expect([...labelIds].sort()).toEqual(over.map(({ labelId }) => labelId).sort());
      }
    }),
  );
});
