"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { late } from "@/components/ui/late";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Slider } from "@/components/ui/slider";
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
import { type ModelQuality, modelQualitySchema, type ProjectModel } from "@/lib/api/models";
import { AutoAccept } from "./auto-accept";
import { ratesOf } from "./rates";

const LinePlot = late(
  () => import("@/components/charts/line-plot").then((module) => module.LinePlot),
  <Skeleton className="h-56" />,
);

type Props = {
  projectId: string;
  model: ProjectModel;
  labels: readonly LabelView[];
  canManage: boolean;
};

/** A model against what people made of its suggestions. */
export function QualityPanel({ projectId, model, labels, canManage }: Props) {
  const t = useTranslations("models.quality");
  const format = useFormatter();
  const errorMessage = useErrorMessage();
  const [threshold, setThreshold] = useState(model.settings.threshold);
  const [asked, setAsked] = useState(threshold);
  const path = `/api/v1/projects/${projectId}/models/${model.version.id}/quality?threshold=${asked}`;
  const { data, error, refetch } = useQuery({
    queryKey: ["model-quality", projectId, model.version.id, asked],
    queryFn: ({ signal }) => apiFetch(path, { schema: modelQualitySchema, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel
      title={t("title")}
      actions={
        <Button asChild size="sm" variant="ghost">
          <a href={`${path}&format=csv`} download>
            <Download aria-hidden="true" />
            {t("csv")}
          </a>
        </Button>
      }
    >
      {error ? (
        <ErrorState
          title={t("failed")}
          description={errorMessage(error)}
          action={<Button onClick={() => void refetch()}>{t("retry")}</Button>}
        />
      ) : data === undefined ? (
        <Skeleton className="h-64" />
      ) : data.items === 0 ? (
        <EmptyState title={t("empty")} description={t("emptyHint")} />
      ) : (
        <div className="grid gap-6">
          <div className="flex flex-wrap items-center gap-4">
            <p className="text-muted-foreground" data-numeric>
              {t("basis", { count: data.items })}
            </p>
            <div className="ml-auto flex w-72 items-center gap-3">
              <span className="shrink-0 text-sm" data-numeric>
                {t("threshold", { share: format.number(threshold, { minimumFractionDigits: 2 }) })}
              </span>
              <Slider
                label={t("thresholdLabel")}
                min={0}
                max={1}
                step={0.01}
                value={[threshold]}
                onValueChange={([value = 0]) => setThreshold(value)}
                onValueCommit={([value = 0]) => setAsked(value)}
              />
            </div>
          </div>
          <Totals quality={data} />
          <PerLabel {...{ data, labels }} />
          <Plots quality={data} />
          {canManage ? <AutoAccept {...{ projectId, model, quality: data }} /> : null}
        </div>
      )}
    </Panel>
  );
}

function useShare(): (value: number | null) => string {
  const format = useFormatter();
  return (value) =>
    value === null ? "–" : format.number(value, { style: "percent", maximumFractionDigits: 1 });
}

function Totals({ quality: { total } }: { quality: ModelQuality }) {
  const t = useTranslations("models.quality");
  const format = useFormatter();
  const share = useShare();
  const rates = ratesOf(total);
  const facts = [
    ...(["precision", "recall", "f1"] as const).map((name) => ({
      name: t(name),
      value: share(rates[name]),
    })),
    ...(["accepted", "corrected", "rejected"] as const).map((name) => ({
      name: t(name),
      value: format.number(total[name]),
    })),
  ];
  return (
    <dl className="grid grid-cols-3 gap-3 sm:grid-cols-6">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-muted-foreground text-xs">{name}</dt>
          <dd className="font-semibold text-lg" data-numeric>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const COUNTS = ["suggested", "labelled", "matched", "accepted", "corrected", "rejected"] as const;

function PerLabel({ data, labels }: { data: ModelQuality; labels: readonly LabelView[] }) {
  const t = useTranslations("models.quality");
  const format = useFormatter();
  const share = useShare();
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>{t("label")}</TableHead>
          {(["precision", "recall", "f1", ...COUNTS] as const).map((name) => (
            <TableHead key={name} isNumeric>
              {t(name)}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {data.perLabel.map((row) => {
          const label = labels.find(({ id }) => id === row.labelId);
          const rates = ratesOf(row);
          return (
            <TableRow key={row.labelId}>
              <TableCell>
                <span className="flex items-center gap-2">
                  <span
                    aria-hidden="true"
                    className="size-2.5 rounded-full border"
                    style={{ backgroundColor: label?.color ?? "transparent" }}
                  />
                  {label?.name ?? t("unknownLabel")}
                </span>
              </TableCell>
              <TableCell isNumeric>{share(rates.precision)}</TableCell>
              <TableCell isNumeric>{share(rates.recall)}</TableCell>
              <TableCell isNumeric>{share(rates.f1)}</TableCell>
              {COUNTS.map((name) => (
                <TableCell key={name} isNumeric>
                  {format.number(row[name])}
                </TableCell>
              ))}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Plots({ quality }: { quality: ModelQuality }) {
  const t = useTranslations("models.quality");
  const format = useFormatter();
  const bins = quality.reliability.length;
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <LinePlot
        title={t("drift")}
        xName={t("day")}
        series={[t("precision"), t("recall"), t("f1")]}
        points={quality.perDay.map((day) => {
          const { precision, recall, f1 } = ratesOf(day);
          return { x: day.day, values: [precision, recall, f1] };
        })}
      />
      <LinePlot
        title={t("reliability")}
        xName={t("score")}
        series={[t("right")]}
        hasDiagonal
        points={quality.reliability.map(({ suggested, matched }, bin) => ({
          x: format.number((bin + 0.5) / bins, { minimumFractionDigits: 2 }),
          values: [suggested > 0 ? matched / suggested : null],
        }))}
      />
    </div>
  );
}
