import type { StoreApi } from "zustand/vanilla";
import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Box } from "@/lib/geometry/box";
import type { Geometry } from "@/lib/geometry/geometry";
import {
  type AnyTool,
  type HoverTarget,
  type Modifiers,
  NO_MODIFIERS,
  type SelectMode,
  type ToolContext,
  type ToolEffect,
  type ToolEvent,
} from "@/lib/tools/tool";
import { type ToolId, toolOf } from "@/lib/tools/tools";
import { createPatch } from "./edit";
import type { EditorBase } from "./editor-base";
import type { SessionState } from "./session";
import type { Suggestions } from "./suggestions/suggestions";

/** What a kind of media whose annotations are drawn with tools keeps in its session. */
export type ToolSession = {
  tool: ToolId;
  /** The state of `tool`; only the tool itself reads it. */
  toolState: unknown;
  modifiers: Modifiers;
  hover: HoverTarget | null;
};

const FIRST_TOOL: ToolId = "select";

export function toolSession(): ToolSession {
  return {
    tool: FIRST_TOOL,
    toolState: toolOf(FIRST_TOOL).start,
    modifiers: NO_MODIFIERS,
    hover: null,
  };
}

/** Gives events to the chosen tool and does what it asks for. */
export interface ToolRunner {
  dispatch(event: ToolEvent): void;
  modifiers(modifiers: Modifiers): void;
  setTool(tool: ToolId): void;
  /** Back to the tool that one starts with; false when it is that one already. */
  leaveTool(): boolean;
  /** Leaves an unfinished gesture. False when there was none. */
  cancelGesture(): boolean;
  isBusy(): boolean;
  /** Is the chosen tool one that makes annotations? */
  draws(): boolean;
  preview(): Geometry | null;
  drafts(): ReadonlyMap<AnnotationId, Geometry>;
  marquee(): Box | null;
  /** Key in the "tools" catalogue: what the next click or drag will do. */
  hint(): string;
  dispose(): void;
}

export function createToolRunner(options: {
  base: EditorBase;
  session: StoreApi<SessionState & ToolSession>;
  suggestions: Suggestions;
  context(): ToolContext;
  pan(by: { dx: number; dy: number }): void;
}): ToolRunner {
  const { base, session, suggestions } = options;
  const { document, isReadOnly } = base;
  const get = session.getState;
  const tool = (): AnyTool => toolOf(get().tool);
  // Others' changes overtake a gesture: what it is made on is no longer there.
  const endWatching = document.subscribe((patch, origin) => {
    if (origin !== "remote") return;
    const ids = [...runner.drafts().keys()];
    if (ids.some((id) => patch.has(id))) runner.dispatch({ type: "cancel" });
  });

  function perform(effect: ToolEffect): void {
    switch (effect.type) {
      case "create":
        create(effect.geometry);
        return;
      case "change":
        suggestions.place(effect.geometries);
        return;
      case "select":
        select(effect.ids, effect.mode);
        return;
      case "hover": {
        const { hover } = get();
        const { target } = effect;
        const isSame = hover?.id === target?.id && hover?.handle === target?.handle;
        if (!isSame) session.setState({ hover: target });
        return;
      }
      case "pan":
        options.pan(effect);
        return;
    }
  }

  /** A suggestion cannot be among the selected: it comes into focus in their place. */
  function select(ids: readonly AnnotationId[], mode: SelectMode): void {
    const suggested = ids.flatMap((id) => suggestions.find(id) ?? [])[0];
    suggestions.focus(suggested?.key ?? null);
    if (!suggested) base.select(ids, mode);
  }

  function create(geometry: Geometry): void {
    const { labels, activeLabelId } = get();
    const label = labels.get(activeLabelId);
    if (!label) {
      base.notify("noLabel");
      return;
    }
    const id = base.newId();
    const made = { id, labelId: label.id, geometry };
    if (!base.commit(createPatch(document.current(), made))) return;
    session.setState({ selection: new Set([id]), hover: null });
    if (base.preferences.getState().toolAfterDrawing === "select") runner.setTool(FIRST_TOOL);
  }

  const runner: ToolRunner = {
    dispatch(event) {
      const { state, emit = [] } = tool().on(get().toolState, event, options.context());
      if (state !== get().toolState) session.setState({ toolState: state });
      for (const effect of emit) perform(effect);
    },
    modifiers(modifiers) {
      session.setState({ modifiers });
      runner.dispatch({ type: "modifiers", modifiers });
    },
    setTool(id) {
      if (isReadOnly && toolOf(id).draws) return;
      runner.cancelGesture();
      if (id === get().tool) return;
      // Label keys are about what is drawn now.
      if (toolOf(id).draws) suggestions.leave();
      session.setState({ tool: id, toolState: toolOf(id).start, hover: null });
    },
    leaveTool() {
      if (get().tool === FIRST_TOOL) return false;
      runner.setTool(FIRST_TOOL);
      return true;
    },
    cancelGesture() {
      if (get().toolState === tool().start) return false;
      runner.dispatch({ type: "cancel" });
      return true;
    },
    isBusy: () => runner.preview() !== null || runner.drafts().size > 0,
    draws: () => tool().draws,
    preview: () => tool().preview(get().toolState),
    drafts: () => tool().drafts(get().toolState),
    marquee: () => tool().marquee(get().toolState),
    hint: () => tool().hint(get().toolState),
    dispose: endWatching,
  };
  return runner;
}
