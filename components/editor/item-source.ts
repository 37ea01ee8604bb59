import { ApiError, apiFetch } from "@/lib/api/client";
import { type OpenItemData, openItemSchema } from "@/lib/api/open-item";

/** Answers older than this are asked for again, as long as there is somebody to ask. */
const FRESH_MS = 30_000;
/** So many items on in the direction of work, and one back. */
const AHEAD = 4;
/** Known items, so that one can go to and fro while the server is away. */
const KEPT = 24;

/** `isOld`: the server is away, and this is what it said earlier. */
export type FoundItem = { data: OpenItemData; isOld: boolean };

/** The items of one view, as the server tells of them; those around the open one are asked for ahead. */
export interface ItemSource {
  /** @throws ApiError when the server refuses, or is away and the item was never loaded. */
  find(itemId: string): Promise<FoundItem>;
  /** Asks for the neighbours; `onLoad` for each that is there and was not before. */
  surround(data: OpenItemData): void;
  /** Asks for items that will probably be wanted, the nearest first. */
  ahead(itemIds: readonly string[]): void;
  /** What is known of an item that was open, for the time when nobody can be asked. */
  keep(data: OpenItemData): void;
  forget(itemId: string): void;
}

type Known = { askedAt: number; data: Promise<OpenItemData> };

export function createItemSource(options: {
  filter: string;
  onLoad(data: OpenItemData, distance: number): void;
}): ItemSource {
  const { filter, onLoad } = options;
  /** The one used last is last. */
  const known = new Map<string, Known>();

  function ask(id: string): Promise<OpenItemData> {
    return apiFetch(`/api/v1/items/${id}/open${filter ? `?${filter}` : ""}`, {
      schema: openItemSchema,
    });
  }

  function remember(id: string, found: Known): void {
    known.delete(id);
    known.set(id, found);
    for (const old of known.keys()) {
      if (known.size <= KEPT) return;
      known.delete(old);
    }
  }

  function askAhead(id: string, distance: number): Promise<OpenItemData> {
    const found = known.get(id);
    if (found && isFresh(found)) return found.data;
    const data = ask(id).catch((error: unknown) => {
      // What was known stays known; of what was not, nothing may be remembered.
      if (known.get(id)?.data === data) {
        if (found) known.set(id, found);
        else known.delete(id);
      }
      if (found) return found.data;
      throw error;
    });
    remember(id, { askedAt: Date.now(), data });
    void data.then((item) => onLoad(item, distance)).catch(() => undefined);
    return data;
  }

  async function goAhead(from: OpenItemData): Promise<void> {
    let { next } = from.neighbours;
    for (let distance = 1; distance <= AHEAD && next; distance += 1) {
      ({ next } = (await askAhead(next, distance)).neighbours);
    }
  }

  return {
    async find(id) {
      const found = known.get(id);
      if (found && isFresh(found)) {
        // Once only: by the next visit somebody may have worked on it.
        remember(id, { ...found, askedAt: 0 });
        return { data: await found.data, isOld: false };
      }
      try {
        const data = await ask(id);
        remember(id, { askedAt: 0, data: Promise.resolve(data) });
        return { data, isOld: false };
      } catch (error) {
        if (!found || !isAway(error)) throw error;
        return { data: await found.data, isOld: true };
      }
    },
    surround(data) {
      const { previous } = data.neighbours;
      if (previous) void askAhead(previous, 1).catch(() => undefined);
      void goAhead(data).catch(() => undefined);
    },
    ahead(itemIds) {
      for (const [index, id] of itemIds.slice(0, AHEAD).entries()) {
        void askAhead(id, index + 1).catch(() => undefined);
      }
    },
    keep(data) {
      remember(data.item.id, { askedAt: 0, data: Promise.resolve(data) });
    },
    forget: (id) => known.delete(id),
  };
}

function isFresh({ askedAt }: Known): boolean {
  return Date.now() - askedAt < FRESH_MS;
}

/** Nobody answers, or somebody in front of the server says that it is not there. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 502)
  );
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 410);
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
