"use client";

import { useEffect } from "react";
import { useStore } from "zustand";
import { late } from "@/components/ui/late";
import { apiFetch } from "@/lib/api/client";
import { batchStore, joinRun, rememberedRun } from "./batch-store";

const BatchPill = late(() => import("./batch-pill").then((module) => module.BatchPill));

/** Keeps a run going while the person walks through the application and reloads it. Belongs into the layout, once. */
export function BatchHost() {
  const batch = useStore(batchStore, (state) => state.batch);
  useEffect(() => {
    const work = rememberedRun();
    if (!work || batchStore.getState().batch) return;
    const { projectId, runId, versionId } = work;
    // The schemas of models are no part of every page.
    void import("@/lib/api/models")
      .then(({ projectModelsSchema }) =>
        apiFetch(`/api/v1/projects/${projectId}/models`, { schema: projectModelsSchema }),
      )
      .then(({ models }) => {
        const model = models.find(({ version }) => version.id === versionId);
        if (model) joinRun(projectId, runId, model);
      })
      .catch(() => undefined);
  }, []);
  return batch ? <BatchPill batch={batch} /> : null;
}
