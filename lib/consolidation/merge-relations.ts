import { compareMarked, compareText } from "./marked-order";
import { idOfCluster, outcomeOf, sumOf, votesOf } from "./merge-cluster";
import type { ClusterReport, Marked, MergeContext } from "./source";

/**
 * Arcs of the same label and direction between ends that became the same annotations. An arc stays by quorum, and
 * only when both its ends stay.
 */
export function mergeRelations(
  things: readonly Marked[],
  {
    total,
    context,
    ends,
  }: {
    total: number;
    context: MergeContext;
    /** What is left of the placed annotations and the answers. */
    ends: readonly ClusterReport[];
  },
): ClusterReport[] {
  const madeOf = new Map<string, { id: string; isKept: boolean }>();
  for (const { members, outcome, proposed } of ends) {
    const made = { id: proposed.id, isKept: outcome === "merged" };
    for (const { layerId, annotationId } of members) {
      madeOf.set(JSON.stringify([layerId, annotationId]), made);
    }
  }
  const groups = new Map<
    string,
    { from: string; to: string; isKept: boolean; members: Marked[] }
  >();
  for (const thing of things.toSorted(compareMarked)) {
    const { geometry, labelId } = thing.annotation;
    if (geometry.kind !== "relation") continue;
    const from = madeOf.get(JSON.stringify([thing.layerId, geometry.from]));
    const to = madeOf.get(JSON.stringify([thing.layerId, geometry.to]));
    if (!from || !to) continue;
    const key = JSON.stringify([from.id, to.id, labelId]);
    const group = groups.get(key) ?? {
      ...{ from: from.id, to: to.id, isKept: from.isKept && to.isKept, members: [] },
    };
    groups.set(key, group);
    if (group.members.every(({ layerId }) => layerId !== thing.layerId)) group.members.push(thing);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { from, to, isKept, members }]) => {
      const share = total > 0 ? Math.min(1, sumOf(members) / total) : 0;
      const outcome = isKept ? outcomeOf(share, context.rule.quorum) : "dropped";
      const [first] = members;
      if (!first) throw new RangeError("A relation that nobody drew.");
      return {
        kind: "relation",
        outcome,
        tie: outcome === "tie" ? "presence" : null,
        share,
        members: members.map(({ layerId, annotation }) => ({
          layerId,
          annotationId: annotation.id,
        })),
        votes: votesOf(members),
        proposed: {
          ...first.annotation,
          id: idOfCluster(members, context),
          geometry: { kind: "relation", from, to },
          score: null,
          source: "manual",
          groupId: null,
        },
      };
    });
}
