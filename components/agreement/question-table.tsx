"use client";

import { useTranslations } from "use-intl";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { COEFFICIENT_IDS } from "@/lib/agreement/coefficient";
import type { Agreement } from "@/lib/api/agreement";
import type { LabelView } from "@/lib/api/labels";
import { useFigures } from "./use-rater-names";

/** Of all people: Cohen's kappa is of two, and stands with each pair. */
const SHOWN = COEFFICIENT_IDS.filter((id) => id !== "cohen");

/** How far people agree on what they say of whole items, beyond chance. */
export function QuestionTable(props: { agreement: Agreement; labels: readonly LabelView[] }) {
  const { agreement, labels } = props;
  const t = useTranslations("agreement");
  const { share, coefficient, count } = useFigures();
  const nameOf = ({ question, labelId }: Agreement["questions"][number]) => {
    if (labelId === null) return question === "" ? t("questions.unnamed") : question;
    return labels.find(({ id }) => id === labelId)?.name ?? t("unknownLabel");
  };
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>{t("questions.question")}</TableHead>
          {SHOWN.map((id) => (
            <TableHead key={id} isNumeric>
              {t(`coefficient.${id}`)}
            </TableHead>
          ))}
          <TableHead isNumeric>{t("questions.items")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {agreement.questions.map((row) => (
          <TableRow key={`${row.question} ${row.labelId}`}>
            <TableCell>{nameOf(row)}</TableCell>
            {SHOWN.map((id) => {
              const value = row.coefficients.find((one) => one.id === id)?.value ?? null;
              return (
                <TableCell key={id} isNumeric>
                  {id === "observed" ? share(value) : coefficient(value)}
                </TableCell>
              );
            })}
            <TableCell isNumeric>{count(row.units)}</TableCell>
          </TableRow>
        ))}
        <TableRow>
          <TableCell>{t("questions.counts")}</TableCell>
          <TableCell isNumeric>–</TableCell>
          <TableCell isNumeric>–</TableCell>
          <TableCell isNumeric>{coefficient(agreement.counts.alpha)}</TableCell>
          <TableCell isNumeric>{count(agreement.counts.items)}</TableCell>
        </TableRow>
      </TableBody>
    </Table>
  );
}
