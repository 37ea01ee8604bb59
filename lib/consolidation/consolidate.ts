import { itemAgreement } from "@/lib/agreement/item-agreement";
import { DEFAULT_COLLAR_S } from "@/lib/agreement/measure";
import type { Annotation } from "@/lib/annotation/annotation";
import { clusterPlaced } from "./cluster";
import { mergeCluster, sumOf } from "./merge-cluster";
import { mergeRelations } from "./merge-relations";
import { mergeWhole } from "./merge-whole";
import type { ClusterReport, Marked, MergeContext, Source } from "./source";

export type Consolidated = {
  /** What goes into the result. */
  annotations: Annotation[];
  /** Everything that anybody marked, also what was dropped. */
  clusters: ClusterReport[];
  /** 0..1; null: fewer than two people. */
  agreement: number | null;
  /** Something is tied, or people agree less than the rule asks for: a person has to look. */
  needsAdjudication: boolean;
};

/**
 * Makes the layers of several people into one. Pure: the same work gives the same annotations with the same ids,
 * whatever the order of the people. What one person alone made comes out as it is.
 */
export function consolidate(sources: readonly Source[], context: MergeContext): Consolidated {
  const total = sumOf(sources);
  const things = sources.flatMap(({ layerId, weight, annotations }) =>
    annotations.map((annotation): Marked => ({ layerId, weight, annotation })),
  );
  const { iou } = context.rule;
  const placed = (["box", "interval"] as const).flatMap((kind) =>
    clusterPlaced(things, { iou, kind }).map((members) =>
      mergeCluster(members, { total, context }),
    ),
  );
  const ends = [...placed, ...mergeWhole(things, { total, context })];
  const clusters = [...ends, ...mergeRelations(things, { total, context, ends })];
  const agreement = itemAgreement(
    sources.map(({ annotations }) => annotations),
    {
      media: context.media,
      iou,
      collarS: DEFAULT_COLLAR_S,
      words: null,
      answers: new Map([...context.answers].map(([labelId, { kind }]) => [labelId, kind])),
    },
  );
  const isTied = clusters.some(({ outcome }) => outcome === "tie");
  return {
    annotations: clusters.flatMap(({ outcome, proposed }) =>
      outcome === "merged" ? [proposed] : [],
    ),
    clusters,
    agreement,
    needsAdjudication: isTied || (agreement !== null && agreement < context.rule.minAgreement),
  };
}
