import "server-only";
import { type ItemSight, itemSight, layerAccess, type Viewer } from "@/db/queries/layer-access";
import type { Store } from "@/db/store";
import { AppError } from "./app-error";

/** What the item is to this person. What they were not handed and may not look at is not there for them. */
export async function requireSight(
  store: Store,
  of: { itemId: string; viewer: Viewer },
): Promise<ItemSight> {
  const sight = await itemSight(store, of);
  if (!sight) throw new AppError("gone", "This item was deleted.");
  if (!sight.isVisible) throw nothing();
  return sight;
}

/** As `requireSight`, by a layer of the item that the person may read. */
export async function requireLayer(
  store: Store,
  of: { layerId: string; viewer: Viewer },
): Promise<ItemSight> {
  const access = await layerAccess(store, of);
  if (!access) throw new AppError("gone", "This item was deleted.");
  if (!access.canRead) throw nothing();
  return access.sight;
}

/** As for strangers: whether there is one is not told. */
function nothing(): AppError {
  return new AppError("not_found", "There is nothing here.");
}
