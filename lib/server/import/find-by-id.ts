import "server-only";
import {
  findImportTargets,
  type ImportTarget,
  walkItemNames,
  walkSourceIds,
} from "@/db/queries/import-match";
import type { Store } from "@/db/store";

/**
 * Finds items that a dataset names by an id alone: those that an import brought with this id, else those whose file is
 * called so ("bus" or "42" for bus.jpg or 000042.jpg). Both are read once.
 */
export function createIdFinder(projectId: string) {
  let index: Promise<{ bySource: Index; byStem: Index }> | null = null;
  return async (store: Store, id: string): Promise<ImportTarget[]> => {
    index ??= readIndex(store, projectId);
    const { bySource, byStem } = await index;
    const found = bySource.get(id) ?? byStem.get(plainId(id)) ?? [];
    const targets = found.map((itemId) => findImportTargets(store, { projectId, by: { itemId } }));
    return (await Promise.all(targets)).flat();
  };
}

type Index = ReadonlyMap<string, readonly string[]>;

async function readIndex(
  store: Store,
  projectId: string,
): Promise<{ bySource: Index; byStem: Index }> {
  const bySource = new Map<string, string[]>();
  const byStem = new Map<string, string[]>();
  const add = (index: Map<string, string[]>, key: string, itemId: string) => {
    const list = index.get(key);
    if (list) list.push(itemId);
    else index.set(key, [itemId]);
  };
  for await (const { itemId, sourceId } of walkSourceIds(store, projectId)) {
    add(bySource, sourceId, itemId);
  }
  for await (const { itemId, name } of walkItemNames(store, projectId)) {
    add(byStem, plainId(name.slice(name.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "")), itemId);
  }
  return { bySource, byStem };
}

/** COCO's own files have zeros before their numbers, which ids have not. */
function plainId(id: string): string {
  return /^\d+$/.test(id) ? id.replace(/^0+(?=\d)/, "") : id;
}
