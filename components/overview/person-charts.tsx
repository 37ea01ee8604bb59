"use client";

import { useTranslations } from "use-intl";
import { ColumnPlot } from "@/components/charts/column-plot";
import { LinePlot } from "@/components/charts/line-plot";
import { Panel } from "@/components/ui/panel";
import type { Work } from "@/lib/api/statistics";
import { itemsHref, onDays } from "./links";
import type { PersonView } from "./person-page";
import { useDay } from "./use-day";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A person's days, and how good their weeks were. Loaded after the page: it brings the chart library. */
export function PersonCharts({ projectId, person, data }: PersonView) {
  const t = useTranslations("statistics.person");
  const tCharts = useTranslations("statistics.charts");
  const day = useDay();
  const { userId, days = [] } = person;
  const worked = everyDay(days, data.today);
  const columns = (measure: (work: Work) => number) =>
    worked.map(({ at, work }) => ({
      name: day.short(at),
      value: work ? measure(work) : 0,
      href: itemsHref(projectId, { assignee: userId, ...onDays(at) }),
    }));
  const weeks = weeksOf(days);
  const shown = [
    { name: t("firstPass"), of: firstPassOf },
    { name: t("gold"), of: goldOf },
  ].filter(({ of }) => weeks.some(({ sums }) => of(sums) !== null));
  const isInHours = days.some(({ activeMs }) => activeMs >= HOUR_MS);
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Panel className="min-w-0">
        <ColumnPlot
          title={t("itemsPerDay")}
          xName={tCharts("day")}
          unit={tCharts("items")}
          columns={columns(({ submitted, skipped }) => submitted + skipped)}
        />
      </Panel>
      <Panel className="min-w-0">
        <ColumnPlot
          title={t("annotationsPerDay")}
          xName={tCharts("day")}
          unit={tCharts("annotations")}
          columns={columns(({ created }) => created)}
        />
      </Panel>
      <Panel className="min-w-0">
        <ColumnPlot
          title={t(isInHours ? "hoursPerDay" : "minutesPerDay")}
          xName={tCharts("day")}
          unit={t(isInHours ? "hours" : "minutes")}
          digits={isInHours ? 1 : 0}
          columns={columns(({ activeMs }) => activeMs / (isInHours ? HOUR_MS : MINUTE_MS))}
        />
      </Panel>
      <Panel className="min-w-0">
        <LinePlot
          title={t("quality")}
          xName={tCharts("week")}
          series={shown.map(({ name }) => name)}
          hasLegend
          empty={t("qualityEmpty")}
          points={weeks.map(({ week, sums }) => ({
            x: day.short(week),
            values: shown.map(({ of }) => of(sums)),
          }))}
        />
      </Panel>
    </div>
  );
}

type Days = NonNullable<PersonView["person"]["days"]>;

/** From the first day of work to today, the days off among them. */
function everyDay(days: Days, today: number): { at: number; work: Work | undefined }[] {
  const first = days[0]?.day ?? today;
  const byDay = new Map(days.map((each) => [each.day, each]));
  return Array.from({ length: Math.max(0, today - first + 1) }, (_, n) => ({
    at: first + n,
    work: byDay.get(first + n),
  }));
}

type Sums = Pick<Work, "accepted" | "acceptedFirst" | "rejected" | "goldItems" | "goldScore">;

function firstPassOf({ accepted, acceptedFirst, rejected }: Sums): number | null {
  return accepted + rejected > 0 ? acceptedFirst / (accepted + rejected) : null;
}

function goldOf({ goldItems, goldScore }: Sums): number | null {
  return goldItems > 0 ? goldScore / goldItems : null;
}

/** By Monday; 1 January 1970 was a Thursday. */
function weeksOf(days: Days): { week: number; sums: Sums }[] {
  const weeks = new Map<number, Sums>();
  for (const { day, ...work } of days) {
    const week = day - ((day + 3) % 7);
    const sums = weeks.get(week) ?? {
      ...{ accepted: 0, acceptedFirst: 0, rejected: 0 },
      ...{ goldItems: 0, goldScore: 0 },
    };
    for (const name of Object.keys(sums) as (keyof Sums)[]) sums[name] += work[name];
    weeks.set(week, sums);
  }
  return [...weeks].map(([week, sums]) => ({ week, sums }));
}
