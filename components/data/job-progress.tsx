"use client";

import { Progress } from "@/components/ui/progress";
import type { JobView } from "@/lib/api/jobs";
import { secondsLeft } from "./use-job";

/** How far a job is, and how long it still takes; without a count while none is known. */
export function JobProgress({
  label,
  job,
  className,
}: {
  label: string;
  job: JobView | null | undefined;
  className?: string;
}) {
  return (
    <Progress
      label={label}
      done={job?.done ?? 0}
      total={job && job.total > 0 ? job.total : null}
      secondsLeft={job ? secondsLeft(job) : null}
      {...(className === undefined ? {} : { className })}
    />
  );
}
