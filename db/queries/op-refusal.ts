import type { ItemState } from "@/lib/annotation/item-state";
import { boundsOf, type Geometry } from "@/lib/geometry/geometry";
import { MEDIA } from "@/lib/media/media";
import { isSameAnnotation, toAnnotation } from "./annotation-row";
import type { OpHead, PlannedChange } from "./op-reads";

/** Rounding in other people's tools may put an edge this far outside. */
const EDGE_TOLERANCE_PX = 0.5;
/** Decoders differ by less than this in how long a recording is. */
const END_TOLERANCE_S = 0.25;

/** Why an operation cannot be written; `reason` is stable. */
export type OpRefusal = { reason: string; message: string };

/**
 * A layer of suggestions is a model's or an import's: people may reject what is there and take that back, but neither write
 * anything of their own into it nor give the item a state. What happens to labels reaches it all the same.
 */
export function findSuggestionRefusal(
  changes: readonly PlannedChange[],
  { state, labels }: { state: ItemState | undefined; labels: ReadonlyMap<string, string> },
): OpRefusal | null {
  if (state !== undefined) {
    const message = "The state of an item goes with the work on it, not with suggestions.";
    return { reason: "state_on_suggestions", message };
  }
  const isForeign = changes.find(({ row, after }) => {
    if (!after) return false;
    if (!row) return true;
    const stored = toAnnotation(row);
    const labelId = labels.get(stored.labelId) ?? stored.labelId;
    // Merged meanwhile: either label is the one that was there.
    const sent = { ...after, labelId: labels.get(after.labelId) ?? after.labelId };
    return !isSameAnnotation({ ...stored, labelId }, sent);
  });
  if (!isForeign) return null;
  const message = `Suggestion ${isForeign.id} can be rejected or brought back as it was, but not changed.`;
  return { reason: "suggestion_changed", message };
}

/** What is wrong with the first change that is not possible on this item, or null. `labels`: id used → label meant. */
export function findRefusal(
  changes: readonly PlannedChange[],
  head: OpHead,
  labels: ReadonlyMap<string, string>,
): OpRefusal | null {
  const known = new Set(labels.values());
  for (const { id, after } of changes) {
    if (!after) continue;
    if (after.id !== id) {
      return { reason: "id_mismatch", message: `Change ${id} carries annotation ${after.id}.` };
    }
    if (!known.has(after.labelId)) {
      return {
        reason: "unknown_label",
        message: `Annotation ${id} has the label ${after.labelId}, which this project does not have.`,
      };
    }
    const refusal = placeRefusal(id, after.geometry, head);
    if (refusal) return refusal;
  }
  return null;
}

/** What an item can hold. */
export type ItemSpace = Pick<OpHead, "mediaKind" | "width" | "height" | "length">;

/** Why a geometry cannot be on this item, or null. */
export function placeRefusal(id: string, geometry: Geometry, head: ItemSpace): OpRefusal | null {
  const { mediaKind } = head;
  const outside = (of: string) => ({
    reason: "outside",
    message: `Annotation ${id} reaches outside the item (${of}).`,
  });
  if (!MEDIA[mediaKind].geometries.includes(geometry.kind)) {
    const message = `Annotation ${id} is of the kind ${geometry.kind}, which does not go on this project's items (${mediaKind}).`;
    return { reason: "wrong_kind", message };
  }
  if (geometry.kind === "interval") {
    const isText = MEDIA[mediaKind].unit === "codepoint";
    if (isText && !(Number.isInteger(geometry.start) && Number.isInteger(geometry.end))) {
      const message = `Annotation ${id} has offsets that are no whole numbers of code points.`;
      return { reason: "fractional_offset", message };
    }
    const length = head.length ?? Number.POSITIVE_INFINITY;
    const isInside = geometry.end <= length + (isText ? 0 : END_TOLERANCE_S);
    return isInside ? null : outside(`${length} ${isText ? "code points" : "s"}`);
  }
  const { x, y, w, h } = boundsOf(geometry);
  const width = head.width ?? Number.POSITIVE_INFINITY;
  const height = head.height ?? Number.POSITIVE_INFINITY;
  const isInside =
    x >= -EDGE_TOLERANCE_PX &&
    y >= -EDGE_TOLERANCE_PX &&
    x + w <= width + EDGE_TOLERANCE_PX &&
    y + h <= height + EDGE_TOLERANCE_PX;
  return isInside ? null : outside(`${width} × ${height}`);
}
