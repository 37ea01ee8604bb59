import type { Standing } from "@/lib/api/item-work";
import type { ProjectRole } from "../../schema/projects";
import type { ItemSight } from "../layer-access";

/** How a person stands to an item that they have open; `sight` null: it was deleted. */
export function standingOf(sight: ItemSight | null, role: ProjectRole): Standing {
  if (!sight) return "gone";
  if (role === "viewer") return "viewer";
  const { assignment, hasPlace, readReason } = sight;
  if (assignment && assignment.state !== "released") return "held";
  if (role === "annotator") {
    if (!sight.isVisible) return "hidden";
    if (readReason === "submitted" || readReason === "accepted") return "finished";
    return hasPlace ? "free" : "taken";
  }
  if (hasPlace) return "free";
  // In the result they are held up by nothing; in a layer of their own nobody would look for it any more.
  const isInResult = !assignment || assignment.layerId === sight.resultLayerId;
  return isInResult ? "shared" : "taken";
}
