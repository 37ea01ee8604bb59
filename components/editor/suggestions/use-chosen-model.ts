import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useProjectModels } from "@/components/models/use-project-models";
import type { ProjectModel } from "@/lib/api/models";

/** By project: the version that the person chose in this tab; else the project's own. */
const chosen = createStore<Readonly<Record<string, string>>>(() => ({}));

const NONE: readonly ProjectModel[] = [];

/** The models in use in a project, and the one that the key runs. */
export function useChosenModel(projectId: string) {
  const { data, error, isPending, fetchStatus, refetch } = useProjectModels(projectId);
  const id = useStore(chosen, (state) => state[projectId]);
  const models = data?.models ?? NONE;
  const model =
    models.find(({ version }) => version.id === id) ??
    models.find(({ isDefault }) => isDefault) ??
    models[0] ??
    null;
  return {
    models,
    model,
    error,
    isPending,
    /** False while an answer is to be expected. */
    isKnown: !isPending || fetchStatus === "paused",
    retry: () => void refetch(),
    choose: (next: string) => chosen.setState({ [projectId]: next }),
  };
}
