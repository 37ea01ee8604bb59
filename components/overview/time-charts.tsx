"use client";

import { useFormatter, useTranslations } from "use-intl";
import { ColumnPlot } from "@/components/charts/column-plot";
import { StackedPlot } from "@/components/charts/stacked-plot";
import type { ProjectStatistics } from "@/lib/api/statistics";
import { itemsHref, onDays } from "./links";
import type { Range } from "./overview-page";
import { STACK_ORDER, STATE_COLORS } from "./state-colors";
import { useDay } from "./use-day";

type Props = { projectId: string; data: ProjectStatistics; range: Range };

export function StatesChart({ projectId, data, range }: Props) {
  const t = useTranslations("statistics.charts");
  const tItems = useTranslations("items");
  const day = useDay();
  const shown = STACK_ORDER.filter((state) => data.days.some(({ counts }) => counts[state] > 0));
  return (
    <StackedPlot
      title={t("states")}
      xName={t("day")}
      series={shown.map((state) => ({
        ...{ key: state, name: tItems(`state.${state}`), color: STATE_COLORS[state] },
        href: itemsHref(projectId, { state }),
      }))}
      points={inRange(data.days, { range, today: data.today }).map((each) => ({
        x: day.short(each.day),
        values: each.counts,
      }))}
    />
  );
}

export function FinishedChart({ projectId, data, range }: Props) {
  const t = useTranslations("statistics.charts");
  const format = useFormatter();
  const day = useDay();
  const { forecast } = data;
  return (
    <ColumnPlot
      title={t("finished")}
      xName={t("day")}
      unit={t("items")}
      empty={t("finishedEmpty")}
      note={
        forecast.kind === "date"
          ? `${t("finishedNote")} ${t("pace", {
              pace: format.number(forecast.perDay, { maximumFractionDigits: 1 }),
              days: forecast.days,
            })}`
          : t("finishedNote")
      }
      mark={forecast.kind === "date" ? forecast.perDay : undefined}
      columns={inRange(data.finished, { range, today: data.today }).map((each) => ({
        ...{ name: day.short(each.day), value: each.n },
        href: itemsHref(projectId, onDays(each.day)),
      }))}
    />
  );
}

export function inRange<D extends { day: number }>(
  days: readonly D[],
  { range, today }: { range: Range; today: number },
): readonly D[] {
  return range === "all" ? days : days.filter(({ day }) => day > today - Number(range));
}
