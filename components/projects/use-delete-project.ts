"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast, toastUndo } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";

type Named = { id: string; name: string };

/** Deletes at once and offers the way back; `hiddenIds` are gone before the server has answered. */
export function useDeleteProject(): {
  hiddenIds: ReadonlySet<string>;
  deleteProject: (project: Named) => void;
} {
  const t = useTranslations("projects");
  const tUi = useTranslations("ui");
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [hiddenIds, setHiddenIds] = useState<ReadonlySet<string>>(new Set());

  function setHidden(id: string, isHidden: boolean) {
    setHiddenIds((ids) => {
      const next = new Set(ids);
      if (isHidden) next.add(id);
      else next.delete(id);
      return next;
    });
  }

  async function restore(project: Named) {
    try {
      await apiFetch(`/api/v1/projects/${project.id}/restore`, { method: "POST" });
      setHidden(project.id, false);
      router.refresh();
    } catch (error) {
      toast.error(errorMessage(error));
    }
  }

  async function remove(project: Named) {
    setHidden(project.id, true);
    try {
      await apiFetch(`/api/v1/projects/${project.id}`, { method: "DELETE" });
      toastUndo({
        message: t("deleted", { name: project.name }),
        description: t("deletedHint"),
        undoLabel: tUi("undo"),
        onUndo: () => restore(project),
      });
    } catch (error) {
      setHidden(project.id, false);
      toast.error(errorMessage(error));
    }
  }

  return { hiddenIds, deleteProject: (project) => void remove(project) };
}
