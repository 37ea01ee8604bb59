"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { saveCsv } from "@/components/charts/save-csv";
import { formatDuration } from "@/components/ui/duration";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { apiFetch } from "@/lib/api/client";
import { type PeopleStatistics, peopleStatisticsSchema } from "@/lib/api/statistics";
import { itemsHref, onDays } from "./links";
import { useRates } from "./use-rates";

export const PERIODS = ["7", "28", "90", "0"] as const;
export type Period = (typeof PERIODS)[number];

const COLUMNS = [
  "items",
  "annotations",
  "active",
  "itemsPerHour",
  "annotationsPerHour",
  "firstPass",
  "gold",
  "reviewed",
] as const;

/** What became of work that was handed in. */
export const HANDED_IN = ["submitted", "accepted", "returned", "skipped"] as const;

/** Who did how much, beside the median of all; each name leads to the person's own page. */
export function PeopleTable({ projectId }: { projectId: string }) {
  const t = useTranslations("statistics.people");
  const [period, setPeriod] = useState<Period>("28");
  const { data } = useQuery({
    queryKey: ["people-statistics", projectId, period],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/people/statistics?days=${period}`, {
        schema: peopleStatisticsSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const rows = useRows(data);
  const columns = [t("name"), ...COLUMNS.map((name) => t(name))];
  const save = () =>
    saveCsv(t("title"), { columns, rows: rows.map(({ name, cells }) => [name, ...cells]) });
  return (
    <Panel
      title={t("title")}
      aria-label={t("title")}
      bodyClassName="p-0"
      actions={
        <div className="flex items-center gap-1">
          <SegmentedControl
            label={t("period")}
            value={period}
            onValueChange={setPeriod}
            segments={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
            className="h-7"
          />
          <IconButton size="icon-sm" label={t("csv")} icon={<Download />} onClick={save} />
        </div>
      }
    >
      {data === undefined ? (
        <Skeleton className="m-4 h-40" />
      ) : (
        <PeopleRows
          {...{ projectId, columns, rows }}
          since={period === "0" ? {} : { from: onDays(data.today - Number(period) + 1).from }}
        />
      )}
    </Panel>
  );
}

function PeopleRows(props: {
  projectId: string;
  columns: readonly string[];
  rows: readonly Row[];
  /** From when on items count, as a filter. */
  since: { from?: number };
}) {
  const { projectId, columns, rows, since } = props;
  const link = "underline-offset-4 hover:underline";
  return (
    <Table>
      <TableHeader>
        <TableRow>
          {columns.map((name, at) => (
            <TableHead key={name} isNumeric={at > 0}>
              {name}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(({ userId, name, cells }) => (
          <TableRow key={userId ?? "median"} className={userId ? "" : "bg-muted font-medium"}>
            <TableCell>
              {userId ? (
                <Link
                  href={`/projects/${projectId}/people/${userId}`}
                  className={`text-primary-text ${link}`}
                >
                  {name}
                </Link>
              ) : (
                name
              )}
            </TableCell>
            {cells.map((cell, at) => (
              <TableCell key={COLUMNS[at]} isNumeric>
                {at === 0 && userId ? (
                  <Link
                    href={itemsHref(projectId, { assignee: userId, work: HANDED_IN, ...since })}
                    className={link}
                  >
                    {cell}
                  </Link>
                ) : (
                  cell
                )}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

type Row = { userId: string | null; name: string; cells: string[] };

/** The median first, then those who did most. */
function useRows(data: PeopleStatistics | undefined): Row[] {
  const t = useTranslations("statistics.people");
  const format = useFormatter();
  const rates = useRates();
  if (!data) return [];
  const people = [...data.people].sort(
    (a, b) => b.work.submitted - a.work.submitted || (a.name < b.name ? -1 : 1),
  );
  const medians: Row = {
    userId: null,
    name: t("median", { count: data.medianOf }),
    cells: [
      ...["", "", rates.activeHours(data.medians.activeHours)],
      ...[rates.itemsPerHour(data.medians.itemsPerHour)],
      ...[rates.annotationsPerHour(data.medians.annotationsPerHour)],
      ...[rates.firstPass(data.medians.firstPass), rates.gold(data.medians.gold), ""],
    ],
  };
  const rows = people.map(({ userId, name, work, rates: own }) => ({
    ...{ userId, name },
    cells: [
      format.number(work.submitted + work.skipped),
      format.number(work.created),
      work.activeMs > 0 ? formatDuration(work.activeMs / 1_000, format) : "–",
      rates.itemsPerHour(own.itemsPerHour),
      rates.annotationsPerHour(own.annotationsPerHour),
      rates.firstPass(own.firstPass),
      rates.gold(own.gold),
      format.number(work.reviewed),
    ],
  }));
  return data.medianOf > 1 ? [medians, ...rows] : rows;
}
