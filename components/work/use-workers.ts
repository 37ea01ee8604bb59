"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch } from "@/lib/api/client";
import { workSummarySchema } from "@/lib/api/work";

/** The names of those who work on a project, by id; only managers are told. Empty until it is known. */
export function useWorkers(projectId: string, isWanted: boolean): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ["work", projectId],
    queryFn: () => apiFetch(`/api/v1/projects/${projectId}/work`, { schema: workSummarySchema }),
    enabled: isWanted,
  });
  return new Map(data?.people.map(({ userId, name }) => [userId, name]));
}
