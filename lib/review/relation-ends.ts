import type { Annotation } from "@/lib/annotation/annotation";
import type { ComparedLayer, Member } from "./differences";

/**
 * What a relation relates, in the layer that has it: its ends need not be in the result. Null for what is no relation,
 * and where an end is gone.
 */
export function relationEnds(
  { layerId, annotation: { geometry } }: Member,
  layers: readonly ComparedLayer[],
): readonly [Annotation, Annotation] | null {
  if (geometry.kind !== "relation") return null;
  const own = layers.find(({ id }) => id === layerId)?.annotations ?? [];
  const from = own.find(({ id }) => id === geometry.from);
  const to = own.find(({ id }) => id === geometry.to);
  return from && to ? [from, to] : null;
}
