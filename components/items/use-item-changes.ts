"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast, toastUndo } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type ChangeItems, changedItemsSchema, type ItemChange } from "@/lib/api/items";
import { itemsKey } from "./use-items";

/** Changes many items at once, says so, and offers the way back. */
export function useItemChanges(projectId: string, onDone: () => void) {
  const t = useTranslations("items");
  const ui = useTranslations("ui");
  const queryClient = useQueryClient();
  const errorMessage = useErrorMessage();
  const send = (request: ChangeItems) =>
    apiFetch(`/api/v1/projects/${projectId}/items/changes`, {
      method: "POST",
      body: request,
      schema: changedItemsSchema,
    });
  const refresh = () => queryClient.invalidateQueries({ queryKey: itemsKey(projectId) });
  const said = (change: ItemChange, count: number): string => {
    switch (change.kind) {
      case "delete":
        return t("done.deleted", { count });
      case "restore":
        return t("done.restored", { count });
      case "split":
        return change.split === null
          ? t("done.splitRemoved", { count })
          : t("done.split", { count, split: t(`split.${change.split}`) });
      case "state":
        return t("done.state", { count, state: t(`state.${change.state}`) });
      case "undo-requeue":
        return t("done.requeueUndone", { count });
      case "requeue":
        return t("done.requeued", { count });
      case "priority":
        return t("done.priority", { count, priority: change.priority });
      case "gold":
        return change.isGold ? t("done.gold", { count }) : t("done.goldRemoved", { count });
    }
  };
  const { mutate, isPending } = useMutation({
    mutationFn: send,
    onSuccess: async ({ count, undo }, { change }) => {
      onDone();
      const message = said(change, count);
      if (undo === null || undo.length === 0) toast(message);
      else {
        toastUndo({
          message,
          undoLabel: ui("undo"),
          onUndo: async () => {
            try {
              let left = count;
              for (const request of undo) left -= (await send(request)).count;
              if (change.kind === "requeue" && left > 0)
                toast(t("done.requeueLeft", { count: left }));
            } catch (error) {
              toast.error(errorMessage(error));
            }
            await refresh();
          },
        });
      }
      await refresh();
    },
    onError: (error) => toast.error(errorMessage(error)),
  });
  return { mutate, isPending, refresh: () => void refresh() };
}
