import "server-only";
import { itemOfLayer } from "@/db/queries/layers";
import type { Store } from "@/db/store";
import type { OpAccepted, OpRequest } from "@/lib/annotation/protocol";
import type { LiveEvent } from "@/lib/api/live";
import { isHeard, publish, publishByRole } from "./bus";

/** Tells the others of an operation that was accepted. */
export async function tellOfOp(
  store: Store,
  of: { projectId: string; layerId: string; userId: string; op: OpRequest; answer: OpAccepted },
): Promise<void> {
  const { projectId, layerId, userId, op, answer } = of;
  if (!isHeard(projectId)) return;
  const item = await itemOfLayer(store, layerId);
  if (!item || item.isRejectedAlone) return;
  const { clientId } = op;
  const { itemId, isOwn } = item;
  const news = { kind: "layer", itemId, layerId, rev: answer.rev, clientId } as const;
  // The first stroke begins an item.
  const isStateNews = op.state !== undefined || answer.rev === 1;
  if (item.isGold && !isOwn) {
    tellOfItem({ ...item, projectId }, news);
    if (isStateNews)
      tellOfItem({ ...item, projectId }, { kind: "item", itemId, state: answer.state });
    return;
  }
  // Of a layer of one's own only one's other tabs hear; others hear what becomes of the item by it, if anything.
  publish(projectId, news, isOwn ? userId : undefined);
  if (!isStateNews) return;
  const isSecret = isOwn && item.isGold;
  // Of a gold item only its person hears, and what they would hear of any other.
  const hidden = item.required > 1 ? "in_progress" : answer.state;
  const state = isSecret ? hidden : isOwn ? item.state : answer.state;
  publish(projectId, { kind: "item", itemId, state }, isSecret ? userId : undefined);
}

/**
 * Tells of an item as a whole: of a gold one only those who review, and `ownerId`, whose own it is. To others who have it
 * open it would say that it was finished before they began.
 */
export function tellOfItem(
  { projectId, isGold, ownerId }: { projectId: string; isGold: boolean; ownerId?: string | null },
  event: LiveEvent,
): void {
  if (!isGold) {
    publish(projectId, event);
    return;
  }
  publishByRole(projectId, { reviewers: event, others: null, ...(ownerId ? { ownerId } : {}) });
}
