"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast, toastUndo } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type LabelView, labelsImportedSchema, type UpdateLabel } from "@/lib/api/labels";
import { projectSchema } from "@/lib/api/projects";

export interface LabelActions {
  change(label: LabelView, change: UpdateLabel): void;
  /** Puts the label at a place among the others. */
  move(label: LabelView, toPosition: number): void;
  remove(label: LabelView): void;
  merge(label: LabelView, into: LabelView): Promise<void>;
  add(names: readonly string[]): Promise<boolean>;
  /** `file`: the JSON of a file of labels, ours or another tool's. */
  importFile(file: unknown): Promise<void>;
}

/**
 * The labels of a project, changed on screen at once and then on the server; a refusal is shown
 * and the server's state comes back.
 */
export function useLabels(
  projectId: string,
  initial: readonly LabelView[],
): { labels: readonly LabelView[]; actions: LabelActions } {
  const t = useTranslations("labels");
  const tUi = useTranslations("ui");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const queryKey = ["labels", projectId];
  const base = `/api/v1/projects/${projectId}`;
  const { data: labels } = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<readonly LabelView[]> =>
      (await apiFetch(base, { schema: projectSchema, signal })).labels,
    initialData: initial,
  });

  const show = (next: readonly LabelView[]) => {
    void queryClient.cancelQueries({ queryKey });
    queryClient.setQueryData(
      queryKey,
      next.map((label, position) => ({ ...label, position })),
    );
  };

  const waiting = useRef({ count: 0, last: Promise.resolve() });

  /**
   * Runs requests one after the other, as they were made. After the last of them, however it
   * ended, what is shown is the server's: fetched in between it would jump back and forth.
   */
  async function send(request: () => Promise<unknown>): Promise<boolean> {
    const line = waiting.current;
    line.count += 1;
    const turn = line.last.then(request);
    line.last = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      await turn;
      return true;
    } catch (error) {
      toast.error(errorMessage(error));
      return false;
    } finally {
      line.count -= 1;
      if (line.count === 0) await queryClient.invalidateQueries({ queryKey });
    }
  }

  async function remove(label: LabelView) {
    show(labels.filter(({ id }) => id !== label.id));
    const isDone = await send(() => apiFetch(`${base}/labels/${label.id}`, { method: "DELETE" }));
    if (!isDone) return;
    toastUndo({
      message: t("deleted", { name: label.name }),
      description: t("deletedCount", { count: label.annotationCount }),
      undoLabel: tUi("undo"),
      onUndo: async () => {
        await send(() => apiFetch(`${base}/labels/${label.id}/restore`, { method: "POST" }));
      },
    });
  }

  const actions: LabelActions = {
    change(label, change) {
      const body = change;
      show(labels.map((each) => (each.id === label.id ? merged(each, change) : each)));
      void send(() => apiFetch(`${base}/labels/${label.id}`, { method: "PATCH", body }));
    },
    move(label, toPosition) {
      const next = labels.filter(({ id }) => id !== label.id);
      next.splice(toPosition, 0, label);
      show(next);
      const body = { ids: next.map(({ id }) => id) };
      void send(() => apiFetch(`${base}/labels/order`, { method: "PUT", body }));
    },
    remove: (label) => void remove(label),
    async merge(label, into) {
      const body = { into: into.id };
      const isDone = await send(() =>
        apiFetch(`${base}/labels/${label.id}/merge`, { method: "POST", body }),
      );
      if (isDone) toast.success(t("merge.done", { from: label.name, into: into.name }));
    },
    add: (names) =>
      send(() =>
        apiFetch(`${base}/labels`, {
          method: "POST",
          body: { labels: names.map((name) => ({ name })) },
        }),
      ),
    async importFile(file) {
      await send(async () => {
        const result = await apiFetch(`${base}/labels/file`, {
          method: "POST",
          body: file,
          schema: labelsImportedSchema,
        });
        toast.success(t("imported", result));
      });
    },
  };
  return { labels, actions };
}

function merged(label: LabelView, change: UpdateLabel): LabelView {
  return {
    ...label,
    name: change.name ?? label.name,
    color: change.color ?? label.color,
    hotkey: change.hotkey === undefined ? label.hotkey : change.hotkey,
  };
}
