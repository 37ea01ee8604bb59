import type { ItemState } from "@/lib/annotation/item-state";
import { isLayerRefused } from "./failure";
import { type Conflict, type Lane, touchedIds } from "./lane";
import type { Failure, Problem } from "./transport";

export const SAVE_KINDS = [
  "saved",
  "saving",
  "offline",
  "conflict",
  "signed-out",
  "refused",
  "outdated",
] as const;
export type SaveKind = (typeof SAVE_KINDS)[number];

/** What the badge may say. "saved" is said only when the server has answered for everything. */
export type SaveStatus = {
  readonly kind: SaveKind;
  /** Operations that the server has not confirmed. */
  readonly waiting: number;
  readonly conflicts: readonly Conflict[];
  /** Annotations whose unsent work "discard" would give up; only with "refused". */
  readonly refusedCount: number;
  /** Why the server will not take the first waiting operation; only with "refused". */
  readonly problem: Problem | null;
  /** "server": it answers, but with errors; "network": it does not answer. Only with "offline". */
  readonly offlineReason: "network" | "server" | null;
  /** False while waiting work would not survive a reload (the browser refuses to store it). */
  readonly isDurable: boolean;
  readonly itemState: ItemState;
};

export type SaveFacts = {
  lane: Lane;
  /** The failure that the last send met and that nothing has cleared since. */
  failure: Failure | null;
  isDurable: boolean;
  serverState: ItemState;
};

export function statusOf({ lane, failure, isDurable, serverState }: SaveFacts): SaveStatus {
  const queuedState = lane.ops.findLast((op) => op.state !== null)?.state;
  const hasProblem = failure?.kind === "refused" || failure?.kind === "too-large";
  return {
    kind: kindOf(lane, failure),
    waiting: lane.ops.length,
    conflicts: [...lane.conflicts.values()],
    refusedCount: hasProblem ? refusedIds(lane, failure).size : 0,
    problem: hasProblem ? failure.problem : null,
    offlineReason: failure?.kind === "unreachable" ? failure.reason : null,
    isDurable,
    itemState: queuedState ?? serverState,
  };
}

/** What `discardRefused` gives up. */
function refusedIds(lane: Lane, failure: Failure): Set<string> {
  if (isLayerRefused(failure)) return touchedIds(lane);
  return new Set(lane.ops[0]?.changes.map(({ id }) => id));
}

function kindOf(lane: Lane, failure: Failure | null): SaveKind {
  const hasWork = lane.ops.length > 0;
  if (failure?.kind === "outdated") return "outdated";
  if (hasWork && (failure?.kind === "refused" || failure?.kind === "too-large")) return "refused";
  if (hasWork && failure?.kind === "signed-out") return "signed-out";
  if (lane.conflicts.size > 0) return "conflict";
  if (!hasWork) return "saved";
  return failure?.kind === "unreachable" ? "offline" : "saving";
}
