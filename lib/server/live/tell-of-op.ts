import "server-only";
import { itemOfLayer } from "@/db/queries/layers";
import type { Store } from "@/db/store";
import type { OpAccepted, OpRequest } from "@/lib/annotation/protocol";
import { isHeard, publish } from "./bus";

/** Tells the others of an operation that was accepted. */
export async function tellOfOp(
  store: Store,
  of: { projectId: string; layerId: string; op: OpRequest; answer: OpAccepted },
): Promise<void> {
  const { projectId, layerId, op, answer } = of;
  if (!isHeard(projectId)) return;
  const itemId = await itemOfLayer(store, layerId);
  if (itemId === null) return;
  const { clientId } = op;
  publish(projectId, { kind: "layer", itemId, layerId, rev: answer.rev, clientId });
  // The first stroke begins an item.
  const isStateNews = op.state !== undefined || answer.rev === 1;
  if (isStateNews) publish(projectId, { kind: "item", itemId, state: answer.state });
}
