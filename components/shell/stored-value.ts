import type * as z from "zod/mini";

/** A small value in localStorage, checked when read and shared by tabs. */
export interface StoredValue<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/** `get` returns the same object until the value changes, as React's stores demand. */
export function createStoredValue<T>(options: {
  key: string;
  schema: z.ZodMiniType<T>;
  fallback: T;
}): StoredValue<T> {
  const { key, schema, fallback } = options;
  const listeners = new Set<() => void>();
  let text: string | null = null;
  let value = fallback;

  function read(): T {
    const stored = localStorage.getItem(key);
    if (stored === text) return value;
    text = stored;
    value = parse(stored);
    return value;
  }

  function parse(stored: string | null): T {
    if (stored === null) return fallback;
    try {
      const parsed = schema.safeParse(JSON.parse(stored));
      return parsed.success ? parsed.data : fallback;
    } catch {
      // Not JSON: an older version's or someone's own writing. Start afresh.
      return fallback;
    }
  }

  return {
    get: read,
    set(next) {
      localStorage.setItem(key, JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      const onStorage = (event: StorageEvent) => {
        if (event.key === key) listener();
      };
      listeners.add(listener);
      window.addEventListener("storage", onStorage);
      return () => {
        listeners.delete(listener);
        window.removeEventListener("storage", onStorage);
      };
    },
  };
}
