import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Known, Loss } from "./standing";

/** Of the page: how its person stands to the item that is open. Null until it is there. */
export const standingStore = createStore<{ known: Known | null }>(() => ({ known: null }));

/** What became of the item while it was open here; null: nothing that the person has to know. */
export function useLoss(itemId: string | undefined): Loss | null {
  return useStore(standingStore, ({ known }) =>
    known && known.itemId === itemId ? known.loss : null,
  );
}
