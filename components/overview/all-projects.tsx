"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { saveCsv } from "@/components/charts/save-csv";
import { Sparkline } from "@/components/charts/sparkline";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { apiFetch } from "@/lib/api/client";
import { type AllStatistics, allStatisticsSchema, FINISHED_STATES } from "@/lib/api/statistics";
import { itemsHref } from "./links";
import { STACK_ORDER, STATE_COLORS } from "./state-colors";
import { useDay } from "./use-day";

type ProjectRow = AllStatistics["projects"][number];

/** Names shown before "and so many more". */
const FIRST_NAMES = 3;

/** All projects of the person: what moves, what is stuck, who has nothing to do. */
export function AllProjects({ initial }: { initial: AllStatistics }) {
  const t = useTranslations("statistics.all");
  const { data } = useQuery({
    queryKey: ["all-statistics"],
    queryFn: ({ signal }) =>
      apiFetch("/api/v1/statistics", { schema: allStatisticsSchema, signal }),
    initialData: initial,
    refetchInterval: 60_000,
  });
  const { projects } = data;
  const stuck = projects.filter(({ stuckDays }) => stuckDays !== null);
  const moving = projects.filter((project) => sum(project.finished.slice(-7)) > 0);
  const idle = new Set(projects.flatMap((project) => project.idle.map(({ userId }) => userId)));
  if (projects.length === 0) {
    return (
      <EmptyState
        heading="h1"
        title={t("empty")}
        description={t("emptyHint")}
        action={
          <Button asChild variant="primary">
            <Link href="/">{t("toProjects")}</Link>
          </Button>
        }
      />
    );
  }
  return (
    <div className="mx-auto grid max-w-7xl gap-4 px-6 pt-6 pb-12">
      <header className="flex flex-wrap items-start gap-4">
        <div className="min-w-0 flex-1">
          <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
          <p className="text-muted-foreground" data-numeric>
            {t("summary", {
              ...{ projects: projects.length, moving: moving.length },
              ...{ stuck: stuck.length, idle: idle.size },
            })}
          </p>
        </div>
        <CsvButton projects={projects} />
      </header>
      <Panel bodyClassName="p-0">
        <Table>
          <TableHeader>
            <TableRow>
              <TableHead>{t("project")}</TableHead>
              <TableHead>{t("progress")}</TableHead>
              <TableHead isNumeric>{t("done")}</TableHead>
              <TableHead>{t("month")}</TableHead>
              <TableHead isNumeric>{t("week")}</TableHead>
              <TableHead>{t("moves")}</TableHead>
              <TableHead isNumeric>{t("review")}</TableHead>
              <TableHead isNumeric>{t("comments")}</TableHead>
              <TableHead>{t("idle")}</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {projects.map((project) => (
              <Row key={project.id} project={project} />
            ))}
          </TableBody>
        </Table>
      </Panel>
    </div>
  );
}

/** The numbers of the table, as plain numbers for other programs. */
function CsvButton({ projects }: { projects: readonly ProjectRow[] }) {
  const t = useTranslations("statistics.all");
  const tCharts = useTranslations("charts");
  const columns = [
    ...[t("project"), t("items"), t("done"), t("month"), t("week"), t("stuckDays")],
    ...[t("review"), t("comments"), t("idle")],
  ];
  const rowOf = (project: ProjectRow) => [
    project.name,
    ...[project.total, doneOf(project), sum(project.finished), sum(project.finished.slice(-7))],
    ...[project.stuckDays ?? 0, project.needsReview, project.openThreads],
    project.idle.map(({ name }) => name).join("; "),
  ];
  return (
    <Button
      icon={<Download aria-hidden="true" />}
      onClick={() =>
        saveCsv(t("title"), { columns, rows: projects.map((each) => rowOf(each).map(String)) })
      }
    >
      {tCharts("csv")}
    </Button>
  );
}

function doneOf({ counts }: ProjectRow): number {
  return counts.submitted + counts.accepted + counts.skipped;
}

function Row({ project }: { project: ProjectRow }) {
  const { id, name, counts, total, finished, isOpen, needsReview } = project;
  const { openThreads, threadItems } = project;
  const t = useTranslations("statistics.all");
  const format = useFormatter();
  const done = doneOf(project);
  const week = sum(finished.slice(-7));
  return (
    <TableRow>
      <TableCell className="max-w-72">
        <Link
          href={isOpen ? `/projects/${id}/overview` : itemsHref(id, {})}
          title={name}
          className="block truncate font-medium text-primary-text underline-offset-4 hover:underline"
        >
          {name}
        </Link>
      </TableCell>
      <TableCell>
        <span
          aria-hidden="true"
          className="flex h-2 w-32 gap-px overflow-hidden rounded-full bg-secondary"
        >
          {STACK_ORDER.filter((state) => counts[state] > 0).map((state) => (
            <span
              key={state}
              className="min-w-px"
              style={{ flexGrow: counts[state], backgroundColor: STATE_COLORS[state] }}
            />
          ))}
        </span>
      </TableCell>
      <TableCell isNumeric>
        {total === 0 ? (
          <span className="text-muted-foreground">–</span>
        ) : (
          <Link
            href={itemsHref(id, { state: FINISHED_STATES })}
            className="underline-offset-4 hover:underline"
          >
            {t("doneOf", { done: format.number(done), total: format.number(total) })}
          </Link>
        )}
      </TableCell>
      <TableCell>
        <Sparkline values={finished} name={t("sparkline", { name, count: sum(finished) })} />
      </TableCell>
      <TableCell isNumeric className={week === 0 ? "text-muted-foreground" : ""}>
        {format.number(week)}
      </TableCell>
      <TableCell>
        <Movement project={project} />
      </TableCell>
      <TableCell isNumeric>
        <Count n={needsReview} href={itemsHref(id, { needs: ["review", "adjudication"] })} />
      </TableCell>
      <TableCell isNumeric>
        <Count
          n={openThreads}
          href={itemsHref(id, { threads: "open" })}
          title={t("commentsOn", { count: threadItems })}
        />
      </TableCell>
      <TableCell>
        <Idle project={project} />
      </TableCell>
    </TableRow>
  );
}

function Count({ n, href, title }: { n: number; href: string; title?: string }) {
  const format = useFormatter();
  if (n === 0) return <span className="text-muted-foreground">0</span>;
  return (
    <Link href={href} title={title} className="underline-offset-4 hover:underline">
      {format.number(n)}
    </Link>
  );
}

function Movement({ project }: { project: ProjectRow }) {
  const t = useTranslations("statistics.all");
  const day = useDay();
  const { id, stuckDays, movedOn, total, counts } = project;
  const left = itemsHref(id, { state: ["new", "in_progress", "rejected"] });
  if (total === 0) return <span className="text-muted-foreground">{t("noItems")}</span>;
  if (counts.new + counts.in_progress + counts.rejected === 0) {
    return project.needsReview > 0 ? (
      <Badge variant="info">{t("inReview")}</Badge>
    ) : (
      <Badge variant="success">{t("finished")}</Badge>
    );
  }
  if (stuckDays !== null) {
    return (
      <Link href={left}>
        <Badge variant="warning">{t("stuck", { count: stuckDays })}</Badge>
      </Link>
    );
  }
  return (
    <span className="text-muted-foreground">
      {movedOn === null ? t("notBegun") : t("moved", { day: day.short(movedOn) })}
    </span>
  );
}

function Idle({ project: { id, idle } }: { project: ProjectRow }) {
  const t = useTranslations("statistics.all");
  if (idle.length === 0) return <span className="text-muted-foreground">–</span>;
  const rest = idle.length - FIRST_NAMES;
  return (
    <span className="flex flex-wrap gap-x-2">
      {idle.slice(0, FIRST_NAMES).map(({ userId, name }) => (
        <Link
          key={userId}
          href={`/projects/${id}/people/${userId}`}
          className="text-primary-text underline-offset-4 hover:underline"
        >
          {name}
        </Link>
      ))}
      {rest > 0 ? (
        <span className="text-muted-foreground">{t("others", { count: rest })}</span>
      ) : null}
    </span>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, n) => total + n, 0);
}
