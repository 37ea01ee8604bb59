"use client";

import { useTranslations } from "use-intl";
import { BarList } from "@/components/charts/bar-list";
import { Panel } from "@/components/ui/panel";
import type { LabelView } from "@/lib/api/labels";
import type { ProjectStatistics } from "@/lib/api/statistics";
import { ActivityList } from "./activity-list";
import { AgreementPanel } from "./agreement-panel";
import { PerItemChart, TogetherChart } from "./label-charts";
import { itemsHref } from "./links";
import type { Range } from "./overview-page";
import { BoxCharts, SpanCharts } from "./shape-charts";
import { SuggestionChart } from "./suggestion-chart";
import { FinishedChart, StatesChart } from "./time-charts";

type Props = {
  projectId: string;
  data: ProjectStatistics;
  range: Range;
  projectLabels: readonly LabelView[];
};

/** All charts of a project. Loaded after the page: they bring the chart library. */
export function OverviewCharts({ projectId, data, range, projectLabels }: Props) {
  const t = useTranslations("statistics.charts");
  const { labels, shapes, activity } = data;
  const of = { projectId, data };
  return (
    <div className="grid gap-4 md:grid-cols-6">
      <Panel className="min-w-0 md:col-span-4">
        <StatesChart {...of} range={range} />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <ActivityList {...{ projectId, activity }} />
      </Panel>
      <Panel className="min-w-0 md:col-span-3">
        <FinishedChart {...of} range={range} />
      </Panel>
      <Panel className="min-w-0 md:col-span-3">
        <BarList
          title={t("labels")}
          nameTitle={t("label")}
          unit={t("annotations")}
          empty={t("labelsEmpty")}
          rows={labels.map(({ id, name, color, n }) => ({
            ...{ key: id, name, color, value: n },
            href: itemsHref(projectId, { label: id }),
          }))}
        />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <PerItemChart {...of} />
      </Panel>
      {data.mediaKind === "image" ? <BoxCharts {...of} /> : <SpanCharts {...of} />}
      <Panel className="min-w-0 md:col-span-2">
        <TogetherChart {...of} />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <BarList
          title={t("reasons")}
          nameTitle={t("reason")}
          unit={t("rejections")}
          empty={t("reasonsEmpty")}
          rows={(shapes?.reasons ?? []).map(({ reason, n }) => ({
            ...{ key: reason, name: reason, value: n },
            href: itemsHref(projectId, { reason }),
          }))}
        />
      </Panel>
      {shapes?.suggestions.length ? (
        <Panel className="min-w-0 md:col-span-6">
          <SuggestionChart {...of} />
        </Panel>
      ) : null}
      {data.agreement ? <AgreementPanel projectId={projectId} labels={projectLabels} /> : null}
    </div>
  );
}
