"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartColumn, ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { EmptyState } from "@/components/ui/empty-state";
import { late } from "@/components/ui/late";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { apiFetch } from "@/lib/api/client";
import {
  type PeopleStatistics,
  type PersonStatistics,
  peopleStatisticsSchema,
  type RateName,
} from "@/lib/api/statistics";
import { Fact } from "./fact";
import { itemsHref, onDays } from "./links";
import { HANDED_IN, PERIODS, type Period } from "./people-table";
import { useRates } from "./use-rates";

const Charts = late(
  () => import("./person-charts").then((module) => module.PersonCharts),
  <div className="grid gap-4 md:grid-cols-2">
    <Skeleton className="h-64" />
    <Skeleton className="h-64" />
  </div>,
);

/** What one person did, beside the median of the project. */
export function PersonPage(props: {
  projectId: string;
  userId: string;
  name: string;
  isOwn: boolean;
  /** May the overview be opened from here? */
  hasOverview: boolean;
  initial: PeopleStatistics;
}) {
  const { projectId, userId, name, isOwn, hasOverview, initial } = props;
  const t = useTranslations("statistics");
  const [period, setPeriod] = useState<Period>("28");
  const { data = initial } = useQuery({
    queryKey: ["person-statistics", projectId, userId, period],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/people/statistics?days=${period}&user=${userId}`, {
        schema: peopleStatisticsSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    ...(period === "28" ? { initialData: initial } : {}),
    refetchInterval: 60_000,
  });
  const person = data.people.find((each) => each.userId === userId);
  return (
    <div className="mx-auto grid max-w-7xl gap-4 px-6 pt-5 pb-12">
      {hasOverview ? (
        <Link
          href={`/projects/${projectId}/overview`}
          className="flex items-center gap-1 justify-self-start text-muted-foreground text-sm hover:text-foreground"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
          {t("overview")}
        </Link>
      ) : null}
      <header className="flex flex-wrap items-center gap-3">
        <Avatar name={name} size="lg" aria-hidden="true" />
        <div className="mr-auto min-w-0">
          <h1 className="truncate font-semibold text-xl tracking-tight">
            {isOwn ? t("person.own") : name}
          </h1>
          <p className="text-muted-foreground text-sm">
            {isOwn ? name : person?.role ? t(`person.roles.${person.role}`) : t("person.left")}
          </p>
        </div>
        <SegmentedControl
          label={t("people.period")}
          value={period}
          onValueChange={setPeriod}
          segments={PERIODS.map((value) => ({ value, label: t(`people.periods.${value}`) }))}
        />
      </header>
      {person === undefined || (person.days ?? []).length === 0 ? (
        <EmptyState
          icon={<ChartColumn />}
          title={t("person.empty")}
          description={t("person.emptyHint")}
        />
      ) : (
        <>
          <PersonFacts {...{ projectId, person, data, period }} />
          <Charts {...{ projectId, person, data, period }} />
          <p className="max-w-[80ch] text-muted-foreground text-xs">{t("person.method")}</p>
        </>
      )}
    </div>
  );
}

export type PersonView = {
  projectId: string;
  person: PersonStatistics;
  data: PeopleStatistics;
  period: Period;
};

function PersonFacts({ projectId, person, data, period }: PersonView) {
  const t = useTranslations("statistics.person");
  const format = useFormatter();
  const rates = useRates();
  const { work, userId } = person;
  const days = Number(period);
  const assignee = userId;
  const since = days === 0 ? {} : { from: onDays(data.today - days + 1).from };
  const against = (name: RateName) =>
    data.medians[name] === null
      ? t("noMedian")
      : t("median", { value: rates[name](data.medians[name]) });
  const items = itemsHref(projectId, { assignee, work: HANDED_IN, ...since });
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]">
      <Fact
        name={t("items")}
        value={format.number(work.submitted + work.skipped)}
        hint={t("skipped", { count: work.skipped, shown: format.number(work.skipped) })}
        href={items}
      />
      <Fact
        name={t("itemsPerHour")}
        value={rates.itemsPerHour(person.rates.itemsPerHour)}
        hint={against("itemsPerHour")}
        href={items}
      />
      <Fact
        name={t("annotationsPerHour")}
        value={rates.annotationsPerHour(person.rates.annotationsPerHour)}
        hint={against("annotationsPerHour")}
        href={items}
      />
      <Fact
        name={t("active")}
        value={rates.activeHours(person.rates.activeHours)}
        hint={against("activeHours")}
      />
      <Fact
        name={t("firstPass")}
        value={rates.firstPass(person.rates.firstPass)}
        hint={against("firstPass")}
        href={itemsHref(projectId, { assignee, work: ["accepted", "returned"], ...since })}
      />
      <Fact
        name={t("gold")}
        value={rates.gold(person.rates.gold)}
        hint={
          work.goldItems > 0
            ? t("goldOf", { count: work.goldItems, median: rates.gold(data.medians.gold) })
            : t("noGold")
        }
      />
      {work.reviewed > 0 ? (
        <Fact name={t("reviewed")} value={format.number(work.reviewed)} hint={t("reviewedHint")} />
      ) : null}
    </dl>
  );
}
