import { textSimilarity } from "@/lib/agreement/text-similarity";
import { compareMarked } from "./marked-order";
import { mergeCluster } from "./merge-cluster";
import type { ClusterReport, Marked, MergeContext } from "./source";

/**
 * What is said of the item as a whole. A question with one answer is one vote among its labels; every other label is
 * there by quorum. Of texts the one is taken that is nearest to all others; when it is too far from them (below
 * `minAgreement` on average), a person has to say.
 */
export function mergeWhole(
  things: readonly Marked[],
  { total, context }: { total: number; context: MergeContext },
): ClusterReport[] {
  const groups = new Map<string, Marked[]>();
  for (const thing of things.toSorted(compareMarked)) {
    const { geometry, labelId } = thing.annotation;
    if (geometry.kind !== "whole") continue;
    const answer = context.answers.get(labelId);
    const name = answer?.kind === "one" ? `question ${answer.question}` : `label ${labelId}`;
    // One answer each; of texts the first of each, the second of each …
    for (let round = 0; round === 0 || answer?.kind === "text"; round += 1) {
      const group = groups.get(`${name} ${round}`) ?? [];
      groups.set(`${name} ${round}`, group);
      if (group.some(({ layerId }) => layerId === thing.layerId)) continue;
      group.push(thing);
      break;
    }
  }
  return [...groups.values()].map((members) => {
    const report = mergeCluster(members, { total, context });
    const isWritten = context.answers.get(report.proposed.labelId)?.kind === "text";
    if (!isWritten || report.outcome !== "merged" || members.length < 2) return report;
    return meanLikeness(members, report) < context.rule.minAgreement
      ? { ...report, outcome: "tie", tie: "text" }
      : report;
  });
}

/** How much the chosen text has in common with the others; itself left out. */
function meanLikeness(members: readonly Marked[], { proposed }: ClusterReport): number {
  const all = members.map(({ annotation }) =>
    textSimilarity(annotation.text ?? "", proposed.text ?? ""),
  );
  return (all.reduce((sum, one) => sum + one, 0) - 1) / (all.length - 1);
}
