import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SPLITS } from "@/lib/annotation/item-state";
import { parseRatio, type SplitItem, splitByRatio } from "./split";

const labelName = fc.constantFrom("car", "person", "dog", "cat");
const items = fc
  .array(fc.array(labelName, { maxLength: 3 }), { maxLength: 300 })
  .map((all): SplitItem[] => all.map((labels, i) => ({ id: `item-${i}`, labels })));
const ratio = fc
  .record({ train: fc.nat(100), val: fc.nat(100), test: fc.nat(100) })
  .filter(({ train, val, test }) => train + val + test > 0);

describe("splitByRatio", () => {
  it("puts every item somewhere, and each split is within one of its share", () => {
    fc.assert(
      fc.property(items, ratio, fc.integer(), (all, shares, seed) => {
        const split = splitByRatio(all, { ratio: shares, seed });
        const total = shares.train + shares.val + shares.test;
        expect(split.size).toBe(all.length);
        for (const name of SPLITS) {
          const count = [...split.values()].filter((each) => each === name).length;
          expect(Math.abs(count - (all.length * shares[name]) / total)).toBeLessThan(1);
        }
      }),
    );
  });
  it("does not depend on the order of the items", () => {
    fc.assert(
      fc.property(items, ratio, fc.integer(), (all, shares, seed) => {
        const forth = splitByRatio(all, { ratio: shares, seed });
        const back = splitByRatio(all.toReversed(), { ratio: shares, seed });
        expect([...back].sort()).toEqual([...forth].sort());
      }),
    );
  });
  it("gives each label, and no label, near its share", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const all = Array.from({ length: 1000 }, (_, i): SplitItem => {
          const labels = [
            i % 2 === 0 ? ["car"] : [],
            i % 10 === 0 ? ["dog"] : [],
            i % 50 === 1 ? ["rare"] : [],
          ];
          return { id: `${i}`, labels: labels.flat() };
        });
        const split = splitByRatio(all, { ratio: { train: 80, val: 10, test: 10 }, seed });
        for (const [label, count] of [
          ["car", 500],
          ["dog", 100],
          ["rare", 20],
          [null, 480],
        ] as const) {
          const has = ({ labels }: SplitItem) =>
            label === null ? labels.length === 0 : labels.includes(label);
          const inVal = all.filter((item) => has(item) && split.get(item.id) === "val").length;
          expect(Math.abs(inVal - count / 10)).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 20 },
    );
  });
  it("changes with the seed", () => {
    const all = Array.from({ length: 50 }, (_, i) => ({ id: `${i}`, labels: [] }));
    const of = (seed: number) => [
      ...splitByRatio(all, { ratio: { train: 1, val: 1, test: 0 }, seed }),
    ];
    expect(of(1)).not.toEqual(of(2));
    expect(of(1)).toEqual(of(1));
  });
  it("is quick for 100,000 items", () => {
    const all = Array.from({ length: 100_000 }, (_, i) => ({
      id: `item-${i}`,
      labels: Array.from({ length: 10 }, (_, k) => `label-${(i * 7 + k * 13) % 80}`),
    }));
    const startedMs = performance.now();
    splitByRatio(all, { ratio: { train: 80, val: 10, test: 10 }, seed: 1 });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe("parseRatio", () => {
  it("reads what people type and refuses the rest", () => {
    expect(parseRatio("80/10/10")).toEqual({ train: 80, val: 10, test: 10 });
    expect(parseRatio("100/0/0")).toEqual({ train: 100, val: 0, test: 0 });
    expect(parseRatio("0.8:0.2")).toEqual({ train: 0.8, val: 0.2, test: 0 });
    for (const bad of ["", "a", "0/0/0", "-1/2", "1/2/3/4", "80/"])
      expect(parseRatio(bad)).toBeNull();
  });
});
