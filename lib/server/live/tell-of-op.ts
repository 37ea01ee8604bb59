import "server-only";
import { itemOfLayer } from "@/db/queries/layers";
import type { Store } from "@/db/store";
import type { OpAccepted, OpRequest } from "@/lib/annotation/protocol";
import { isHeard, publish } from "./bus";

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
  // Of a layer of one's own only one's other tabs hear; others hear what becomes of the item by it, if anything.
  publish(projectId, news, isOwn ? userId : undefined);
  // The first stroke begins an item.
  const isStateNews = op.state !== undefined || answer.rev === 1;
  if (!isStateNews) return;
  const isSecret = isOwn && item.isGold;
  // Of a gold item only its person hears, and what they would hear of any other.
  const hidden = item.required > 1 ? "in_progress" : answer.state;
  const state = isSecret ? hidden : isOwn ? item.state : answer.state;
  publish(projectId, { kind: "item", itemId, state }, isSecret ? userId : undefined);
}
