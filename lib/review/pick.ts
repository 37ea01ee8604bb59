import type { Annotation } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { Geometry } from "@/lib/geometry/geometry";
import { type Cluster, type EndOf, memberOf, saysTheSame } from "./differences";

export type PickOptions = {
  /** The result as it is now. */
  annotations: ReadonlyMap<string, Annotation>;
  resultId: string;
  endOf: EndOf;
  /** Order of what is new: in front of everything. */
  order: number;
  newId(): string;
};

/**
 * The change that makes the result say of one thing what another layer says; `layerId` null, or of a layer that does not
 * have it: nothing. An empty patch when it says so already; null when a relation's ends are not in the result.
 */
export function pickPatch(
  cluster: Cluster,
  layerId: string | null,
  options: PickOptions,
): Patch<Annotation> | null {
  const { annotations, resultId } = options;
  const current = memberOf(cluster, resultId);
  const before = current ? (annotations.get(current.id) ?? null) : null;
  const wanted = layerId === null ? null : memberOf(cluster, layerId);
  if (!wanted) return before ? new Map([[before.id, { before, after: null }]]) : new Map();
  const geometry = placeInResult(wanted.geometry, layerId ?? "", options.endOf);
  if (!geometry) return null;
  const id = before?.id ?? freeId(wanted.id, options);
  const after: Annotation = {
    ...wanted,
    ...{ id, geometry, groupId: null, order: before?.order ?? options.order },
  };
  if (before && saysTheSame(before, after)) return new Map();
  return new Map([[id, { before, after }]]);
}

/** Whose version the result has of a thing: the layers that say the same; none when it was changed by hand. */
export function chosenLayers(cluster: Cluster, resultId: string): string[] {
  const result = memberOf(cluster, resultId);
  return cluster.members.flatMap(({ layerId, annotation }) =>
    result && layerId !== resultId && isSameInResult(result, annotation) ? [layerId] : [],
  );
}

function isSameInResult(result: Annotation, other: Annotation): boolean {
  // The ends of relations have other ids in each layer; that they are in one cluster says they are the same.
  const isRelation = result.geometry.kind === "relation" && other.geometry.kind === "relation";
  return saysTheSame(result, isRelation ? { ...other, geometry: result.geometry } : other);
}

function placeInResult(geometry: Geometry, layerId: string, endOf: EndOf): Geometry | null {
  if (geometry.kind !== "relation") return geometry;
  const [from, to] = [endOf(layerId, geometry.from), endOf(layerId, geometry.to)];
  return from === null || to === null ? null : { ...geometry, from, to };
}

/** Its own where that is free: then what one picked twice is the same thing. */
function freeId(id: string, { annotations, newId }: PickOptions): string {
  return annotations.has(id) ? newId() : id;
}
