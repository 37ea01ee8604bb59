"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { BarPlot } from "@/components/charts/bar-plot";
import { itemsHref } from "@/components/overview/links";
import type { Agreement } from "@/lib/api/agreement";
import { itemsBelow } from "./figures";
import { useFigures } from "./use-rater-names";

const BOUNDS = [0.25, 0.5, 0.75, 0.9];
/** The filter takes what agrees so much too. */
const JUST_BELOW = 1e-9;

/** How many items people agree on how far, and the way to those on which they do not. */
export function ItemSpread(props: { projectId: string; agreement: Agreement }) {
  const { projectId, agreement } = props;
  const t = useTranslations("agreement");
  const { bound: edge } = useFigures();
  const { histogram } = agreement;
  const below = BOUNDS.map((bound) => ({ bound, count: itemsBelow(histogram, bound) }));
  return (
    <div className="grid gap-3">
      <BarPlot
        title={t("items.chart")}
        unit={t("items.unit")}
        bars={histogram.map((value, bin) => ({ name: edge(bin / histogram.length), value }))}
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {below.map(({ bound, count }) => (
          <li key={bound} data-numeric>
            {count === 0 ? (
              <span className="text-muted-foreground">
                {t("items.below", { count, bound: edge(bound) })}
              </span>
            ) : (
              <Link
                href={itemsHref(projectId, { agreementMax: bound - JUST_BELOW })}
                className="text-primary-text underline-offset-4 hover:underline"
              >
                {t("items.below", { count, bound: edge(bound) })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
