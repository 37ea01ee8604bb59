import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { characterClasses, readCharacters } from "./read-characters";
import { samplePatch } from "./sample-picture";
import { findTextLines } from "./text-lines";
import { cornersOf, smallestBoxAround } from "./turned-box";

describe("the smallest box", () => {
  const point = fc.record({
    x: fc.double({ min: -500, max: 500, noNaN: true }),
    y: fc.double({ min: -500, max: 500, noNaN: true }),
  });
  test("holds all points, and is never larger than the upright one", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), (points) => {
        const box = smallestBoxAround(points);
        if (!box) return;
        const across = { x: Math.cos(box.angle), y: Math.sin(box.angle) };
        for (const { x, y } of points) {
          const [dx, dy] = [x - box.centre.x, y - box.centre.y];
          expect(Math.abs(dx * across.x + dy * across.y)).toBeLessThan(box.width / 2 + 1e-6);
          expect(Math.abs(dy * across.x - dx * across.y)).toBeLessThan(box.height / 2 + 1e-6);
        }
        const xs = points.map(({ x }) => x);
        const ys = points.map(({ y }) => y);
        const upright = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
        // A box along a side of the hull is the smallest of all, within rounding.
        expect(box.width * box.height).toBeLessThanOrEqual(upright + 1e-3);
        expect(Math.abs(box.angle)).toBeLessThanOrEqual(Math.PI / 4 + 1e-9);
      }),
    );
  });

  test("finds a turned rectangle again", () => {
    const turned = { centre: { x: 40, y: 30 }, width: 50, height: 10, angle: 0.3 };
    const found = smallestBoxAround(cornersOf(turned));
    expect(found?.width).toBeCloseTo(50);
    expect(found?.height).toBeCloseTo(10);
    expect(found?.angle).toBeCloseTo(0.3);
    expect(found?.centre.x).toBeCloseTo(40);
  });
});

describe("lines of a map", () => {
  const options = { threshold: 0.3, boxThreshold: 0.6, unclipRatio: 1.5 };
  function mapOf(width: number, height: number, at: (x: number, y: number) => number) {
    const data = Float32Array.from({ length: width * height }, (_, i) =>
      at(i % width, Math.floor(i / width)),
    );
    return { data, width, height };
  }

  test("are widened by area and perimeter; weak and small ones are dropped", () => {
    const map = mapOf(100, 60, (x, y) => {
      if (x >= 20 && x < 60 && y >= 10 && y < 20) return 0.9;
      if (x >= 20 && x < 60 && y >= 40 && y < 50) return 0.4;
      return x === 80 && y === 30 ? 1 : 0;
    });
    const [line, ...others] = findTextLines(map, options);
    expect(others).toEqual([]);
    const distance = (40 * 10 * 1.5) / 100;
    expect(line?.box.width).toBeCloseTo(40 + 2 * distance);
    expect(line?.box.height).toBeCloseTo(10 + 2 * distance);
    expect(line?.box.centre).toEqual({ x: 40, y: 15 });
    expect(line?.score).toBeCloseTo(0.9);
  });

  test("that touch by a corner are one", () => {
    const map = mapOf(60, 40, (x, y) => {
      if (x >= 5 && x < 20 && y >= 5 && y < 15) return 0.9;
      return x >= 20 && x < 35 && y >= 15 && y < 25 ? 0.9 : 0;
    });
    expect(findTextLines(map, { ...options, boxThreshold: 0.3 })).toHaveLength(1);
  });
});

describe("a reading", () => {
  test("has no repetitions and blanks, and the mean score of what is left", () => {
    const characters = characterClasses("a\nb\n", 4);
    expect(characters).toEqual(["", "a", "b", " "]);
    const steps = [1, 1, 0, 1, 3, 2, 2];
    const data = new Float32Array(steps.length * 4);
    for (const [step, best] of steps.entries()) data[step * 4 + best] = step === 0 ? 0.6 : 1;
    const [reading] = readCharacters({ data, dims: [1, steps.length, 4] }, characters);
    expect(reading?.text).toBe("aa b");
    expect(reading?.score).toBeCloseTo((0.6 + 3) / 4);
  });

  test("needs the dictionary of its model", () => {
    expect(() => characterClasses("a\nb", 10)).toThrow("do not belong together");
  });
});

test("a patch that covers the picture pixel by pixel is the picture, in the order of its channels", () => {
  const pixels = Uint8ClampedArray.from({ length: 4 * 3 * 4 }, (_, index) => index * 3);
  const data = new Float32Array(3 * 12);
  samplePatch(
    { pixels, width: 4, height: 3 },
    { corner: { x: 0, y: 0 }, across: { x: 4, y: 0 }, down: { x: 0, y: 3 } },
    {
      width: 4,
      height: 3,
      values: { channels: "bgr", scale: 1, mean: [10, 0, 0], std: [1, 1, 2] },
      planes: { data, offset: 0, planeLength: 12, rowLength: 4 },
    },
  );
  for (let at = 0; at < 12; at++) {
    expect(data[at]).toBe((pixels[at * 4 + 2] ?? 0) - 10);
    expect(data[12 + at]).toBe(pixels[at * 4 + 1]);
    expect(data[24 + at]).toBe((pixels[at * 4] ?? 0) / 2);
  }
});
