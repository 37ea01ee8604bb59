"use client";

import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { JobProgress } from "@/components/data/job-progress";
import { useJob } from "@/components/data/use-job";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Notice } from "@/components/ui/notice";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { apiFetch } from "@/lib/api/client";
import { isFinished } from "@/lib/api/jobs";
import {
  autoAcceptedSchema,
  type ModelQuality,
  type ProjectModel,
  startedJobSchema,
} from "@/lib/api/models";

/** Shares of the items that people look at anyway. */
const AUDIT_SHARES = ["0.02", "0.05", "0.1", "0.2"] as const;
type AuditShare = (typeof AUDIT_SHARES)[number];

/** Thresholds that past work supports, and accepting above one of them without a look. */
export function AutoAccept(props: {
  projectId: string;
  model: ProjectModel;
  quality: ModelQuality;
}) {
  const { projectId, model, quality } = props;
  const t = useTranslations("models.autoAccept");
  const format = useFormatter();
  const errorMessage = useErrorMessage();
  const supported = quality.calibrated.flatMap(({ threshold, ...rest }) =>
    threshold === null ? [] : [{ ...rest, threshold }],
  );
  const [chosen, setChosen] = useState(0);
  const [auditShare, setAuditShare] = useState<AuditShare>("0.1");
  const [running, setRunning] = useState<{ kind: "accept" | "undo"; jobId: string } | null>(null);
  const jobId = running?.jobId ?? null;
  const [error, setError] = useState<unknown>(null);
  const { data: job } = useJob(jobId);
  const percent = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: 1 });
  const isRunning = jobId !== null && (job === undefined || !isFinished(job.state));

  const path = `/api/v1/projects/${projectId}/models/${model.version.id}/auto-accept`;

  async function send(kind: "accept" | "undo", to: string, body: unknown) {
    setError(null);
    try {
      const answer = await apiFetch(to, { method: "POST", body, schema: startedJobSchema });
      setRunning({ kind, jobId: answer.jobId });
    } catch (cause) {
      setError(cause);
    }
  }

  function start() {
    const choice = supported[chosen];
    if (!choice) return;
    void send("accept", path, { threshold: choice.threshold, auditShare: Number(auditShare) });
  }

  return (
    <section className="grid justify-items-start gap-3 border-t pt-4" aria-label={t("title")}>
      <h3 className="font-medium text-sm">{t("title")}</h3>
      <p className="max-w-[72ch] text-muted-foreground">{t("hint")}</p>
      {supported.length === 0 ? (
        <Notice>{t("tooLittle")}</Notice>
      ) : (
        <>
          <RadioGroup
            aria-label={t("threshold")}
            value={String(chosen)}
            onValueChange={(value) => setChosen(Number(value))}
          >
            {supported.map(({ maxWrong, threshold, suggestions }, index) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is one
              <label key={maxWrong} className="flex items-center gap-2 text-sm">
                <RadioItem value={String(index)} />
                <span data-numeric>
                  {t("choice", {
                    share: format.number(threshold, { minimumFractionDigits: 2 }),
                    wrong: percent(maxWrong),
                    count: suggestions,
                  })}
                </span>
              </label>
            ))}
          </RadioGroup>
          <div className="flex flex-wrap items-center gap-3">
            <span className="text-sm">{t("audit")}</span>
            <ChoiceSelect<AuditShare>
              label={t("audit")}
              value={auditShare}
              choices={AUDIT_SHARES}
              nameOf={(share) => percent(Number(share))}
              onChange={setAuditShare}
              className="w-24"
            />
            <Button isPending={isRunning} onClick={start}>
              {t("start")}
            </Button>
          </div>
          {isRunning ? <JobProgress label={t("running")} job={job} className="w-full" /> : null}
          {job?.state === "done" && running?.kind === "accept" ? (
            <Accepted
              projectId={projectId}
              result={job.result}
              onUndo={() => void send("undo", `${path}/undo`, { jobId: running.jobId })}
            />
          ) : null}
          {job?.state === "done" && running?.kind === "undo" ? (
            <Notice>{t("undone")}</Notice>
          ) : null}
          {job?.state === "failed" ? <Notice variant="danger">{job.error}</Notice> : null}
          {error === null ? null : <Notice variant="danger">{errorMessage(error)}</Notice>}
        </>
      )}
    </section>
  );
}

/** What became of the items, and the way back. */
function Accepted(props: { projectId: string; result: unknown; onUndo(): void }) {
  const { projectId, result, onUndo } = props;
  const t = useTranslations("models.autoAccept");
  const tUi = useTranslations("ui");
  const parsed = autoAcceptedSchema.safeParse(result);
  if (!parsed.success) return null;
  const { items, annotations, audited, doubtful, empty, touched } = parsed.data;
  return (
    <Notice variant="success">
      <p>{t("done", { items, annotations })}</p>
      <p>{t("left", { audited, doubtful, empty, touched })}</p>
      <p className="mt-1 flex gap-4">
        {audited > 0 ? (
          <Button asChild variant="link" size="text">
            <Link href={`/projects/${projectId}/items?audit=1`}>{t("showAudit")}</Link>
          </Button>
        ) : null}
        <Button variant="link" size="text" onClick={onUndo}>
          {tUi("undo")}
        </Button>
      </p>
    </Notice>
  );
}
