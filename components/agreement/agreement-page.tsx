"use client";

import { Download, RefreshCw, Scale } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { JobProgress } from "@/components/data/job-progress";
import { Fact } from "@/components/overview/fact";
import { itemsHref } from "@/components/overview/links";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { Consolidation } from "@/lib/annotation/workflow";
import type { Agreement, KeptAgreement } from "@/lib/api/agreement";
import type { LabelView } from "@/lib/api/labels";
import { AgreementMatrix } from "./agreement-matrix";
import { ItemSpread } from "./item-spread";
import { LabelTable } from "./label-table";
import { MergePanel } from "./merge-panel";
import { QuestionTable } from "./question-table";
import { useAgreement } from "./use-agreement";
import { useFigures } from "./use-rater-names";

const MINUTE_MS = 60_000;

/** How far people, known answers and models say the same of the same items. */
export function AgreementPage(props: {
  projectId: string;
  labels: readonly LabelView[];
  /** How layers become one, for those who may have it done; null: others. */
  rule: Consolidation | null;
}) {
  const { projectId, labels, rule } = props;
  const t = useTranslations("agreement");
  const errorMessage = useErrorMessage();
  const { kept, job, isCounting, count, problem } = useAgreement(projectId);
  const agreement = kept.data?.agreement ?? null;
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 px-6 py-8">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
          <p className="max-w-[72ch] text-muted-foreground">{t("intro")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          {agreement && agreement.pairs.length > 0 ? (
            <Button asChild variant="ghost">
              <a href={`/api/v1/projects/${projectId}/agreement?format=csv`} download>
                <Download aria-hidden="true" />
                {t("csv")}
              </a>
            </Button>
          ) : null}
          <Button icon={<RefreshCw />} isPending={isCounting} onClick={() => void count()}>
            {t("count")}
          </Button>
        </div>
      </div>
      {isCounting ? <JobProgress label={t("counting")} job={job} /> : null}
      {problem ? <Notice variant="danger">{errorMessage(problem)}</Notice> : null}
      {kept.error ? (
        <ErrorState
          title={t("failed")}
          description={errorMessage(kept.error)}
          action={<Button onClick={() => void kept.refetch()}>{t("retry")}</Button>}
        />
      ) : kept.data === undefined || (agreement === null && isCounting) ? (
        <Skeleton className="h-80" />
      ) : agreement === null || agreement.pairs.length === 0 ? (
        <EmptyState icon={<Scale />} title={t("empty")} description={t("emptyHint")} />
      ) : (
        <>
          <Figures {...{ projectId, agreement, labels, isCounting, kept: kept.data }} />
          {rule && agreement.items > 0 ? <MergePanel {...{ projectId, rule }} /> : null}
        </>
      )}
    </div>
  );
}

function Figures(props: {
  projectId: string;
  agreement: Agreement;
  labels: readonly LabelView[];
  kept: KeptAgreement;
  isCounting: boolean;
}) {
  const { projectId, agreement, labels, kept, isCounting } = props;
  const t = useTranslations("agreement");
  return (
    <>
      <Summary {...{ projectId, agreement, kept, isCounting }} />
      <Panel title={t("matrix.title")}>
        <AgreementMatrix {...{ agreement, labels }} />
      </Panel>
      {agreement.items > 0 ? (
        <Panel title={t("items.title")}>
          <ItemSpread {...{ projectId, agreement }} />
        </Panel>
      ) : null}
      <Panel title={t("labels.title")} bodyClassName="p-0">
        <LabelTable {...{ projectId, agreement, labels }} />
      </Panel>
      {agreement.items > 0 ? (
        <Panel title={t("questions.title")} bodyClassName="p-0">
          <QuestionTable {...{ agreement, labels }} />
        </Panel>
      ) : null}
    </>
  );
}

function Summary(props: {
  projectId: string;
  agreement: Agreement;
  kept: KeptAgreement;
  isCounting: boolean;
}) {
  const { projectId, agreement, kept, isCounting } = props;
  const t = useTranslations("agreement");
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  const { share, count } = useFigures();
  const people = agreement.raters.filter(({ kind }) => kind === "person").length;
  const isAny = agreement.items > 0;
  return (
    <div className="grid gap-2">
      <dl className="grid gap-3 sm:grid-cols-3">
        <Fact name={t("facts.mean")} value={share(agreement.mean)} />
        <Fact
          name={t("facts.items")}
          value={count(agreement.items)}
          href={isAny ? itemsHref(projectId, { agreementMax: 1 }) : undefined}
        />
        <Fact name={t("facts.people")} value={count(people)} />
      </dl>
      {kept.computedAt === null ? null : (
        <p className="text-muted-foreground text-xs">
          {t(kept.isStale && !isCounting ? "stale" : "counted", {
            when: format.relativeTime(kept.computedAt, now),
          })}
        </p>
      )}
    </div>
  );
}
