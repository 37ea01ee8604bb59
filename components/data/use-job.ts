import { useQuery } from "@tanstack/react-query";
import { apiFetch } from "@/lib/api/client";
import { isFinished, type JobView, jobSchema } from "@/lib/api/jobs";

const POLL_MS = 400;

/** A job, asked for again until it has ended. */
export function useJob(jobId: string | null) {
  return useQuery({
    queryKey: ["job", jobId],
    enabled: jobId !== null,
    queryFn: ({ signal }) => apiFetch(`/api/v1/jobs/${jobId}`, { schema: jobSchema, signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isFinished(data.state) ? false : POLL_MS,
  });
}

/** Time left at the pace so far; null while there is no telling. */
export function secondsLeft(job: Pick<JobView, "done" | "total" | "startedAt">): number | null {
  const { done, total, startedAt } = job;
  if (startedAt === null || done <= 0 || total <= done) return null;
  return ((Date.now() - startedAt) / 1000 / done) * (total - done);
}
