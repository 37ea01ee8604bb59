import "server-only";
import { applyOpWithOthers } from "@/db/queries/op-queue";
import type { ProjectRole } from "@/db/schema/projects";
import type { Store } from "@/db/store";
import { type OpAccepted, type OpRequest, PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import { AppError } from "./app-error";

/** Applies an operation and turns every refusal into the error that the protocol names. */
export async function writeOp(
  store: Store,
  {
    layerId,
    userId,
    role,
    op,
  }: { layerId: string; userId: string; role: ProjectRole; op: OpRequest },
): Promise<OpAccepted> {
  if (op.protocol !== PROTOCOL_VERSION) {
    throw new AppError("client_outdated", "This page is older than the server. Reload it.");
  }
  const result = await applyOpWithOthers(store, {
    layerId,
    userId,
    role,
    op,
    cause: "edit",
    now: Date.now(),
  });
  switch (result.kind) {
    case "accepted":
      return { rev: result.rev, state: result.state, records: result.records };
    case "conflict":
      throw new AppError("conflict", "Somebody else changed the same annotation.", {
        extra: { rev: result.rev, records: result.records },
      });
    case "missing":
      throw new AppError("not_found", "There is no such layer.");
    case "gone":
      throw new AppError("gone", "This item was deleted.");
    case "refused":
      throw new AppError("refused", result.message, { extra: { reason: result.reason } });
  }
}
