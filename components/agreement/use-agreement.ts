"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useJob } from "@/components/data/use-job";
import { useLive } from "@/components/live/use-live";
import { keptAgreementSchema } from "@/lib/api/agreement";
import { apiFetch } from "@/lib/api/client";
import { isFinished } from "@/lib/api/jobs";
import { startedJobSchema } from "@/lib/api/models";

/** The numbers as they are kept; counted anew when they are stale as the page opens, and when asked to. */
export function useAgreement(projectId: string) {
  const path = `/api/v1/projects/${projectId}/agreement`;
  const kept = useQuery({
    queryKey: ["agreement", projectId],
    queryFn: ({ signal }) => apiFetch(path, { schema: keptAgreementSchema, signal }),
  });
  const { data, refetch } = kept;
  const [startedId, setStarted] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const jobId = startedId ?? data?.jobId ?? null;
  const { data: job } = useJob(jobId);
  const isCounting = jobId !== null && (job === undefined || !isFinished(job.state));

  const count = useCallback(async () => {
    setProblem(null);
    try {
      const body = { filter: null };
      const answer = await apiFetch(path, { method: "POST", body, schema: startedJobSchema });
      setStarted(answer.jobId);
    } catch (cause) {
      setProblem(cause);
    }
  }, [path]);

  const isAsked = useRef(false);
  useEffect(() => {
    if (!data || isAsked.current) return;
    isAsked.current = true;
    if (data.isStale && data.jobId === null) void count();
  }, [data, count]);

  const state = job?.state;
  useEffect(() => {
    if (state !== undefined && isFinished(state)) void refetch();
  }, [state, refetch]);
  useLive(projectId, ["statistics"], (news) => {
    if (news.kind === "missed" || news.what === "agreement") void refetch();
  });
  return {
    kept,
    job,
    isCounting,
    count,
    problem: job?.state === "failed" ? new Error(job.error ?? "") : problem,
  };
}
