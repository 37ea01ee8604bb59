"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod/mini";
import { apiFetch } from "@/lib/api/client";
import {
  type ModelRun,
  modelRunSchema,
  modelRunsSchema,
  type newRunSchema,
} from "@/lib/api/models";

const POLL_MS = 2_000;

export function runsPath(projectId: string): string {
  return `/api/v1/projects/${projectId}/model-runs`;
}

/** The runs of a project, newest first; asked for again as long as one goes on. */
export function useRuns(projectId: string) {
  const queryClient = useQueryClient();
  const queryKey = ["model-runs", projectId];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<readonly ModelRun[]> =>
      (await apiFetch(runsPath(projectId), { schema: modelRunsSchema, signal })).runs,
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state }) => state === "running") ? POLL_MS : false,
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey });
  return {
    ...query,
    refresh,
    /** @throws ApiError */
    async start(body: z.input<typeof newRunSchema>): Promise<ModelRun> {
      const run = await apiFetch(runsPath(projectId), {
        method: "POST",
        body,
        schema: modelRunSchema,
      });
      await refresh();
      return run;
    },
    /** @throws ApiError */
    async setState(runId: string, state: "running" | "paused" | "cancelled"): Promise<void> {
      await apiFetch(`${runsPath(projectId)}/${runId}`, { method: "PUT", body: { state } });
      await refresh();
    },
  };
}
