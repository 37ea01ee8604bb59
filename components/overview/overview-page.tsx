"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useLive } from "@/components/live/use-live";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { late } from "@/components/ui/late";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { apiFetch } from "@/lib/api/client";
import type { LabelView } from "@/lib/api/labels";
import { type ProjectStatistics, projectStatisticsSchema } from "@/lib/api/statistics";
import { Headline } from "./headline";
import { PeopleTable } from "./people-table";
import { StateLinks } from "./state-links";

/** Without news from the server. */
const REFRESH_MS = 60_000;
/** While something is being counted. */
const COUNTING_MS = 1_500;
/** News come by the hundred while many work. */
const GATHER_MS = 1_000;

export const RANGES = ["30", "90", "all"] as const;
export type Range = (typeof RANGES)[number];

// The chart library is heavy: no other page, and no first look at this one, waits for it.
const Charts = late(
  () => import("./overview-charts").then((module) => module.OverviewCharts),
  <ChartSkeletons />,
);

/** How a project stands: the answers first, then what they are made of. */
export function OverviewPage(props: {
  projectId: string;
  initial: ProjectStatistics;
  labels: readonly LabelView[];
  can: { import: boolean };
}) {
  const { projectId, initial, labels, can } = props;
  const t = useTranslations("statistics");
  const errorMessage = useErrorMessage();
  const [range, setRange] = useState<Range>("90");
  const { data, error, refetch } = useQuery({
    queryKey: ["project-statistics", projectId],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/statistics`, {
        schema: projectStatisticsSchema,
        signal,
      }),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.isStale ? COUNTING_MS : REFRESH_MS),
  });
  useNews(projectId, () => void refetch());
  if (data.total === 0) {
    return (
      <EmptyState
        heading="h1"
        icon={<ChartColumn />}
        title={t("empty.title")}
        description={t("empty.description")}
        action={
          <Button asChild variant="primary">
            <Link href={`/projects/${projectId}/items`}>
              {t(can.import ? "empty.add" : "empty.open")}
            </Link>
          </Button>
        }
      />
    );
  }
  return (
    <div className="mx-auto grid max-w-[100rem] gap-4 px-6 pt-5 pb-12">
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="mr-auto font-semibold text-xl tracking-tight">{t("overview")}</h1>
        <SegmentedControl
          label={t("range.title")}
          value={range}
          onValueChange={setRange}
          segments={RANGES.map((value) => ({ value, label: t(`range.${value}`) }))}
        />
      </header>
      {error ? <Notice variant="danger">{errorMessage(error)}</Notice> : null}
      <Headline {...{ projectId, data }} />
      <StateLinks {...{ projectId, counts: data.counts }} />
      <Charts {...{ projectId, data, range }} projectLabels={labels} />
      <PeopleTable projectId={projectId} />
    </div>
  );
}

/** Calls back soon after something changed in the project, once for all that changed meanwhile. */
function useNews(projectId: string, onNews: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(projectId, ["item", "items", "layer", "thread", "labels", "work", "statistics"], () => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      onNews();
    }, GATHER_MS);
  });
}

function ChartSkeletons() {
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Skeleton className="h-80 lg:col-span-2" />
      <Skeleton className="h-80" />
      <Skeleton className="h-64" />
      <Skeleton className="h-64" />
      <Skeleton className="h-64" />
    </div>
  );
}
