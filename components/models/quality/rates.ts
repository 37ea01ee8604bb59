import type { ModelTally } from "@/lib/api/models";

/** Null where there is nothing to divide by: no number is more honest than zero. */
export type Rates = { precision: number | null; recall: number | null; f1: number | null };

/** Of suggestions against what people left: matched at IoU ≥ 0.5 with the same label. */
export function ratesOf({
  suggested,
  labelled,
  matched,
}: Pick<ModelTally, "suggested" | "labelled" | "matched">): Rates {
  return {
    precision: suggested > 0 ? matched / suggested : null,
    recall: labelled > 0 ? matched / labelled : null,
    f1: suggested + labelled > 0 ? (2 * matched) / (suggested + labelled) : null,
  };
}
