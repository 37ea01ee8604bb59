"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast, toastUndo } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import {
  type LabelJobPayload,
  type LabelView,
  labelSweptSchema,
  labelsImportedSchema,
  type UpdateLabel,
} from "@/lib/api/labels";
import { projectSchema } from "@/lib/api/projects";
import { definitionOf, type Purpose } from "./label-use";
import { labelJobsKey } from "./use-label-jobs";

type Named = { id: string; name: string };

export interface LabelActions {
  change(label: LabelView, change: UpdateLabel): void;
  /** Puts the label at a place among the others. */
  move(label: LabelView, toPosition: number): void;
  remove(label: LabelView): void;
  /** Brings a deleted label back, with its annotations. */
  restore(label: Named): Promise<void>;
  /** Answers with the job in which the annotations follow; null: they have, or it was refused. */
  merge(label: Named, into: Named): Promise<string | null>;
  /** Sends again what was stopped half way. */
  goOn(about: LabelJobPayload): Promise<void>;
  /** `purpose` left out: for whatever has a place on the media. */
  add(names: readonly string[], purpose?: Purpose): Promise<boolean>;
  /** `file`: the JSON of a file of labels, ours or another tool's. */
  importFile(file: unknown): Promise<void>;
}

/**
 * The labels of a project, changed on screen at once and then on the server; a refusal is shown
 * and the server's state comes back. `onJob` hears of work that goes on after a change.
 */
export function useLabels(
  projectId: string,
  initial: readonly LabelView[],
  onJob: (jobId: string) => void,
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
  async function send<T>(request: () => Promise<T>): Promise<{ answer: T } | null> {
    const line = waiting.current;
    line.count += 1;
    const turn = line.last.then(request);
    line.last = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return { answer: await turn };
    } catch (error) {
      toast.error(errorMessage(error));
      return null;
    } finally {
      line.count -= 1;
      if (line.count === 0) await queryClient.invalidateQueries({ queryKey });
    }
  }

  /** Sends what takes annotations along; the work that goes on afterwards shows on the page. */
  async function sweep(path: string, request: { method: "POST" | "DELETE"; body?: unknown }) {
    const sent = await send(() =>
      apiFetch(`${base}/labels/${path}`, { ...request, schema: labelSweptSchema }),
    );
    if (sent?.answer.jobId) {
      onJob(sent.answer.jobId);
      await queryClient.invalidateQueries({ queryKey: labelJobsKey(projectId) });
    }
    return sent?.answer ?? null;
  }

  async function remove(label: Named) {
    show(labels.filter(({ id }) => id !== label.id));
    const swept = await sweep(label.id, { method: "DELETE" });
    if (swept === null) return;
    const count = swept.annotations;
    toastUndo({
      message: t("deleted", { name: label.name }),
      description: t(swept.jobId === null ? "deletedCount" : "deletingCount", { count }),
      undoLabel: tUi("undo"),
      onUndo: () => restore(label),
    });
  }

  async function restore(label: Named) {
    await sweep(`${label.id}/restore`, { method: "POST" });
  }

  async function merge(label: Named, into: Named) {
    const body = { into: into.id };
    const swept = await sweep(`${label.id}/merge`, { method: "POST", body });
    const names = { from: label.name, into: into.name };
    if (swept !== null && swept.jobId === null) toast.success(t("merge.done", names));
    return swept?.jobId ?? null;
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
    restore,
    merge,
    async goOn({ kind, labelId, name, into }) {
      const label = { id: labelId, name };
      if (kind === "delete") await remove(label);
      else if (kind === "restore") await restore(label);
      else if (into) await merge(label, into);
    },
    async add(names, purpose) {
      const { geometries, answer } = purpose ? definitionOf(purpose) : {};
      const kept = { ...(geometries ? { geometries } : {}), ...(answer ? { answer } : {}) };
      const body = { labels: names.map((name) => ({ name, ...kept })) };
      return (await send(() => apiFetch(`${base}/labels`, { method: "POST", body }))) !== null;
    },
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

function merged({ answer, ...label }: LabelView, change: UpdateLabel): LabelView {
  const asked = change.answer === undefined ? answer : change.answer;
  return {
    ...label,
    ...(asked ? { answer: asked } : {}),
    ...(change.attributes ? { attributes: change.attributes } : {}),
    geometries: change.geometries ?? label.geometries,
    name: change.name ?? label.name,
    color: change.color ?? label.color,
    hotkey: change.hotkey === undefined ? label.hotkey : change.hotkey,
  };
}
