import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useEditor } from "@/components/editor/editor-context";
import { useProjectModels } from "@/components/models/use-project-models";
import type { ProjectModel } from "@/lib/api/models";
import { RULES_ID } from "./rules/suggest-by-rules";

/** By project: the version, or the rules, that the person chose in this tab; else the project's own. */
const chosen = createStore<Readonly<Record<string, string>>>(() => ({}));

const NONE: readonly ProjectModel[] = [];

/** What can suggest something in a project, and what of it the key runs. */
export function useChosenModel(projectId: string) {
  const { kind } = useEditor();
  const { data, error, isPending, refetch } = useProjectModels(projectId);
  const id = useStore(chosen, (state) => state[projectId]);
  const models = data?.models ?? NONE;
  // Much of what is looked for in texts can be said without a model.
  const hasRules = kind === "text";
  const model =
    models.find(({ version }) => version.id === id) ??
    models.find(({ isDefault }) => isDefault) ??
    models[0] ??
    null;
  const usesRules = hasRules && (id === RULES_ID || model === null);
  return {
    models,
    model: usesRules ? null : model,
    hasRules,
    usesRules,
    error,
    isPending,
    retry: () => void refetch(),
    choose: (next: string) => chosen.setState({ [projectId]: next }),
  };
}
