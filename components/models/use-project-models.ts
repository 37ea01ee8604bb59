"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type ModelSettings, type ProjectModels, projectModelsSchema } from "@/lib/api/models";

const keyOf = (projectId: string) => ["project-models", projectId];

/** The models of a project, and what can be done with them. A refusal is said, and the server's state comes back. */
export function useProjectModels(projectId: string, initial?: ProjectModels) {
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const queryKey = keyOf(projectId);
  const base = `/api/v1/projects/${projectId}/models`;
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => apiFetch(base, { schema: projectModelsSchema, signal }),
    ...(initial ? { initialData: initial } : {}),
  });

  /** True when the server took it. */
  async function send(
    path: string,
    request: { method: "PUT" | "DELETE" | "POST"; body?: unknown },
  ) {
    try {
      await apiFetch(`${base}/${path}`, request);
      return true;
    } catch (error) {
      toast.error(errorMessage(error));
      return false;
    } finally {
      await queryClient.invalidateQueries({ queryKey });
    }
  }

  return {
    ...query,
    refresh: () => queryClient.invalidateQueries({ queryKey }),
    put: (versionId: string, body: { settings: ModelSettings; isDefault: boolean }) =>
      send(versionId, { method: "PUT", body }),
    remove: (versionId: string) => send(versionId, { method: "DELETE" }),
  };
}
