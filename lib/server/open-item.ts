import "server-only";
import { readNeighbours } from "@/db/queries/item-list";
import { readItem } from "@/db/queries/items";
import { readLayer } from "@/db/queries/layers";
import type { Store } from "@/db/store";
import type { ItemFilter } from "@/lib/api/items";
import type { OpenItemData } from "@/lib/api/open-item";
import { getApp } from "./app";
import { readImageInfo } from "./media/ingest-image";
import { openMedia } from "./media/open-media";

/** What the editor needs to open an item; null when the item, its layer or its media are gone. */
export async function readOpenItem(
  store: Store,
  { itemId, filter }: { itemId: string; filter: ItemFilter },
): Promise<OpenItemData | null> {
  const detail = await readItem(store, itemId);
  if (!detail) return null;
  const { info: _info, ...item } = detail;
  const media = await openMedia(getApp().settings);
  const [layer, neighbours, image] = await Promise.all([
    readLayer(store, { layerId: item.layerId }),
    readNeighbours(store, { itemId, filter }),
    readImageInfo(media, item.blobHash),
  ]);
  return layer && neighbours && image ? { item, layer, neighbours, image } : null;
}
