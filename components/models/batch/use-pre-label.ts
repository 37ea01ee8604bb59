"use client";

import { useTranslations } from "use-intl";
import type { SelectionRequest } from "@/components/items/selection";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";

/**
 * Starts pre-labelling of chosen items in this tab, with a model or the project's default one. What it needs is loaded
 * when it is first used, since lists of items are open far more often.
 */
export function usePreLabel(projectId: string) {
  const t = useTranslations("models.batch");
  const errorMessage = useErrorMessage();
  return async (select: SelectionRequest, versionId?: string): Promise<boolean> => {
    try {
      const [{ joinRun }, { modelRunSchema, projectModelsSchema }] = await Promise.all([
        import("./batch-store"),
        import("@/lib/api/models"),
      ]);
      const base = `/api/v1/projects/${projectId}`;
      const { models } = await apiFetch(`${base}/models`, { schema: projectModelsSchema });
      const model = versionId
        ? models.find(({ version }) => version.id === versionId)
        : (models.find(({ isDefault }) => isDefault) ?? models[0]);
      if (!model) {
        toast.warning(t("noModel"));
        return false;
      }
      const items = "ids" in select ? { itemIds: select.ids } : { filter: select.filter };
      const run = await apiFetch(`${base}/model-runs`, {
        method: "POST",
        body: { ...items, versionId: model.version.id, skipsDone: true },
        schema: modelRunSchema,
      });
      joinRun(projectId, run.id, model);
      return true;
    } catch (error) {
      toast.error(errorMessage(error));
      return false;
    }
  };
}
