import "server-only";
import { findImportTargets, type ImportTarget, walkItemNames } from "@/db/queries/import-match";
import type { Store } from "@/db/store";
import { itemName } from "@/lib/media/item-name";

/**
 * Finds items by the names that datasets give them: exactly this name; else the only item whose path ends with it, or with
 * which it ends. Names are read once; items that come later are found by their exact name.
 */
export function createNameFinder(projectId: string) {
  let byBase: Map<string, { itemId: string; name: string }[]> | null = null;
  return async (store: Store, given: string): Promise<ImportTarget[]> => {
    const name = itemName(given);
    const exact = await findImportTargets(store, { projectId, by: { name } });
    if (exact.length > 0) return exact;
    byBase ??= await indexByBase(store, projectId);
    const similar = (byBase.get(baseOf(name)) ?? []).filter(
      (item) => endsWithPath(item.name, name) || endsWithPath(name, item.name),
    );
    const targets = similar.map(({ itemId }) =>
      findImportTargets(store, { projectId, by: { itemId } }),
    );
    return (await Promise.all(targets)).flat();
  };
}

async function indexByBase(store: Store, projectId: string) {
  const index = new Map<string, { itemId: string; name: string }[]>();
  for await (const item of walkItemNames(store, projectId)) {
    const base = baseOf(item.name);
    const list = index.get(base);
    if (list) list.push(item);
    else index.set(base, [item]);
  }
  return index;
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function endsWithPath(long: string, short: string): boolean {
  return long === short || long.endsWith(`/${short}`);
}
