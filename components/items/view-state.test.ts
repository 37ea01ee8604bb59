import fc from "fast-check";
import { expect, test } from "vitest";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { ITEM_SORTS } from "@/lib/api/items";
import { hasConditions, LAYOUTS, readViewState, SIZES, viewQuery } from "./view-state";

const some = <T>(of: readonly T[]) =>
  fc.option(fc.subarray([...of], { minLength: 1 }), { nil: undefined });
const number = fc.option(fc.nat(40), { nil: undefined });

test("the address carries the whole view", () => {
  const views = fc.record({
    filter: fc.record({
      state: some(ITEM_STATES),
      label: some(["l1", "l2"]),
      split: some(["train", "none"] as const),
      minCount: number,
      maxCount: number,
      name: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
      sort: fc.constantFrom(...ITEM_SORTS),
      dir: fc.constantFrom("asc" as const, "desc" as const),
    }),
    layout: fc.constantFrom(...LAYOUTS),
    size: fc.constantFrom(...SIZES),
  });
  fc.assert(
    fc.property(views, (view) => {
      expect(readViewState(new URLSearchParams(viewQuery(view)))).toEqual(view);
    }),
  );
});

test("what an address says wrongly counts as not said", () => {
  const view = readViewState(new URLSearchParams("state=lost&minCount=-3&sort=name&view=pie"));
  expect(view).toEqual({ filter: { sort: "name", dir: "asc" }, layout: "grid", size: "m" });
  expect(hasConditions(view.filter)).toBe(false);
});
