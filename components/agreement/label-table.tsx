"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { itemsHref } from "@/components/overview/links";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { f1Of, meanOverlapOf } from "@/lib/agreement/tally";
import type { Agreement } from "@/lib/api/agreement";
import type { LabelView } from "@/lib/api/labels";
import { useFigures } from "./use-rater-names";

/** Which labels people disagree about, those first on which they agree least. */
export function LabelTable(props: {
  projectId: string;
  agreement: Agreement;
  labels: readonly LabelView[];
}) {
  const { projectId, agreement, labels } = props;
  const t = useTranslations("agreement");
  const { share, count } = useFigures();
  const rows = agreement.labels
    .map((row) => ({ ...row, f1: f1Of(row.people) }))
    .sort((a, b) => (a.f1 ?? 2) - (b.f1 ?? 2));
  const has = {
    gold: rows.some(({ gold }) => f1Of(gold) !== null),
    model: rows.some(({ model }) => f1Of(model) !== null),
  };
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>{t("labels.label")}</TableHead>
          <TableHead isNumeric>{t("labels.people")}</TableHead>
          <TableHead isNumeric>{t("labels.overlap")}</TableHead>
          <TableHead isNumeric>{t("labels.marked")}</TableHead>
          {has.gold ? <TableHead isNumeric>{t("labels.gold")}</TableHead> : null}
          {has.model ? <TableHead isNumeric>{t("labels.model")}</TableHead> : null}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(({ labelId, f1, people, gold, model }) => {
          const label = labels.find(({ id }) => id === labelId);
          return (
            <TableRow key={labelId}>
              <TableCell>
                <Link
                  href={itemsHref(projectId, { label: labelId })}
                  className="flex items-center gap-2 underline-offset-4 hover:underline"
                >
                  <span
                    aria-hidden="true"
                    className="size-2.5 shrink-0 rounded-full border"
                    style={{ backgroundColor: label?.color ?? "transparent" }}
                  />
                  {label?.name ?? t("unknownLabel")}
                </Link>
              </TableCell>
              <TableCell isNumeric>{share(f1)}</TableCell>
              <TableCell isNumeric>{share(meanOverlapOf(people))}</TableCell>
              <TableCell isNumeric>{count(people.first + people.second)}</TableCell>
              {has.gold ? <TableCell isNumeric>{share(f1Of(gold))}</TableCell> : null}
              {has.model ? <TableCell isNumeric>{share(f1Of(model))}</TableCell> : null}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
