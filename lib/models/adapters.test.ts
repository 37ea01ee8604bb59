import { expect, test } from "vitest";
import { ADAPTERS } from "./adapters";
import { describeAdapter } from "./testing/adapter-conformance";
import { FIXTURES } from "./testing/fixtures";

test("every adapter has an id of its own and a model of its family to be tested with", () => {
  const ids = ADAPTERS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(FIXTURES).toSorted()).toEqual(ids.toSorted());
});

for (const adapter of ADAPTERS) describeAdapter(adapter, FIXTURES[adapter.id] ?? []);
