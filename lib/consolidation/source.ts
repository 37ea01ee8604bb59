import type { Annotation } from "@/lib/annotation/annotation";
import type { AnswerKind } from "@/lib/annotation/label";
import type { Consolidation } from "@/lib/annotation/workflow";
import type { GeometryKind } from "@/lib/geometry/geometry";
import type { MediaKind } from "@/lib/media/media";

/** One person's layer, and how much it counts. */
export type Source = { layerId: string; weight: number; annotations: readonly Annotation[] };

/** How layers are made into one; what it does is in docs/agreement.md. */
export type MergeRule = Pick<Consolidation, "iou" | "quorum" | "isWeighted" | "minAgreement">;

export type MergeContext = {
  rule: MergeRule;
  media: MediaKind;
  /** Labels of the whole item that answer a question. */
  answers: ReadonlyMap<string, { question: string; kind: AnswerKind }>;
  /** An id for what is made of something: the same for the same key, another for another. */
  idOf(key: string): string;
};

/** An annotation by its layer: ids are unique in a layer alone. */
export type Member = { layerId: string; annotationId: string };

export const OUTCOMES = ["merged", "dropped", "tie"] as const;
/** `tie`: a person has to say. */
export type Outcome = (typeof OUTCOMES)[number];
/** What is tied: whether it is there, which label it has, what it says. */
export const TIES = ["presence", "label", "text"] as const;

/** What people said of one thing, and what became of it. */
export type ClusterReport = {
  kind: GeometryKind;
  outcome: Outcome;
  /** Null unless it is a tie. */
  tie: (typeof TIES)[number] | null;
  /** 0..1, of the weight of all people, those who marked it. */
  share: number;
  members: Member[];
  /** Weight by label, the heaviest first. */
  votes: { labelId: string; weight: number }[];
  /** What is written, or would be if it were decided so. Its id is the same in every run over the same work. */
  proposed: Annotation;
};

/** An annotation with its person, as it stands in a cluster. */
export type Marked = { layerId: string; weight: number; annotation: Annotation };

/** Sums of weights that differ by less are the same. */
export const SAME_WEIGHT = 1e-9;
