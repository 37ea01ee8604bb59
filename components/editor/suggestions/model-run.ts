import { v7 } from "uuid";
import { createStore, type StoreApi } from "zustand/vanilla";
import { isAway } from "@/components/editor/item-source";
import { openRunnable, runnableModel } from "@/components/models/runnable";
import { getRunner } from "@/components/models/runner";
import { apiFetch } from "@/lib/api/client";
import { type ProjectModel, savedSuggestionsSchema } from "@/lib/api/models";
import type { OpenItemData } from "@/lib/api/open-item";
import type { SuggestionLayer } from "@/lib/api/suggestion-layers";
import type { Editor } from "@/lib/editor/editor";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import type { Size } from "@/lib/geometry/box";
import type { Backend, RunResult } from "@/lib/models/model-runner";
import { unsentLayer } from "./unsent-layer";

/** How far the model is with the open item. */
export type RunPhase =
  | { kind: "idle" }
  /** Its files come, from the server or the browser's own store; bytes. */
  | { kind: "loading"; loaded: number; total: number }
  /** `share` 0..1, of what takes long; null: not known. */
  | { kind: "running"; share: number | null }
  | { kind: "saving" }
  | { kind: "done"; count: number; tookMs: number; on: Backend }
  | { kind: "failed"; error: unknown };

export type ModelRun = { phase: RunPhase };

export type RunOptions = {
  editor: Editor;
  data: OpenItemData;
  model: ProjectModel;
  /** Shows what the server has made of it, with a lane of its own. */
  take(layer: SuggestionLayer): Promise<void>;
};

/** Runs models on the item that is open; one at a time. */
export interface ModelRuns {
  store: StoreApi<ModelRun>;
  start(options: RunOptions): Promise<void>;
  /** Another item is open: what runs is called off, and what was said of the last one is forgotten. */
  reset(): void;
}

export function createModelRuns(): ModelRuns {
  const store = createStore<ModelRun>(() => ({ phase: { kind: "idle" } }));
  let current: AbortController | null = null;

  /** In place of what runs; what goes wrong is said. */
  async function begin(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    current?.abort();
    const abort = new AbortController();
    current = abort;
    try {
      await work(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) store.setState({ phase: { kind: "failed", error } });
    }
  }

  function finish(
    editor: Editor,
    { layerId, on, tookMs }: { layerId: string; on: Backend; tookMs: number },
  ): void {
    const { suggestions } = editor;
    const open = suggestions.open().filter((each) => each.layerId === layerId);
    store.setState({ phase: { kind: "done", count: open.length, tookMs, on } });
    const [first] = open;
    if (first && !editor.isBusy()) suggestions.focus(first.key);
  }

  async function suggest(
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<RunResult & { on: Backend }> {
    const { editor, data, model } = options;
    const show = (phase: RunPhase) => {
      if (!signal.aborted) store.setState({ phase });
    };
    show({ kind: "loading", loaded: 0, total: 0 });
    const { projectId } = data.item;
    const runnable = runnableModel(model.version, { projectId, settings: model.settings });
    const runner = await getRunner();
    const on = await runner.load(runnable, {
      signal,
      onProgress: (loaded, total) => show({ kind: "loading", loaded, total }),
    });
    show({ kind: "running", share: null });
    const item = openRunnable(data, () => textOf(editor));
    const result = await runner.suggest(runnable, item, {
      signal,
      onProgress: (share) => show({ kind: "running", share }),
    });
    return { ...result, on };
  }

  /** Null: the server cannot be told now. */
  async function save(options: RunOptions, result: RunResult, signal: AbortSignal) {
    const { data, model } = options;
    const { timing, suggestions } = result;
    const totalMs = Object.values(timing).reduce((sum, ms) => sum + ms, 0);
    try {
      const { layers } = await apiFetch(`/api/v1/projects/${data.item.projectId}/suggestions`, {
        method: "POST",
        body: {
          versionId: model.version.id,
          clientId: v7(),
          results: [{ itemId: data.item.id, suggestions, totalMs, inferMs: timing.inferMs }],
        },
        schema: savedSuggestionsSchema,
        signal,
      });
      return layers[0] ?? null;
    } catch (error) {
      if (isAway(error)) return null;
      throw error;
    }
  }

  return {
    store,
    start: (options) =>
      begin(async (signal) => {
        const { editor, data, model } = options;
        const result = await suggest(options, signal);
        if (signal.aborted) return;
        store.setState({ phase: { kind: "saving" } });
        const layer = await save(options, result, signal);
        if (signal.aborted) return;
        const unsent = layer ? null : unsentLayer(model, result.suggestions, extentOf(data));
        if (layer) await options.take(layer);
        if (signal.aborted) return;
        showAnew(editor, model.version.id, unsent);
        const layerId = layer?.layerId ?? unsent?.layerId ?? "";
        finish(editor, { layerId, on: result.on, tookMs: result.timing.inferMs });
      }),
    reset() {
      current?.abort();
      current = null;
      store.setState({ phase: { kind: "idle" } });
    },
  };
}

/** Whoever runs a model wants to see what it says, and only the newest. */
function showAnew(
  { suggestions, preferences }: Editor,
  versionId: string,
  unsent: ReturnType<typeof unsentLayer> | null,
): void {
  preferences.setState({ showSuggestions: true });
  for (const { layerId, model, isUnsent } of suggestions.layers()) {
    if (model?.versionId !== versionId) continue;
    suggestions.setOn(layerId, true);
    if (isUnsent) suggestions.remove(layerId);
  }
  if (unsent) suggestions.add(unsent);
}

function textOf(editor: Editor): string {
  return editor.kind === "text" ? (editor as TextEditor).points.text : "";
}

function extentOf({ media }: OpenItemData): Size {
  switch (media.kind) {
    case "image":
      return { width: media.info.width, height: media.info.height };
    case "text":
      return { width: media.info.length, height: 1 };
    case "audio":
      return { width: media.info.durationS, height: 1 };
  }
}

/** The page has one editor, and so one of these. */
export const modelRuns = createModelRuns();
