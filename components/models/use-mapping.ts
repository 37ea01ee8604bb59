"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "@/lib/api/client";
import type { LabelView } from "@/lib/api/labels";
import type { ModelSettings } from "@/lib/api/models";
import { type Project, projectSchema } from "@/lib/api/projects";
import type { ModelAdapter } from "@/lib/models/adapter";
import {
  type ClassTarget,
  fittingLabels,
  type ModelClass,
  mappingOf,
  namesToCreate,
} from "./mapping";

/** The labels of a project that an adapter's suggestions can carry, and the way from targets to a mapping. */
export function useMapping(
  projectId: string,
  adapter: Pick<ModelAdapter, "id" | "geometry" | "media" | "task">,
) {
  const queryClient = useQueryClient();
  const queryKey = ["project-labels", projectId];
  const base = `/api/v1/projects/${projectId}`;
  const readLabels = async (signal?: AbortSignal): Promise<Project["labels"]> =>
    (await apiFetch(base, { schema: projectSchema, ...(signal ? { signal } : {}) })).labels;
  const { data: all } = useQuery({ queryKey, queryFn: ({ signal }) => readLabels(signal) });
  const labels: readonly LabelView[] | null = all ? fittingLabels(all, adapter) : null;

  /** Creates the labels that are wanted and not there. @throws ApiError */
  async function resolve(
    classes: readonly ModelClass[],
    targets: readonly ClassTarget[],
  ): Promise<ModelSettings["mapping"]> {
    const names = namesToCreate(classes, targets);
    if (names.length > 0) {
      const attributes =
        adapter.task === "text-detection" ? [{ kind: "text", name: "text" }] : undefined;
      const body = {
        labels: names.map((name) => ({ name, geometries: [adapter.geometry], attributes })),
      };
      await apiFetch(`${base}/labels`, { method: "POST", body });
    }
    const fresh = await readLabels();
    queryClient.setQueryData(queryKey, fresh);
    return mappingOf(classes, targets, fittingLabels(fresh, adapter));
  }

  return { labels, resolve };
}
