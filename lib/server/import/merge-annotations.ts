import { v5 as uuidv5 } from "uuid";
import type { Annotation } from "@/lib/annotation/annotation";
import type { LayerRecord } from "@/lib/annotation/protocol";
import { boundsOf, type GeometryKind } from "@/lib/geometry/geometry";

/** Two shapes this near are one: text formats round. In px; intervals in seconds (code points are whole). */
const SAME_WITHIN = { box: 0.01, interval: 0.0006, whole: 0, relation: 0 } satisfies Record<
  GeometryKind,
  number
>;
/** The widest of them, to search by. */
const SEARCH_WITHIN = Math.max(...Object.values(SAME_WITHIN));

/** `ref`: what the ends of the item's relations call it. */
export type WantedAnnotation = Omit<Annotation, "id" | "source"> & { ref?: string };
export type MergePlan = {
  changes: { id: string; after: Annotation | null }[];
  added: number;
  alreadyThere: number;
  keptAsEdited: number;
  removed: number;
  /** Relations whose ends the item does not have. */
  leftOut: number;
};

/**
 * What has to change on a layer so that it has what a dataset says of it. Ids follow from the
 * content, so a second import of the same finds the first one's annotations, edited or deleted as
 * they may be, and in the mode "add" leaves them as people left them.
 */
export function mergeAnnotations(of: {
  layerId: string;
  /** Everything that the layer has or had, tombstones included. */
  records: readonly LayerRecord[];
  wanted: readonly WantedAnnotation[];
  mode: "add" | "replace";
}): MergePlan {
  const { layerId, records, wanted, mode } = of;
  const plan: MergePlan = {
    changes: [],
    added: 0,
    alreadyThere: 0,
    keptAsEdited: 0,
    removed: 0,
    leftOut: 0,
  };
  const known = new Set(records.map(({ id }) => id));
  const live = records.flatMap(({ annotation }) => (annotation ? [annotation] : []));
  const takeTwin = createTwinFinder(live);
  const matched = new Set<string>();
  const occurrences = new Map<string, number>();
  const top = live.reduce((max, { order }) => Math.max(max, order + 1), 0);
  const idOf = new Map<string, string>();
  for (const { ref, ...given } of relationsLast(wanted)) {
    const annotation = withEnds(given, idOf);
    if (!annotation) {
      plan.leftOut += 1;
      continue;
    }
    const key = contentKey(annotation);
    const occurrence = occurrences.get(key) ?? 0;
    occurrences.set(key, occurrence + 1);
    const twin = takeTwin(annotation);
    const id = twin?.id ?? uuidv5(`${key}#${occurrence}`, layerId);
    if (ref !== undefined) idOf.set(ref, id);
    if (twin) {
      matched.add(twin.id);
      plan.alreadyThere += 1;
      continue;
    }
    if (mode === "add" && known.has(id)) {
      plan.keptAsEdited += 1;
      continue;
    }
    const order = mode === "add" ? top + annotation.order : annotation.order;
    plan.changes.push({ id, after: { ...annotation, id, order, source: "import" } });
    matched.add(id);
    plan.added += 1;
  }
  if (mode === "replace") {
    for (const { id } of live) {
      if (matched.has(id)) continue;
      plan.changes.push({ id, after: null });
      plan.removed += 1;
    }
  }
  return plan;
}

function relationsLast(wanted: readonly WantedAnnotation[]): WantedAnnotation[] {
  const isRelation = ({ geometry }: WantedAnnotation) => geometry.kind === "relation";
  return [...wanted.filter((each) => !isRelation(each)), ...wanted.filter(isRelation)];
}

/** With the ids that the ends of a relation have here; null when one of them is not there. */
function withEnds<A extends Omit<WantedAnnotation, "ref">>(
  annotation: A,
  idOf: ReadonlyMap<string, string>,
): A | null {
  const { geometry } = annotation;
  if (geometry.kind !== "relation") return annotation;
  const [from, to] = [idOf.get(geometry.from), idOf.get(geometry.to)];
  if (from === undefined || to === undefined) return null;
  return { ...annotation, geometry: { kind: "relation", from, to } };
}

/** Finds a live annotation with the same label and place; each is found once. */
function createTwinFinder(live: readonly Annotation[]) {
  const byLabel = new Map<string, Annotation[]>();
  for (const annotation of live) {
    const list = byLabel.get(annotation.labelId);
    if (list) list.push(annotation);
    else byLabel.set(annotation.labelId, [annotation]);
  }
  for (const list of byLabel.values()) list.sort((a, b) => startOf(a) - startOf(b));
  const taken = new Set<string>();
  return (wanted: WantedAnnotation): Annotation | null => {
    const list = byLabel.get(wanted.labelId) ?? [];
    for (let i = firstFrom(list, startOf(wanted) - SEARCH_WITHIN); i < list.length; i++) {
      const candidate = list[i];
      if (!candidate || startOf(candidate) > startOf(wanted) + SEARCH_WITHIN) return null;
      if (taken.has(candidate.id) || !isSamePlace(candidate, wanted)) continue;
      taken.add(candidate.id);
      return candidate;
    }
    return null;
  };
}

/** Index of the first annotation that starts at `x` or right of it. */
function firstFrom(list: readonly Annotation[], x: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(list[middle]) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSamePlace(a: WantedAnnotation, b: WantedAnnotation): boolean {
  if (a.geometry.kind !== b.geometry.kind) return false;
  const within = SAME_WITHIN[a.geometry.kind];
  const [first, second] = [boundsOf(a.geometry), boundsOf(b.geometry)];
  const isNear = (["x", "y", "w", "h"] as const).every(
    (side) => Math.abs(first[side] - second[side]) <= within,
  );
  return isNear && unplacedKey(a) === unplacedKey(b);
}

/** What tells annotations without a place apart: an answer by what it says, a relation by its ends. */
function unplacedKey({ geometry, text }: WantedAnnotation): string {
  if (geometry.kind === "relation") return JSON.stringify([geometry.from, geometry.to]);
  return geometry.kind === "whole" ? (text ?? "") : "";
}

function contentKey(annotation: WantedAnnotation): string {
  const { labelId, geometry } = annotation;
  const { x, y, w, h } = boundsOf(geometry);
  const within = SAME_WITHIN[geometry.kind] || 1;
  const rounded = [x, y, w, h].map((side) => Math.round(side / within));
  const unplaced = unplacedKey(annotation);
  return JSON.stringify([labelId, geometry.kind, ...rounded, ...(unplaced ? [unplaced] : [])]);
}

function startOf(annotation: WantedAnnotation | undefined): number {
  return annotation ? boundsOf(annotation.geometry).x : 0;
}
