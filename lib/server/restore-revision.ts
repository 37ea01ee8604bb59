import "server-only";
import { restoreItem } from "@/db/queries/item-history";
import type { Viewer } from "@/db/queries/layer-access";
import type { Store } from "@/db/store";
import type { RestoredItem, RestoreItem } from "@/lib/api/items";
import { AppError } from "./app-error";
import { requireSight } from "./item-access";

/** Brings an item back to an earlier revision, and names why where that cannot be. */
export async function restoreRevision(
  store: Store,
  { itemId, viewer, request }: { itemId: string; viewer: Viewer; request: RestoreItem },
): Promise<RestoredItem & { layerId: string; isOwn: boolean }> {
  const { layerId, resultLayerId } = await requireSight(store, { itemId, viewer });
  if (layerId === null) throw new AppError("refused", "This item was not handed to you.");
  const to = "rev" in request ? { rev: request.rev } : { opId: request.opId };
  const result = await restoreItem(store, {
    itemId,
    layerId,
    to,
    ...viewer,
    writeId: request.writeId,
    now: Date.now(),
  });
  switch (result.kind) {
    case "restored": {
      const isOwn = layerId !== resultLayerId;
      return { rev: result.rev, changes: result.changes, layerId, isOwn };
    }
    case "unknown_revision":
      throw new AppError("not_found", "This item has no such revision.");
    case "missing":
      throw new AppError("not_found", "There is no such item.");
    case "gone":
      throw new AppError("gone", "This item was deleted.");
    case "conflict":
      throw new AppError("conflict", "Somebody changed the item at the same moment.");
    case "refused":
      throw new AppError("refused", result.message, { extra: { reason: result.reason } });
  }
}
