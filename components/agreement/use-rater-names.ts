"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { LabelView } from "@/lib/api/labels";
import type { AgreementRater, MatrixChoice } from "./figures";

export function useRaterName(): (rater: AgreementRater) => string {
  const t = useTranslations("agreement");
  return ({ kind, name }) => {
    if (kind === "gold" || kind === "result") return t(`rater.${kind}`);
    return kind === "person" ? name : t(`rater.${kind}`, { name });
  };
}

/** Words for what the matrix can show. */
export function useChoiceName(labels: readonly LabelView[]): (choice: MatrixChoice) => string {
  const t = useTranslations("agreement");
  return (choice) => {
    if (choice.kind === "all") return t("choice.all");
    if (choice.kind === "kappa") return t("choice.kappa", { question: questionName(choice) });
    return t(`choice.${choice.kind}`, { measure: t(`measure.${choice.measure}`) });
  };

  function questionName({ question, labelId }: { question: string; labelId: string | null }) {
    if (labelId === null) return question === "" ? t("questions.unnamed") : question;
    return labels.find(({ id }) => id === labelId)?.name ?? t("unknownLabel");
  }
}

/** A share in percent, a coefficient as the number that it is, nothing as a dash. */
export function useFigures() {
  const format = useFormatter();
  return {
    share: (value: number | null) =>
      value === null
        ? "–"
        : format.number(value, {
            ...{ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 },
          }),
    /** A round one, such as the edge of a bin. */
    bound: (value: number) => format.number(value, { style: "percent" }),
    coefficient: (value: number | null) =>
      value === null
        ? "–"
        : format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    count: (value: number) => format.number(value, { maximumFractionDigits: 1 }),
  };
}
