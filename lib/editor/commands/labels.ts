import type { Label } from "@/lib/annotation/label";
import { relabelPatch } from "../edit";
import { labelTakes } from "../label-takes";
import { type EditorCommand, editableSelection } from "./context";

/**
 * One command per label: it is the label of the next shape and, outside the drawing tools, of what
 * is selected, or of the suggestion in focus, which it accepts.
 */
export type LabelCommand = EditorCommand & { label: Label };

export function labelCommands(labels: Iterable<Label>): LabelCommand[] {
  return [...labels].map((label) => ({
    id: `labels.use-${label.id}`,
    group: "labels",
    title: "labels.use",
    titleValues: { name: label.name },
    label,
    shortcuts: label.hotkey === null ? [] : [label.hotkey],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    isActive: ({ editor }) => editor.session.getState().activeLabelId === label.id,
    run: (context) => {
      const { editor } = context;
      if (!editor.isDrawing() && editor.suggestions.takeLabel(label)) return;
      if (editor.takeLabel?.(label)) return;
      // Whoever is drawing means the next shape: the last one, still selected, keeps its label.
      const ids = editor.isDrawing() ? [] : editableSelection(context).filter(canHaveIt);
      editor.session.setState({ activeLabelId: label.id });
      editor.commit(relabelPatch(editor.document.current(), ids, label.id));

      function canHaveIt(id: string): boolean {
        const annotation = editor.document.current().get(id);
        return annotation !== undefined && labelTakes(label, annotation.geometry.kind);
      }
    },
  }));
}
