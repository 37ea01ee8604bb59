"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { notAfter } from "@/components/ui/not-after";
import { Panel } from "@/components/ui/panel";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type {
  AgreementCounted,
  Consolidate,
  ConsolidatedItems,
  UnmergedItems,
} from "@/lib/api/agreement";
import { apiFetch } from "@/lib/api/client";
import type { ExportPreview } from "@/lib/api/exports";
import type { ImportReport } from "@/lib/api/imports";
import { isFinished, type JobState, type JobView, jobListSchema } from "@/lib/api/jobs";
import { type LabelJobPayload, labelJobResultSchema } from "@/lib/api/labels";
import { type AutoAccepted, type AutoAcceptJob, startedJobSchema } from "@/lib/api/models";

const POLL_MS = 1_500;
const IDLE_POLL_MS = 15_000;
const MINUTE_MS = 60_000;
const MAX_SHOWN = 12;
const LOOKS = {
  queued: "neutral",
  running: "info",
  done: "success",
  failed: "danger",
  cancelled: "neutral",
} as const satisfies Record<JobState, string>;

/** Imports and downloads of the project, newest first. */
export function JobList({ projectId, mayTakeBack }: { projectId: string; mayTakeBack: boolean }) {
  const t = useTranslations("jobs");
  const { data } = useQuery({
    queryKey: ["jobs", projectId],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/jobs`, { schema: jobListSchema, signal }),
    refetchInterval: ({ state }) =>
      state.data?.jobs.some((job) => !isFinished(job.state)) ? POLL_MS : IDLE_POLL_MS,
  });
  const all = data?.jobs ?? [];
  const jobs = all.filter(isWorthShowing).slice(0, MAX_SHOWN);
  const latest = mayTakeBack ? latestMerge(all) : null;
  return (
    <Panel title={t("title")} bodyClassName="p-0">
      {jobs.length === 0 ? (
        <p className="p-4 text-muted-foreground">{t("empty")}</p>
      ) : (
        <Table>
          <TableHeader>
            <tr>
              <TableHead>{t("columns.what")}</TableHead>
              <TableHead>{t("columns.state")}</TableHead>
              <TableHead>{t("columns.result")}</TableHead>
              <TableHead isNumeric>{t("columns.when")}</TableHead>
            </tr>
          </TableHeader>
          <TableBody>
            {jobs.map((job) => (
              <JobRow key={job.id} job={job}>
                {job.id === latest ? <TakeBack projectId={projectId} jobId={job.id} /> : null}
              </JobRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}

/** Every change of a form makes a preview: only those that became a download are somebody's work. */
function isWorthShowing(job: JobView): boolean {
  if (job.kind !== "export") return true;
  return (job.result as ExportPreview | null)?.downloadedAt !== undefined;
}

/** The last job that merged work, if it has ended and was not taken back yet: what it found is kept. */
function latestMerge(jobs: readonly JobView[]): string | null {
  const last = jobs.find(
    ({ kind, payload }) =>
      kind === "consolidate-undo" || (kind === "consolidate" && !(payload as Consolidate).isDryRun),
  );
  return last?.kind === "consolidate" && isFinished(last.state) ? last.id : null;
}

function TakeBack({ projectId, jobId }: { projectId: string; jobId: string }) {
  const t = useTranslations("jobs");
  const queryClient = useQueryClient();
  const errorMessage = useErrorMessage();
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      apiFetch(`/api/v1/projects/${projectId}/consolidate/undo`, {
        method: "POST",
        body: { jobId },
        schema: startedJobSchema,
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["jobs", projectId] }),
    onError: (error) => toast.error(errorMessage(error)),
  });
  return (
    <Button size="sm" isPending={isPending} onClick={() => mutate()}>
      {t("takeBack")}
    </Button>
  );
}

function JobRow({ job, children }: { job: JobView; children: ReactNode }) {
  const t = useTranslations("jobs");
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">{t(`kind.${kindOf(job)}`)}</TableCell>
      <TableCell>
        <Badge variant={LOOKS[job.state]}>{t(`state.${job.state}`)}</Badge>
      </TableCell>
      <TableCell className="text-muted-foreground">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>
            <Result job={job} />
          </span>
          {children}
        </span>
      </TableCell>
      <TableCell isNumeric className="whitespace-nowrap text-muted-foreground">
        <time dateTime={new Date(job.createdAt).toISOString()}>
          {format.relativeTime(notAfter(job.createdAt, now), now)}
        </time>
      </TableCell>
    </TableRow>
  );
}

const LABEL_KINDS = {
  delete: "labelDelete",
  merge: "labelMerge",
  restore: "labelRestore",
} as const;

const MODEL_KINDS = { accept: "autoAccept", undo: "autoAcceptUndo" } as const;

function kindOf(job: JobView) {
  if (job.kind === "export") return "export";
  if (job.kind === "auto-accept") return MODEL_KINDS[(job.payload as AutoAcceptJob).kind];
  if (job.kind === "agreement") return "agreement";
  if (job.kind === "consolidate") {
    return (job.payload as Consolidate).isDryRun ? "consolidateDry" : "consolidate";
  }
  if (job.kind === "consolidate-undo") return "consolidateUndo";
  if (job.kind === "label") return LABEL_KINDS[(job.payload as LabelJobPayload).kind];
  return (job.payload as { isDryRun?: boolean }).isDryRun ? "importDry" : "import";
}

function Result({ job }: { job: JobView }) {
  const t = useTranslations("jobs");
  const format = useFormatter();
  if (job.error !== null) return job.error;
  if (job.state === "running" && job.total > 0) {
    return `${format.number(job.done)} / ${format.number(job.total)}`;
  }
  if (job.state !== "done") return null;
  if (job.kind === "label") {
    const { name } = job.payload as LabelJobPayload;
    return t("labelResult", { name, count: labelJobResultSchema.parse(job.result).changed });
  }
  if (job.kind === "export") {
    const { report } = job.result as ExportPreview;
    const figures = { items: report.items.total, annotations: report.annotations.total };
    return t("exportResult", figures);
  }
  if (job.kind === "auto-accept") {
    const { name } = job.payload as AutoAcceptJob;
    const { items: accepted, annotations: made } = job.result as AutoAccepted;
    return t("autoAcceptResult", { name, items: accepted, annotations: made });
  }
  if (job.kind === "agreement") {
    return t("agreementResult", { items: (job.result as AgreementCounted).items });
  }
  if (job.kind === "consolidate") {
    const { changed, kept, adjudication } = job.result as ConsolidatedItems;
    return t("consolidateResult", { changed, kept, adjudication });
  }
  if (job.kind === "consolidate-undo") {
    const { back, left } = job.result as UnmergedItems;
    return t("consolidateUndoResult", { back, left });
  }
  // Reports of earlier versions do not have all of it.
  const report = job.result as Omit<ImportReport, "suggestions"> & Partial<ImportReport>;
  const { items, annotations, suggestions } = report;
  const counts = { items: items.added, annotations: annotations.added };
  if (!suggestions || suggestions.listed === 0) return t("importResult", counts);
  return t("importSuggestedResult", { ...counts, suggestions: suggestions.added });
}
