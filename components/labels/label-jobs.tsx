"use client";

import { useTranslations } from "use-intl";
import { JobProgress } from "@/components/data/job-progress";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { LabelJobPayload } from "@/lib/api/labels";
import type { LabelJob } from "./use-label-jobs";

/** Annotations that are following their label, and those that were stopped on the way. */
export function LabelJobs({
  running,
  stopped,
  onGoOn,
  onUndo,
}: {
  running: readonly LabelJob[];
  stopped: readonly LabelJob[];
  onGoOn(about: LabelJobPayload): void;
  /** Of a deletion. */
  onUndo(about: LabelJobPayload): void;
}) {
  const t = useTranslations("labels");
  const tUi = useTranslations("ui");
  if (running.length + stopped.length === 0) return null;
  return (
    <ul aria-label={t("job.title")} className="mb-4 grid gap-2">
      {running.map(({ job, about }) => (
        <li key={job.id} className="flex items-center gap-4 rounded-lg border bg-card px-4 py-3">
          <JobProgress
            label={t(`job.running.${about.kind}`, namesOf(about))}
            job={job}
            className="min-w-0 flex-1"
          />
          {about.kind === "delete" ? (
            <Button size="sm" onClick={() => onUndo(about)}>
              {tUi("undo")}
            </Button>
          ) : null}
        </li>
      ))}
      {stopped.map(({ job, about }) => (
        <li key={job.id}>
          <Notice variant="warning">
            <p className="break-words">{t(`job.stopped.${about.kind}`, namesOf(about))}</p>
            <div className="mt-2 flex gap-2">
              <Button size="sm" onClick={() => onGoOn(about)}>
                {t("job.goOn")}
              </Button>
              {about.kind === "delete" ? (
                <Button size="sm" onClick={() => onUndo(about)}>
                  {tUi("undo")}
                </Button>
              ) : null}
            </div>
          </Notice>
        </li>
      ))}
    </ul>
  );
}

export function namesOf({ name, into }: LabelJobPayload): { name: string; into: string } {
  return { name, into: into?.name ?? "" };
}
