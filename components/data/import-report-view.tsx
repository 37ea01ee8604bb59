"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { IMPORT_MODES, type ImportReport } from "@/lib/api/imports";
import { ImportTarget } from "./import-target";
import { ReportView } from "./report-view";
import type { ImportChoice } from "./use-import";

/** What can be changed on seeing the report. */
type ReportChoice = Pick<ImportChoice, "as" | "title" | "mode" | "labelNames">;

type Choosing = ReportChoice & {
  onChange(choice: Partial<ReportChoice>): void;
  /** What suggestions are called; what would be done is not looked at again. */
  onTitle(title: string): void;
};

/** What an import would do, or did. With `choice` it can still be changed. */
export function ImportReportView(props: { report: ImportReport; name: string; choice?: Choosing }) {
  const { report, name, choice } = props;
  const t = useTranslations("data");
  const title = report.isDryRun
    ? t("import.planTitle", { format: report.format.name, name })
    : t("import.resultTitle", { name });
  return (
    <div className="grid gap-5">
      <h3 className="break-all font-semibold text-base">{title}</h3>
      <Figures report={report} />
      <Titles titles={report.suggestions.titles} />
      {choice && report.annotations.listed + report.suggestions.listed > 0 ? (
        <ImportTarget
          as={choice.as}
          title={choice.title ?? name}
          onAs={(as) => choice.onChange({ as })}
          onTitle={choice.onTitle}
          onTitled={() => {
            if (!report.suggestions.titles.includes(choice.title ?? name)) choice.onChange({});
          }}
        />
      ) : null}
      {choice && report.annotations.listed > 0 ? <ModeChoice choice={choice} /> : null}
      <div className="grid gap-8 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
        <Labels labels={report.labels} choice={choice} />
        <ReportView report={report.dataset} />
      </div>
    </div>
  );
}

function Figures({ report }: { report: ImportReport }) {
  const { items, annotations, suggestions } = report;
  const t = useTranslations("data");
  const format = useFormatter();
  const known = items.matchedByContent + items.matchedByName;
  const hasSuggestions = suggestions.listed + suggestions.withdrawn > 0;
  const hasWork = annotations.listed > 0 || !hasSuggestions;
  const figures = [
    { name: t("import.newItems"), value: items.added, isShown: true },
    { name: t("import.knownItems"), value: known, isShown: true },
    { name: t("import.leftOutItems"), value: items.leftOut, isShown: items.leftOut > 0 },
    { name: t("import.newAnnotations"), value: annotations.added, isShown: hasWork },
    {
      name: t("import.knownAnnotations"),
      value: annotations.alreadyThere + annotations.keptAsEdited,
      isShown: hasWork && known > 0,
    },
    {
      name: t("import.removedAnnotations"),
      value: annotations.removed,
      isShown: annotations.removed > 0,
    },
    {
      name: t("import.leftOutAnnotations"),
      value: annotations.leftOut,
      isShown: annotations.leftOut > 0,
    },
    { name: t("import.newSuggestions"), value: suggestions.added, isShown: hasSuggestions },
    {
      name: t("import.knownSuggestions"),
      value: suggestions.alreadyThere + suggestions.decided,
      isShown: hasSuggestions && known > 0,
    },
    {
      name: t("import.withdrawnSuggestions"),
      value: suggestions.withdrawn,
      isShown: suggestions.withdrawn > 0,
    },
    {
      name: t("import.leftOutSuggestions"),
      value: suggestions.leftOut,
      isShown: suggestions.leftOut > 0,
    },
  ];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {figures
        .filter(({ isShown }) => isShown)
        .map(({ name, value }) => (
          <div key={name} className="grid gap-0.5">
            <dt className="text-muted-foreground text-xs">{name}</dt>
            <dd data-numeric className="font-semibold text-xl tabular-nums">
              {format.number(value)}
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** What the layers are called that suggestions go to. */
function Titles({ titles }: { titles: readonly string[] }) {
  const t = useTranslations("data");
  const format = useFormatter();
  if (titles.length === 0) return null;
  return (
    <p className="break-words text-muted-foreground text-xs">
      {t("import.suggestedAs", { titles: format.list(titles, { type: "unit" }) })}
    </p>
  );
}

function ModeChoice({ choice }: { choice: Choosing }) {
  const t = useTranslations("data");
  const { mode, onChange } = choice;
  return (
    <div className="grid justify-items-start gap-1.5">
      <span className="font-medium text-sm">{t("import.mode")}</span>
      <SegmentedControl
        label={t("import.mode")}
        value={mode}
        onValueChange={(value) => onChange({ mode: value })}
        segments={IMPORT_MODES.map((value) => ({ value, label: t(`import.modeOption.${value}`) }))}
      />
      <p className="text-muted-foreground text-xs">{t(`import.modeHint.${mode}`)}</p>
    </div>
  );
}

function Labels(props: { labels: ImportReport["labels"]; choice: Choosing | undefined }) {
  const { labels, choice } = props;
  const t = useTranslations("data");
  if (labels.length === 0) return null;
  return (
    <section aria-label={t("import.labels")} className="grid content-start gap-1">
      <h4 className="font-medium text-sm">{t("import.labels")}</h4>
      <ul className="max-h-80 divide-y overflow-y-auto rounded-md border">
        {labels.map(({ name, status, projectLabel }) => (
          <li key={name} className="flex min-h-9 flex-wrap items-center gap-2 px-3 py-1">
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
            <Badge variant={status === "new" || status === "similar" ? "accent" : "neutral"}>
              {t(`import.labelStatus.${status}`, { label: projectLabel ?? "" })}
            </Badge>
            {choice && projectLabel && (status === "similar" || status === "mapped") ? (
              <Button
                size="sm"
                onClick={() =>
                  choice.onChange(
                    withMapping(choice, name, status === "similar" ? projectLabel : name),
                  )
                }
              >
                {status === "similar"
                  ? t("import.takeFor", { label: projectLabel })
                  : t("import.keepApart")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The names with the label taken for another, or no longer so. */
function withMapping(
  { labelNames }: ReportChoice,
  name: string,
  wanted: string,
): Pick<ReportChoice, "labelNames"> {
  const { [name]: before, ...others } = labelNames;
  return { labelNames: before === undefined ? { ...others, [name]: wanted } : others };
}
