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
import { f1Of, meanOverlapOf, precisionOf, recallOf } from "@/lib/agreement/tally";
import type { LabelView } from "@/lib/api/labels";
import type { AgreementPair } from "./figures";
import { useChoiceName, useFigures } from "./use-rater-names";

/** All that was measured of two raters. */
export function PairDetails(props: {
  pair: AgreementPair;
  nameOfKey: ReadonlyMap<string, string>;
  labels: readonly LabelView[];
}) {
  const { pair, nameOfKey, labels } = props;
  const t = useTranslations("agreement");
  const choiceName = useChoiceName(labels);
  const { share, coefficient, count } = useFigures();
  const first = nameOfKey.get(pair.first) ?? pair.first;
  const second = nameOfKey.get(pair.second) ?? pair.second;
  return (
    <section aria-label={t("matrix.both", { first, second })} className="grid gap-2">
      <h3 className="font-medium text-sm" aria-live="polite">
        {t("details.title", { first, second, value: share(pair.agreement), count: pair.items })}
      </h3>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>{t("details.measure")}</TableHead>
            {[first, second].map((name, index) => (
              <TableHead
                key={index === 0 ? pair.first : pair.second}
                isNumeric
                className="whitespace-normal"
              >
                {name}
              </TableHead>
            ))}
            {(["shared", "f1", "foundFirst", "foundSecond", "overlap"] as const).map((name) => (
              <TableHead key={name} isNumeric className="whitespace-normal">
                {t(`details.${name}`, { first, second })}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {pair.measures.map(({ id, tally }) => (
            <TableRow key={id}>
              <TableCell>{t(`measure.${id}`)}</TableCell>
              <TableCell isNumeric>{count(tally.first)}</TableCell>
              <TableCell isNumeric>{count(tally.second)}</TableCell>
              <TableCell isNumeric>{count(tally.shared)}</TableCell>
              <TableCell isNumeric>{share(f1Of(tally))}</TableCell>
              <TableCell isNumeric>{share(recallOf(tally))}</TableCell>
              <TableCell isNumeric>{share(precisionOf(tally))}</TableCell>
              <TableCell isNumeric>{share(meanOverlapOf(tally))}</TableCell>
            </TableRow>
          ))}
          {pair.kappas.map(({ question, labelId, value }) => (
            <TableRow key={`${question} ${labelId}`}>
              <TableCell>{choiceName({ kind: "kappa", question, labelId })}</TableCell>
              <TableCell isNumeric colSpan={3} />
              <TableCell isNumeric>{coefficient(value)}</TableCell>
              <TableCell isNumeric colSpan={3} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
