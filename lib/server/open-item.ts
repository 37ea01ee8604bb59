import "server-only";
import { readNearest } from "@/db/queries/item-list";
import { readItem } from "@/db/queries/items";
import { readLayer } from "@/db/queries/layers";
import { readMediaKind } from "@/db/queries/projects";
import { readSuggestionLayers } from "@/db/queries/suggestion-layers";
import type { Store } from "@/db/store";
import type { ItemFilter } from "@/lib/api/items";
import type { OpenItemData } from "@/lib/api/open-item";
import { getApp } from "./app";
import { intakeOf } from "./media/intakes";

/** What the editor needs to open an item; null when the item, its layer or its media are gone. */
export async function readOpenItem(
  store: Store,
  { itemId, filter }: { itemId: string; filter: ItemFilter },
): Promise<OpenItemData | null> {
  const detail = await readItem(store, itemId);
  if (!detail) return null;
  const { info, ...item } = detail;
  const kind = await readMediaKind(store, item.projectId);
  if (!kind) return null;
  const [layer, neighbours, media, suggestions] = await Promise.all([
    readLayer(store, { layerId: item.layerId }),
    readNearest(store, { itemId, filter }),
    intakeOf(kind).read(getApp(), { hash: item.blobHash, info }),
    readSuggestionLayers(store, itemId),
  ]);
  return layer && neighbours && media ? { item, layer, neighbours, media, suggestions } : null;
}
