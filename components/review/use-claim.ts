"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch } from "@/lib/api/client";
import { nextAnswerSchema } from "@/lib/api/item-work";

/** Well within the shortest lease that is usual. */
const RENEW_MS = 4 * 60_000;

/** Keeps the open item for this reviewer while it is open. False when another one has it. */
export function useClaim(projectId: string, itemId: string | null): boolean {
  const claim = useQuery({
    queryKey: ["review-claim", projectId, itemId],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/next`, {
        method: "POST",
        body: { task: "review", itemId },
        schema: nextAnswerSchema,
        signal,
      }),
    enabled: itemId !== null,
    refetchInterval: RENEW_MS,
    gcTime: 0,
    retry: false,
  });
  return claim.data?.kind !== "nothing" || claim.data.reason !== "with-others";
}
