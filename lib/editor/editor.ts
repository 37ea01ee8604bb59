import type { AnnotationId } from "@/lib/annotation/annotation";
import type { EditorBase } from "./editor-base";
import type { HistoryStep } from "./history";
import type { MediaPart } from "./media-part";
import { NO_IDS } from "./selection";
import type { Suggestions } from "./suggestions/suggestions";

/**
 * The editor of one item, of whatever kind and without a screen: all that commands, panels, lists
 * and saving work on. The editor of a kind is one of these and more (see image/image-editor.ts).
 * `document`, `session` and `preferences` are the stores to subscribe to; whoever creates it
 * disposes it.
 */
export interface Editor extends EditorBase, MediaPart {
  readonly suggestions: Suggestions;
  /** Takes back the newest change, or what is half made if there is such a thing. */
  undo(): void;
  redo(): void;
  /** Back by one level: the gesture, the selection, the tool. False when there was nothing to leave. */
  escape(): boolean;
}

/** What only both together can do: a gesture and the selection go before the history. */
export function editorActions(
  base: EditorBase,
  part: Pick<MediaPart, "cancelGesture" | "leaveTool"> & { suggestions: Suggestions },
): Pick<Editor, "undo" | "redo" | "escape"> {
  const { history, isReadOnly, session } = base;

  function show(step: HistoryStep | null): void {
    if (!step) return;
    if (step.skipped.length > 0) base.notify("changedByOthers");
    const touched = [...step.patch].flatMap(([id, { after }]): AnnotationId[] =>
      after && base.document.current().has(id) ? [id] : [],
    );
    if (touched.length > 0) base.select(touched);
  }

  return {
    undo() {
      // Half a shape is the newest thing there is to take back.
      if (!isReadOnly && !part.cancelGesture()) show(history.undo());
    },
    redo() {
      if (!isReadOnly && !part.cancelGesture()) show(history.redo());
    },
    escape() {
      if (part.cancelGesture() || part.suggestions.leave()) return true;
      if (session.getState().selection.size === 0) return part.leaveTool();
      session.setState({ selection: NO_IDS });
      return true;
    },
  };
}
