"use client";

import { useFormatter, useTranslations } from "use-intl";
import { LinePlot } from "@/components/charts/line-plot";
import type { ProjectStatistics } from "@/lib/api/statistics";
import { useDay } from "./use-day";

/** More lines than this cannot be told apart. */
const MOST_LINES = 3;

/** What share of each model's suggestions people took as they were, week by week. */
export function SuggestionChart(props: { projectId: string; data: ProjectStatistics }) {
  const { projectId, data } = props;
  const format = useFormatter();
  const t = useTranslations("statistics.charts");
  const day = useDay();
  const rows = data.shapes?.suggestions ?? [];
  const decided = new Map<string, { name: string; n: number }>();
  for (const { versionId, name, accepted, corrected, rejected } of rows) {
    const n = (decided.get(versionId)?.n ?? 0) + accepted + corrected + rejected;
    decided.set(versionId, { name, n });
  }
  const versions = [...decided].sort(([, a], [, b]) => b.n - a.n).slice(0, MOST_LINES);
  const weeks = [...new Set(rows.map(({ week }) => week))].sort((a, b) => a - b);
  return (
    <LinePlot
      title={t("suggestions")}
      xName={t("week")}
      hasLegend
      series={versions.map(([, { name }]) => name)}
      empty={t(data.shapes ? "suggestionsEmpty" : "counting")}
      table={{
        columns: [t("week"), t("model"), t("accepted"), t("corrected"), t("rejected")],
        rows: rows.map(({ week, name, accepted, corrected, rejected }) => [
          ...[day.long(week), name],
          ...[accepted, corrected, rejected].map((n) => format.number(n)),
        ]),
        hrefs: rows.map(({ versionId }) => `/projects/${projectId}/models/${versionId}`),
      }}
      points={weeks.map((week) => ({
        x: day.short(week),
        values: versions.map(([versionId]) => {
          const row = rows.find((each) => each.versionId === versionId && each.week === week);
          const all = row ? row.accepted + row.corrected + row.rejected : 0;
          return row && all > 0 ? row.accepted / all : null;
        }),
      }))}
    />
  );
}
