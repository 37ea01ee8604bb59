"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { apiFetch } from "@/lib/api/client";
import { isFinished, type JobView, jobListSchema } from "@/lib/api/jobs";
import {
  type LabelJobPayload,
  labelJobPayloadSchema,
  labelJobResultSchema,
} from "@/lib/api/labels";

const POLL_MS = 500;

/** Work on the annotations of a label that was deleted, merged or brought back. */
export type LabelJob = { job: JobView; about: LabelJobPayload };

export function labelJobsKey(projectId: string) {
  return ["label-jobs", projectId];
}

/**
 * What still runs, and what was stopped half way and not sent again; newest first. `onDone` is
 * told of each that ends after it was seen to run or was given to `watch`, with the number of
 * annotations that it changed.
 */
export function useLabelJobs(
  projectId: string,
  onDone: (about: LabelJobPayload, changed: number) => void,
): { running: readonly LabelJob[]; stopped: readonly LabelJob[]; watch(jobId: string): void } {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: labelJobsKey(projectId),
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/jobs?kind=label`, { schema: jobListSchema, signal }),
    refetchInterval: ({ state }) =>
      state.data?.jobs.some((job) => !isFinished(job.state)) ? POLL_MS : false,
  });
  // Only the latest word on a label counts: a deletion that was undone half way ended, too.
  const latest = latestOf(data?.jobs ?? []);
  const watched = useRef(new Set<string>());
  useEffect(() => {
    for (const { job, about } of latest) {
      if (!isFinished(job.state)) watched.current.add(job.id);
      else if (watched.current.delete(job.id) && job.state === "done") {
        void queryClient.invalidateQueries({ queryKey: ["labels", projectId] });
        onDone(about, labelJobResultSchema.parse(job.result).changed);
      }
    }
  });
  return {
    running: latest.filter(({ job }) => !isFinished(job.state)),
    stopped: latest.filter(({ job }) => job.state === "failed" || job.state === "cancelled"),
    watch: (jobId) => void watched.current.add(jobId),
  };
}

function latestOf(jobs: readonly JobView[]): LabelJob[] {
  const byLabel = new Map<string, LabelJob>();
  for (const job of jobs) {
    const about = labelJobPayloadSchema.safeParse(job.payload);
    if (!about.success || byLabel.has(about.data.labelId)) continue;
    byLabel.set(about.data.labelId, { job, about: about.data });
  }
  return [...byLabel.values()];
}
