import { count, inArray, max, sum } from "drizzle-orm";
import type { Split } from "@/lib/annotation/item-state";
import type { Store } from "../store";
import { breathe, chosenItems, type ItemChoice, itemPages } from "./dataset-rows";

/** The items chosen, and how many there are: known without a walk. */
export async function countDataset(
  store: Store,
  choice: ItemChoice,
): Promise<{ items: number; annotations: number; lastPosition: number }> {
  const { items } = store.tables;
  const rows = await store.db
    .select({
      items: count(),
      annotations: sum(items.annotationCount).mapWith(Number),
      lastPosition: max(items.position),
    })
    .from(items)
    .where(chosenItems(store.tables, choice));
  const row = rows[0];
  return {
    items: row?.items ?? 0,
    annotations: row?.annotations ?? 0,
    lastPosition: row?.lastPosition ?? -1,
  };
}

/** How many of the chosen items say each split themselves; null: none. */
export async function countOwnSplits(
  store: Store,
  choice: ItemChoice,
): Promise<Map<Split | null, number>> {
  const { items } = store.tables;
  const rows = await store.db
    .select({ split: items.split, n: count() })
    .from(items)
    .where(chosenItems(store.tables, choice))
    .groupBy(items.split);
  return new Map(rows.map(({ split, n }) => [split, n]));
}

/** Each chosen item with the labels that occur on it, by position: what a stratified split needs. */
export async function* walkItemLabels(
  store: Store,
  choice: ItemChoice & { labelIds: readonly string[] | null },
): AsyncGenerator<{ id: string; position: number; labels: readonly string[] }> {
  const { itemLabels } = store.tables;
  const wanted = choice.labelIds === null ? null : new Set(choice.labelIds);
  const share = createSharedLists();
  for await (const page of itemPages(store, choice)) {
    const labels = new Map<string, string[]>();
    const rows = await store.db
      .select({ itemId: itemLabels.itemId, labelId: itemLabels.labelId })
      .from(itemLabels)
      .where(
        inArray(
          itemLabels.itemId,
          page.map(({ id }) => id),
        ),
      );
    for (const { itemId, labelId } of rows) {
      if (wanted && !wanted.has(labelId)) continue;
      const list = labels.get(itemId);
      if (list) list.push(labelId);
      else labels.set(itemId, [labelId]);
    }
    for (const { id, position } of page) {
      yield { id, position, labels: share(labels.get(id) ?? []) };
    }
    await breathe();
  }
}

/** Equal lists become one: 100,000 items have few sets of labels, and each would be kept. */
function createSharedLists(): (list: readonly string[]) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (list) => {
    const key = list.join(" ");
    const known = lists.get(key);
    if (known) return known;
    lists.set(key, list);
    return list;
  };
}
