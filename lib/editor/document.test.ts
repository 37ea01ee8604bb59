import { expect, test } from "vitest";
import { createDocument } from "./document";
import { boxOf } from "./image/image-editor-driver";

test("a map once given out never changes, and stays the same until the next commit", () => {
  const document = createDocument([boxOf("a", 0, 0)]);
  const before = document.annotations();
  expect(document.annotations()).toBe(before);
  document.commit(new Map([["a", { before: boxOf("a", 0, 0), after: null }]]), "local");
  expect([...before.keys()]).toEqual(["a"]);
  expect(document.annotations().size).toBe(0);
});

test("an empty patch tells nobody", () => {
  const document = createDocument([]);
  let told = 0;
  const stop = document.subscribe(() => told++);
  document.commit(new Map(), "local");
  document.commit(new Map([["a", { before: null, after: boxOf("a", 0, 0) }]]), "remote");
  stop();
  document.commit(new Map([["a", { before: boxOf("a", 0, 0), after: null }]]), "remote");
  expect(told).toBe(1);
});
