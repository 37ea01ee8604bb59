import { expect, test } from "vitest";
import type { ItemState } from "@/lib/annotation/item-state";
import type { SaveKind, SaveStatus } from "@/lib/editor/saving/status";
import { onceSent } from "./once-sent";

test("hears once, when the server has answered for everything", () => {
  const listeners = new Set<() => void>();
  let status = statusOf("saved", 0, "in_progress");
  const saver = {
    status: () => status,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const become = (next: SaveStatus) => {
    status = next;
    for (const listener of listeners) listener();
  };
  const heard: ItemState[] = [];
  onceSent(saver, ({ itemState }) => heard.push(itemState));
  become(statusOf("saving", 1, "submitted"));
  become(statusOf("offline", 1, "submitted"));
  become(statusOf("refused", 1, "submitted"));
  expect(heard).toEqual([]);
  become(statusOf("saved", 0, "in_progress"));
  become(statusOf("saved", 0, "submitted"));
  expect(heard).toEqual(["in_progress"]);
});

function statusOf(kind: SaveKind, waiting: number, itemState: ItemState): SaveStatus {
  return {
    ...{ kind, waiting, itemState, conflicts: [], refusedCount: 0, problem: null },
    ...{ offlineReason: null, isDurable: true },
  };
}
