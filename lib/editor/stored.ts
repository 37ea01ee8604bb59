import type * as z from "zod/mini";
import { createStore, type StoreApi } from "zustand/vanilla";

/** The part of `localStorage` that is used; the core itself knows no browser. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

type Options<S extends z.ZodMiniType> = {
  key: string;
  schema: S;
  storage?: KeyValueStorage | undefined;
};

/**
 * A store that outlives the page when there is a storage. The schema has to give a value for `{}`,
 * which is what nothing stored, or something unreadable, counts as.
 */
export function createStoredStore<S extends z.ZodMiniType>({
  key,
  schema,
  storage,
}: Options<S>): StoreApi<z.output<S>> {
  const saved = schema.safeParse(read(storage, key));
  const store = createStore<z.output<S>>(() => (saved.success ? saved.data : schema.parse({})));
  store.subscribe((state) => {
    try {
      storage?.setItem(key, JSON.stringify(state));
    } catch {
      // Full or forbidden: it holds for this page, which is all that can be promised.
    }
  });
  return store;
}

function read(storage: KeyValueStorage | undefined, key: string): unknown {
  try {
    return JSON.parse(storage?.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
