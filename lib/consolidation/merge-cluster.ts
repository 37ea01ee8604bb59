import { textSimilarity } from "@/lib/agreement/text-similarity";
import type { Annotation, AttributeValue } from "@/lib/annotation/annotation";
import { compareText } from "./marked-order";
import { medoid, mergeGeometry, nearest } from "./merge-geometry";
import {
  type ClusterReport,
  type Marked,
  type MergeContext,
  type Outcome,
  SAME_WEIGHT,
} from "./source";

/** What becomes of one cluster. `total` is the weight of everybody who labelled the item. */
export function mergeCluster(
  members: readonly Marked[],
  { total, context }: { total: number; context: MergeContext },
): ClusterReport {
  const { quorum } = context.rule;
  const weight = sumOf(members);
  const share = total > 0 ? Math.min(1, weight / total) : 0;
  const votes = votesOf(members);
  const [winner] = votes;
  const isMajority = (winner?.weight ?? 0) > weight / 2 + SAME_WEIGHT;
  const presence = outcomeOf(share, quorum);
  const isLabelTied = presence === "merged" && !isMajority;
  const proposed = proposedOf(members, { labelId: winner?.labelId ?? "", context });
  return {
    kind: proposed.geometry.kind,
    outcome: isLabelTied ? "tie" : presence,
    tie: isLabelTied ? "label" : presence === "tie" ? "presence" : null,
    share,
    members: members.map(({ layerId, annotation }) => ({ layerId, annotationId: annotation.id })),
    votes,
    proposed,
  };
}

/** What everybody marked stays whatever the quorum. */
export function outcomeOf(share: number, quorum: number): Outcome {
  if (share > 1 - SAME_WEIGHT || share > quorum + SAME_WEIGHT) return "merged";
  return share > quorum - SAME_WEIGHT ? "tie" : "dropped";
}

export function sumOf(members: readonly { weight: number }[]): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

/** Of labels that weigh the same the first by id. */
export function votesOf(members: readonly Marked[]): ClusterReport["votes"] {
  const weights = new Map<string, number>();
  for (const { annotation, weight } of members) {
    weights.set(annotation.labelId, (weights.get(annotation.labelId) ?? 0) + weight);
  }
  return [...weights]
    .map(([labelId, weight]) => ({ labelId, weight }))
    .sort((a, b) => {
      const by = b.weight - a.weight;
      return Math.abs(by) > SAME_WEIGHT ? by : compareText(a.labelId, b.labelId);
    });
}

/** Geometry of all members; text and attributes of those who gave the label. */
function proposedOf(
  members: readonly Marked[],
  { labelId, context }: { labelId: string; context: MergeContext },
): Annotation {
  const ofLabel = members.filter(({ annotation }) => annotation.labelId === labelId);
  const middle = medoid(members).annotation;
  const text =
    context.media === "text" && middle.geometry.kind === "interval"
      ? // The surface goes with the span.
        middle.text
      : nearestText(ofLabel);
  const order = Math.min(...members.map(({ annotation }) => annotation.order));
  return {
    id: idOfCluster(members, context),
    labelId,
    geometry: mergeGeometry(members, context.media),
    attributes: mergeAttributes(ofLabel),
    ...(text === undefined ? {} : { text }),
    order,
    score: null,
    source: "manual",
    groupId: null,
  };
}

/** The same for the same work: that of the member whose key comes first. */
export function idOfCluster(members: readonly Marked[], { idOf }: MergeContext): string {
  const keys = members.map(({ layerId, annotation }) => JSON.stringify([layerId, annotation.id]));
  return idOf(keys.sort(compareText)[0] ?? "");
}

/** The version that has most in common with all others; undefined: nobody wrote any. */
function nearestText(members: readonly Marked[]): string | undefined {
  const written = members.filter(({ annotation }) => annotation.text !== undefined);
  if (written.length === 0) return undefined;
  return nearest(written, (a, b) =>
    textSimilarity(a.annotation.text ?? "", b.annotation.text ?? ""),
  ).annotation.text;
}

/** Of each attribute the value of most; having none counts as a value. */
function mergeAttributes(members: readonly Marked[]): Annotation["attributes"] {
  const names = new Set(members.flatMap(({ annotation }) => Object.keys(annotation.attributes)));
  const merged: Record<string, AttributeValue> = {};
  for (const name of [...names].sort(compareText)) {
    const weights = new Map<string, { weight: number; value: AttributeValue | undefined }>();
    for (const { annotation, weight } of members) {
      const value = annotation.attributes[name];
      const key = JSON.stringify(value ?? null);
      weights.set(key, { value, weight: (weights.get(key)?.weight ?? 0) + weight });
    }
    // Of equals one that is given, then the first as text.
    const [best] = [...weights].sort(([aKey, a], [bKey, b]) => {
      const by = b.weight - a.weight;
      if (Math.abs(by) > SAME_WEIGHT) return by;
      const isGiven = Number(b.value !== undefined) - Number(a.value !== undefined);
      return isGiven || compareText(aKey, bKey);
    });
    if (best?.[1].value !== undefined) merged[name] = best[1].value;
  }
  return merged;
}
