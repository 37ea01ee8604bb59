import { apiFetch } from "@/lib/api/client";
import { type Neighbours, neighboursSchema } from "@/lib/api/items";
import type { OpenItemData, OpenNeighbours } from "@/lib/api/open-item";

/** A place that was counted is reckoned on with, step by step, for so long. */
const COUNTED_FOR_MS = 60_000;

/** Where the open item stands in a view that takes the server long to count. */
export interface ItemPlace {
  /** What is known at once: as the server said, or one on from the item that was open before. */
  known(data: OpenItemData): OpenNeighbours;
  /** Everything about it; asked for once in a while. Null when nobody can say. */
  ask(itemId: string): Promise<Neighbours | null>;
}

export function createItemPlace(filter: string): ItemPlace {
  let last: { neighbours: OpenNeighbours; countedAt: number } | null = null;
  let asked: { itemId: string; at: number; answer: Promise<Neighbours | null> } | null = null;

  function keep(neighbours: OpenNeighbours, countedAt: number): OpenNeighbours {
    last = { neighbours, countedAt };
    return neighbours;
  }

  return {
    known({ item, neighbours }) {
      if (neighbours.total !== null) return neighbours;
      const isCounted = last !== null && Date.now() - last.countedAt < COUNTED_FOR_MS;
      const place = isCounted && last ? beside(last.neighbours, item.id) : null;
      return place && last ? keep({ ...neighbours, ...place }, last.countedAt) : neighbours;
    },
    ask(itemId) {
      const isFresh = asked !== null && Date.now() - asked.at < COUNTED_FOR_MS;
      if (isFresh && asked?.itemId === itemId) return asked.answer;
      const path = `/api/v1/items/${itemId}/neighbours${filter ? `?${filter}` : ""}`;
      const answer = apiFetch(path, { schema: neighboursSchema }).then(
        (neighbours) => {
          if (asked?.itemId === itemId) keep(neighbours, Date.now());
          return neighbours;
        },
        () => {
          // To be asked again.
          if (asked?.itemId === itemId) asked = null;
          return null;
        },
      );
      asked = { itemId, at: Date.now(), answer };
      return answer;
    },
  };
}

/** The place of a neighbour; null when the item is none, or the place itself is not known. */
export function beside(
  { previous, next, index, total }: OpenNeighbours,
  itemId: string,
): { index: number; total: number } | null {
  if (index === null || total === null) return null;
  if (next === itemId) return { index: index + 1, total };
  return previous === itemId ? { index: index - 1, total } : null;
}
