import type { Annotation } from "@/lib/annotation/annotation";
import type { AnswerKind } from "@/lib/annotation/label";
import type { Interval } from "@/lib/geometry/interval";
import type { MediaKind } from "@/lib/media/media";
import type { LabelTallies } from "./tally";

/** What is compared of an annotation. */
export type Mark = Pick<Annotation, "id" | "labelId" | "geometry" | "text">;

/** Two ends of regions within so many seconds are the same, as sed_eval and DCASE have it. */
export const DEFAULT_COLLAR_S = 0.2;

/** What measures have to know beside the two layers. */
export type CompareContext = {
  media: MediaKind;
  /** Overlap from which on two things are the same, 0..1. */
  iou: number;
  /** Ends that lie no farther apart are the same, in seconds. */
  collarS: number;
  /** How the labels of the whole item answer; labels without a question are not in it. */
  answers: ReadonlyMap<string, AnswerKind>;
  /** Words of the text, in code points, in order; null: not a text, or not asked for. */
  words: readonly Interval[] | null;
};

/**
 * Compares two layers of one item. Pure, and the same either way round but for the names of the sides: the answer
 * of (b, a) has `first` and `second` exchanged. Equal layers share everything.
 */
export interface PairMeasure {
  id: MeasureId;
  /** Where it makes sense. */
  media: readonly MediaKind[];
  /** What is counted. */
  unit: "annotations" | "words" | "seconds";
  /** Do its annotations count in the agreement of an item? Each annotation counts in one such measure. */
  isHeadline: boolean;
  compare(first: readonly Mark[], second: readonly Mark[], context: CompareContext): LabelTallies;
}

export const MEASURE_IDS = [
  "boxes",
  "intervals",
  "answers",
  "relations",
  "spans-exact",
  "spans-partial",
  "spans-words",
  "regions-time",
  "regions-collar",
] as const;
export type MeasureId = (typeof MEASURE_IDS)[number];
