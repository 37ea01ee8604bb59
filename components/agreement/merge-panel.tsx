"use client";

import { GitMerge, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { JobProgress } from "@/components/data/job-progress";
import { useJob } from "@/components/data/use-job";
import { itemsHref } from "@/components/overview/links";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { Consolidation } from "@/lib/annotation/workflow";
import {
  type ConsolidatedItems,
  consolidatedSchema,
  type UnmergedItems,
  unmergedSchema,
} from "@/lib/api/agreement";
import { apiFetch } from "@/lib/api/client";
import { isFinished, type JobView } from "@/lib/api/jobs";
import { startedJobSchema } from "@/lib/api/models";

type Step = "try" | "merge" | "back";
type Started = { step: Step; jobId: string };

/** Merges anew what several people handed in: first what it would do, then doing it, and the way back. */
export function MergePanel({ projectId, rule }: { projectId: string; rule: Consolidation }) {
  const t = useTranslations("agreement.merge");
  const format = useFormatter();
  const errorMessage = useErrorMessage();
  const { started, job, isRunning, problem, start } = useMerge(projectId);
  const result = isRunning ? null : resultOf(started?.step ?? null, job);
  const percent = (value: number) => format.number(value, { style: "percent" });
  return (
    <Panel title={t("title")} bodyClassName="grid gap-3">
      <p className="max-w-[80ch] text-muted-foreground">
        {t("rule", {
          iou: percent(rule.iou),
          quorum: percent(rule.quorum),
          least: percent(rule.minAgreement),
          weighted: String(rule.isWeighted),
        })}{" "}
        <Link
          href={`/projects/${projectId}/settings/workflow`}
          className="text-primary-text underline decoration-border-strong underline-offset-4 hover:decoration-current"
        >
          {t("change")}
        </Link>
      </p>
      {result?.kind === "merged" ? (
        <Report projectId={projectId} items={result.items} isTried={started?.step === "try"} />
      ) : null}
      {result?.kind === "back" ? (
        <p role="status">{t("wentBack", { back: result.items.back, left: result.items.left })}</p>
      ) : null}
      {isRunning ? <JobProgress label={t(`running.${started?.step ?? "try"}`)} job={job} /> : null}
      {problem ? <Notice variant="danger">{errorMessage(problem)}</Notice> : null}
      <div className="flex flex-wrap gap-2">
        <Button disabled={isRunning} onClick={() => void start("try")}>
          {t("try")}
        </Button>
        {started?.step === "try" && result?.kind === "merged" && result.items.changed > 0 ? (
          <Button variant="primary" icon={<GitMerge />} onClick={() => void start("merge")}>
            {t("run", { count: result.items.changed })}
          </Button>
        ) : null}
        {started?.step === "merge" && result?.kind === "merged" && result.items.changed > 0 ? (
          <Button variant="ghost" icon={<Undo2 />} onClick={() => void start("back")}>
            {t("back")}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

/** What became of the items, or would; where a person has to decide, the way there. */
function Report(props: { projectId: string; items: ConsolidatedItems; isTried: boolean }) {
  const { projectId, items, isTried } = props;
  const t = useTranslations("agreement.merge");
  const format = useFormatter();
  const rows = (["items", "changed", "same", "kept", "open", "adjudication"] as const).map(
    (name) => ({ name, value: items[name] }),
  );
  return (
    <div role="status" className="grid gap-1.5">
      <p className="font-medium">
        {items.changed === 0 ? t("nothing") : t(isTried ? "would" : "did")}
      </p>
      <dl className="grid max-w-2xl grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-3">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex items-baseline justify-between gap-3 border-b py-1">
            <dt className="text-muted-foreground text-xs">{t(`count.${name}`)}</dt>
            <dd data-numeric className="font-medium">
              {name === "adjudication" && value > 0 && !isTried ? (
                <Link
                  href={itemsHref(projectId, { needs: "adjudication" })}
                  className="underline underline-offset-4"
                >
                  {format.number(value)}
                </Link>
              ) : (
                format.number(value)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type MergeResult =
  | { kind: "merged"; items: ConsolidatedItems }
  | { kind: "back"; items: UnmergedItems };

function resultOf(step: Step | null, job: JobView | undefined): MergeResult | null {
  if (step === null || job?.state !== "done") return null;
  return step === "back"
    ? { kind: "back", items: unmergedSchema.parse(job.result) }
    : { kind: "merged", items: consolidatedSchema.parse(job.result) };
}

function useMerge(projectId: string) {
  const path = `/api/v1/projects/${projectId}/consolidate`;
  const [started, setStarted] = useState<Started | null>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { data: job } = useJob(started?.jobId ?? null);
  const isRunning = started !== null && (job === undefined || !isFinished(job.state));

  async function start(step: Step): Promise<void> {
    setProblem(null);
    setSending(true);
    try {
      const body =
        step === "back"
          ? { jobId: started?.jobId }
          : { select: { filter: {} }, isDryRun: step === "try" };
      const to = step === "back" ? `${path}/undo` : path;
      const { jobId } = await apiFetch(to, { method: "POST", body, schema: startedJobSchema });
      setStarted({ step, jobId });
    } catch (cause) {
      setProblem(cause);
    } finally {
      setSending(false);
    }
  }

  return {
    ...{ started, job, start },
    isRunning: isRunning || isSending,
    problem: job?.state === "failed" ? new Error(job.error ?? "") : problem,
  };
}
