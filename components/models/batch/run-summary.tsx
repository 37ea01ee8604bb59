"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { BarPlot } from "@/components/charts/bar-plot";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { apiFetch } from "@/lib/api/client";
import type { LabelView } from "@/lib/api/labels";
import { type ModelRun, modelRunDetailSchema, type ProjectModel } from "@/lib/api/models";
import { runsPath } from "./use-runs";

/** Of the table of classes; the rest are in the filter of the items. */
const MAX_ROWS = 12;

/** What came of a run: items, suggestions by class, scores, speed. */
export function RunSummary(props: {
  projectId: string;
  run: ModelRun;
  model: ProjectModel;
  labels: readonly LabelView[];
}) {
  const { projectId, run, model, labels } = props;
  const t = useTranslations("models.batch");
  const format = useFormatter();
  const perClass = Object.entries(run.perClass)
    .map(([index, count]) => ({ index: Number(index), count }))
    .sort((a, b) => b.count - a.count);
  const labelOf = (index: number) =>
    labels.find(({ id }) => id === model.settings.mapping[String(index)]);
  const meanMs = run.done > 0 ? run.inferMs / run.done : 0;
  const facts = [
    { name: t("summary.items"), value: format.number(run.done) },
    { name: t("summary.empty"), value: format.number(run.empty) },
    { name: t("summary.failed"), value: format.number(run.failed) },
    { name: t("summary.suggestions"), value: format.number(run.suggestions) },
    {
      name: t("summary.infer"),
      value: t("summary.ms", { ms: format.number(meanMs, { maximumFractionDigits: 0 }) }),
    },
  ];
  return (
    <section className="grid gap-4 border-t pt-4" aria-label={t("summary.title")}>
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-medium text-sm">
        {t(run.state === "cancelled" ? "summary.cancelled" : "summary.title")}
        <time className="font-normal text-muted-foreground text-xs">
          {format.dateTime(new Date(run.updatedAt), { dateStyle: "medium", timeStyle: "short" })}
        </time>
      </h3>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-5">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-muted-foreground text-xs">{name}</dt>
            <dd className="font-semibold text-lg" data-numeric>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-6 lg:grid-cols-2">
        <BarPlot
          title={t("summary.histogram")}
          bars={run.histogram.map((count, bin) => ({
            name: format.number(bin / run.histogram.length, { minimumFractionDigits: 2 }),
            value: count,
          }))}
        />
        <Table>
          <TableHeader>
            <TableRow>
              <TableHead>{t("summary.class")}</TableHead>
              <TableHead>{t("summary.label")}</TableHead>
              <TableHead isNumeric>{t("summary.suggestions")}</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {perClass.slice(0, MAX_ROWS).map(({ index, count }) => {
              const label = labelOf(index);
              return (
                <TableRow key={index}>
                  <TableCell>{model.version.classes[index]}</TableCell>
                  <TableCell>{label ? label.name : t("summary.unused")}</TableCell>
                  <TableCell isNumeric>{format.number(count)}</TableCell>
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </div>
      {run.failed > 0 ? <Problems {...{ projectId, runId: run.id }} /> : null}
    </section>
  );
}

function Problems({ projectId, runId }: { projectId: string; runId: string }) {
  const t = useTranslations("models.batch");
  const { data } = useQuery({
    queryKey: ["model-run", runId],
    queryFn: ({ signal }) =>
      apiFetch(`${runsPath(projectId)}/${runId}`, { schema: modelRunDetailSchema, signal }),
  });
  return (
    <div className="grid gap-1">
      <h4 className="font-medium text-sm">{t("problems")}</h4>
      <ul className="grid gap-1 text-sm">
        {data?.problems.map(({ itemId, name, problem }) => (
          <li key={itemId} className="flex min-w-0 gap-3">
            <Link
              href={`/projects/${projectId}/items/${itemId}`}
              className="shrink-0 text-primary-text hover:underline"
            >
              {name}
            </Link>
            <span className="min-w-0 truncate text-muted-foreground">{problem}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
