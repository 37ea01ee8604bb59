import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clockText,
  decimalText,
  durationBetween,
  durationText,
  endAfter,
  padDecimals,
  parseClock,
} from "./time-text";

const seconds = fc.oneof(
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.nat(100_000_000).map((ms) => ms / 1000),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
);
const ordered = fc
  .tuple(seconds, seconds)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe("times as text", () => {
  it("has plain digits that give the same float", () => {
    fc.assert(
      fc.property(seconds, fc.nat(9), (time, places) => {
        const text = padDecimals(decimalText(time), places);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(Number(text)).toBe(time + 0);
      }),
    );
    expect(decimalText(1e-7)).toBe("0.0000001");
    expect(decimalText(1.25e21)).toBe("1250000000000000000000");
    expect(padDecimals("3", 2)).toBe("3.00");
  });
  it("adds durations to the very same end", () => {
    fc.assert(
      fc.property(ordered, ([start, end]) => {
        expect(endAfter(decimalText(start), durationText(start, end))).toBe(end + 0);
      }),
    );
    expect(durationText(0.05, 0.225)).toBe("0.175");
    expect(endAfter("0.05", "0.175")).toBe(0.225);
  });
  it("finds a float for the duration, once and for all", () => {
    fc.assert(
      fc.property(ordered, ([start, end]) => {
        const duration = durationBetween(start, end);
        const reached = endAfter(decimalText(start), decimalText(duration));
        expect(Math.abs(reached - end)).toBeLessThanOrEqual(end * 2 ** -52);
        expect(durationBetween(start, reached)).toBe(duration);
      }),
      { numRuns: 2000 },
    );
    expect(durationBetween(1.1, 2.3)).toBe(1.2);
  });
  it("reads the clock that it writes", () => {
    fc.assert(
      fc.property(fc.nat(400_000_000), fc.constantFrom(".", ","), (ms, mark) => {
        expect(parseClock(clockText(ms, mark === "." ? "." : ","))).toBe(ms / 1000);
      }),
    );
    expect(parseClock("59:59.5")).toBe(3599.5);
    for (const bad of ["", "1", "1:2:3:4", "00:60:00", "00:00:61,0", "-1:00", "aa:bb"]) {
      expect(parseClock(bad)).toBeNaN();
    }
  });
});
