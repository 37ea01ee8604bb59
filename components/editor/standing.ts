import type { Assignment, ItemWork, ReadReason, Standing } from "@/lib/api/item-work";
import type { Role } from "@/lib/api/members";
import type { HeartbeatAnswer } from "@/lib/api/work";

/**
 * What became of an item under an open editor. `ran-out` and `taken-back`: it is nobody's now; `with-other`: somebody
 * else has it; `shared`: likewise, and what this person does counts all the same; `removed`: they are no member of the
 * project any more, or it was deleted.
 */
export const LOSSES = [
  "ran-out",
  "taken-back",
  "with-other",
  "shared",
  "finished",
  "viewer",
  "hidden",
  "gone",
  "removed",
] as const;
export type LossKind = (typeof LOSSES)[number];
export type Loss = {
  kind: LossKind;
  /** Nobody gave a sign for as long as the lease was, so that the queue took it. */
  hasRunOut: boolean;
};

/** What a page knows of its person and the item that is open. */
export type Known = {
  itemId: string;
  /** The most that the item was to them on this page. */
  had: "held" | "free" | "shared" | "none";
  wasViewer: boolean;
  /** As the server said last, by its clock; null: kept until it is given back. */
  leaseUntil: number | null;
  loss: Loss | null;
};

/** Of a person who is no member any more the server says nothing. */
export type News = HeartbeatAnswer | "removed";

/** As the item was opened. */
export function knownAtOpen(itemId: string, work: ItemWork, role: Role): Known {
  const { assignment, readReason } = work;
  const isOpen = role === "annotator" ? ("free" as const) : ("shared" as const);
  return {
    itemId,
    had: assignment ? "held" : readReason === null ? isOpen : "none",
    wasViewer: role === "viewer",
    leaseUntil: assignment?.leaseUntil ?? null,
    loss: null,
  };
}

/** What is known after the server has answered a sign of life. */
export function hear(known: Known, news: News): Known {
  if (news === "removed") return { ...known, loss: lose(known, "removed") };
  const { standing, assignment, now } = news;
  if (standing === "held") {
    return { ...known, had: "held", leaseUntil: assignment?.leaseUntil ?? null, loss: null };
  }
  const kind = lossOf(known, standing, now);
  return { ...known, loss: kind && lose(known, kind, now) };
}

/** The person has asked for the item and has it (again). */
export function takenAgain(known: Known, { leaseUntil }: Assignment): Known {
  return { ...known, had: "held", leaseUntil, loss: null };
}

/** The same object as long as nothing is new in it: whoever shows it is not asked to again. */
function lose({ loss, leaseUntil }: Known, kind: LossKind, now?: number): Loss {
  const ranOut = now !== undefined && leaseUntil !== null && leaseUntil <= now;
  const hasRunOut = loss?.hasRunOut || ranOut;
  return loss?.kind === kind && loss.hasRunOut === hasRunOut ? loss : { kind, hasRunOut };
}

function lossOf(
  { had, wasViewer, leaseUntil, loss }: Known,
  standing: Exclude<Standing, "held">,
  now: number,
): LossKind | null {
  switch (standing) {
    case "gone":
      return "gone";
    case "viewer":
      return wasViewer ? null : "viewer";
    case "hidden":
      return "hidden";
    case "free": {
      if (had !== "held") return null;
      const hasRunOut = loss?.hasRunOut || (leaseUntil !== null && leaseUntil <= now);
      return hasRunOut ? "ran-out" : "taken-back";
    }
    case "shared":
      return had === "held" ? "shared" : null;
    case "taken":
      return had === "held" || had === "free" ? "with-other" : null;
    case "finished":
      return had === "held" || had === "free" ? "finished" : null;
  }
}

/** Why the item can only be looked at from now on; null: what the person does there still counts. */
export function lockOf(loss: Loss | null): ReadReason | null {
  switch (loss?.kind) {
    case "with-other":
    case "hidden":
    case "gone":
    case "removed":
      return "not-yours";
    case "finished":
      return "submitted";
    case "viewer":
      return "viewer";
    default:
      return null;
  }
}

/** Is there a place that the person could have again? */
export function canTakeAgain({ kind }: Loss): boolean {
  return kind === "ran-out" || kind === "taken-back";
}
