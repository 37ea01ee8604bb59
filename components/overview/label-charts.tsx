"use client";

import { useFormatter, useTranslations } from "use-intl";
import { ColumnPlot } from "@/components/charts/column-plot";
import { HeatGrid } from "@/components/charts/heat-grid";
import type { ProjectStatistics } from "@/lib/api/statistics";
import { itemsHref } from "./links";

type Props = { projectId: string; data: ProjectStatistics };

export function PerItemChart({ projectId, data }: Props) {
  const t = useTranslations("statistics.charts");
  const format = useFormatter();
  const { from } = data.perItem;
  // Steps beyond the fullest item say nothing.
  const counts = data.perItem.counts.slice(0, data.perItem.counts.findLastIndex((n) => n > 0) + 1);
  return (
    <ColumnPlot
      title={t("perItem")}
      xName={t("annotations")}
      unit={t("items")}
      columns={counts.map((value, at) => {
        const [minCount = 0, next] = from.slice(at, at + 2);
        const maxCount = next === undefined ? undefined : next - 1;
        const name =
          maxCount === undefined
            ? t("orMore", { from: format.number(minCount) })
            : maxCount === minCount
              ? format.number(minCount)
              : `${format.number(minCount)}–${format.number(maxCount)}`;
        return { name, value, href: itemsHref(projectId, { minCount, maxCount }) };
      })}
    />
  );
}

/** Which labels items have together. */
export function TogetherChart({ projectId, data }: Props) {
  const t = useTranslations("statistics.charts");
  const { labelIds = [], items = [] } = data.shapes?.together ?? {};
  const nameOf = (id: string) => data.labels.find((label) => label.id === id)?.name ?? "?";
  return (
    <HeatGrid
      title={t("together")}
      cellTitle={t("labelPair")}
      unit={t("items")}
      empty={t(data.shapes ? "labelsEmpty" : "counting")}
      note={t("togetherNote")}
      names={labelIds.map(nameOf)}
      cells={labelIds.map((one, row) =>
        labelIds.map((other, column) => ({
          value: items[row]?.[column] ?? 0,
          name: one === other ? nameOf(one) : `${nameOf(one)} + ${nameOf(other)}`,
          href: itemsHref(
            projectId,
            one === other ? { label: one } : { label: [one, other], labels: "all" },
          ),
        })),
      )}
    />
  );
}
