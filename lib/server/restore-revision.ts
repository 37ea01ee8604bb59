import "server-only";
import { restoreItem } from "@/db/queries/item-history";
import type { Store } from "@/db/store";
import type { RestoredItem, RestoreItem } from "@/lib/api/items";
import { AppError } from "./app-error";

/** Brings an item back to an earlier revision, and names why where that cannot be. */
export async function restoreRevision(
  store: Store,
  { itemId, userId, request }: { itemId: string; userId: string; request: RestoreItem },
): Promise<RestoredItem> {
  const to = "rev" in request ? { rev: request.rev } : { opId: request.opId };
  const result = await restoreItem(store, {
    itemId,
    to,
    userId,
    writeId: request.writeId,
    now: Date.now(),
  });
  switch (result.kind) {
    case "restored":
      return { rev: result.rev, changes: result.changes };
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
