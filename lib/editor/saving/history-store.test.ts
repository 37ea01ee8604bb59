import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { KEPT_HISTORIES, openHistoryStore } from "./history-store";

test("keeps the latest undo stacks and forgets the oldest", async () => {
  let nowMs = 0;
  const store = await openHistoryStore({ userId: "olga", now: () => nowMs++ });
  for (let n = 0; n <= KEPT_HISTORIES; n += 1) await store.save(`item${n}`, { undo: [n] });
  expect(await store.load("item0")).toBeNull();
  expect(await store.load("item1")).toEqual({ undo: [1] });
  const other = await openHistoryStore({ userId: "ivan", now: () => nowMs++ });
  expect(await other.load("item1")).toBeNull();
  store.close();
  other.close();
});
