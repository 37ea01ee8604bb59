import fc from "fast-check";
import { expect, test } from "vitest";
import { areLogits, sigmoid, softmax } from "./activation";
import { expectedBin } from "./distribution-focal";
import { readNames } from "./ultralytics";

const logits = fc.array(fc.float({ min: -50, max: 50, noNaN: true }), {
  minLength: 1,
  maxLength: 20,
});

test("softmax adds up to 1, keeps the order, and a constant more changes nothing", () => {
  fc.assert(
    fc.property(logits, (values) => {
      const shares = softmax(values);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      const moved = softmax(values.map((value) => value + 100));
      shares.forEach((share, i) => {
        expect(moved[i]).toBeCloseTo(share, 5);
        const [here = 0, next = here] = values.slice(i);
        expect((shares[i + 1] ?? share) >= share).toBe(next >= here || shares[i + 1] === share);
      });
    }),
  );
});

test("a distance is the expectation of its bins", () => {
  fc.assert(
    fc.property(logits, (values) => {
      const numbers = Float32Array.of(9, ...values, 9);
      const mean = softmax(values).reduce((sum, share, bin) => sum + share * bin, 0);
      expect(expectedBin(numbers, 1, values.length)).toBeCloseTo(mean, 3);
    }),
  );
  // Between two bins that are alike it lies in the middle.
  expect(expectedBin(Float32Array.of(-99, 5, 5, -99), 0, 4)).toBeCloseTo(1.5, 6);
  expect(sigmoid(0)).toBe(0.5);
});

test("scores before their sigmoid are told by one that no share can be", () => {
  expect(areLogits(Float32Array.of(0, 0.5, 1))).toBe(false);
  expect(areLogits(Float32Array.of(0.5, -0.1))).toBe(true);
  expect(areLogits(Float32Array.of(0.5, 1.1))).toBe(true);
});

test("names are read from what Python prints", () => {
  expect(readNames("{0: 'person', 1: 'bicycle'}")).toEqual(["person", "bicycle"]);
  expect(
    readNames(`{0: "driver's cab", 1: 'say "x"', 2: 'it\\'s', 3: '\\u00e9t\\xe9 \\\\'}`),
  ).toEqual(["driver's cab", 'say "x"', "it's", "été \\"]);
  expect(readNames(`{0: "1: 'a'", 1: 'b, c'}`)).toEqual(["1: 'a'", "b, c"]);
  expect(readNames("['a', 'b']")).toEqual(["a", "b"]);
  expect(readNames('{"0": "a", "1": "b"}')).toEqual(["a", "b"]);
  expect(readNames("{1: 'b', 3: ''}")).toEqual(["0", "b", "2", "3"]);
  expect(readNames("{99999999: 'far'}")).toEqual([]);
  expect(readNames("")).toEqual([]);
});
