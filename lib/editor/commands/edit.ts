import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { byDrawingOrder } from "../drawing-order";
import { deletePatch, pastePatch } from "../edit";
import type { Editor } from "../editor";
import {
  type EditorCommand,
  editableSelection,
  hasDecidable,
  hasEditableSelection,
  hasSelection,
} from "./context";

export const editCommands: readonly EditorCommand[] = [
  {
    id: "edit.undo",
    group: "edit",
    title: "edit.undo",
    shortcuts: ["mod+z"],
    isEnabled: ({ editor }) => !editor.isReadOnly && (editor.history.canUndo() || editor.isBusy()),
    run: ({ editor }) => editor.undo(),
  },
  {
    id: "edit.redo",
    group: "edit",
    title: "edit.redo",
    shortcuts: ["mod+shift+z", "mod+y"],
    isEnabled: ({ editor }) => !editor.isReadOnly && editor.history.canRedo(),
    run: ({ editor }) => editor.redo(),
  },
  {
    id: "edit.delete",
    group: "edit",
    title: "edit.delete",
    shortcuts: ["delete", "backspace"],
    isEnabled: (context) => hasEditableSelection(context) || hasDecidable(context),
    run: (context) => {
      const { editor } = context;
      const suggested = editor.suggestions.focused();
      if (suggested) editor.suggestions.reject([suggested]);
      editor.commit(deletePatch(editor.document.current(), editableSelection(context)));
    },
  },
  {
    id: "edit.duplicate",
    group: "edit",
    title: "edit.duplicate",
    shortcuts: ["mod+d"],
    isEnabled: (context) => !context.editor.isReadOnly && hasSelection(context),
    run: ({ editor }) => addCopies(editor, selected(editor), true),
  },
  {
    id: "edit.copy",
    group: "edit",
    title: "edit.copy",
    shortcuts: ["mod+c"],
    isEnabled: hasSelection,
    run: ({ editor }) => copy(editor),
  },
  {
    id: "edit.cut",
    group: "edit",
    title: "edit.cut",
    shortcuts: ["mod+x"],
    isEnabled: hasEditableSelection,
    run: (context) => {
      const { editor } = context;
      const ids = editableSelection(context);
      copy(editor, new Set(ids));
      editor.commit(deletePatch(editor.document.current(), ids));
    },
  },
  {
    id: "edit.paste",
    group: "edit",
    title: "edit.paste",
    shortcuts: ["mod+v"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    run: ({ editor }) => paste(editor),
  },
];

function selected(editor: Editor, ids = editor.session.getState().selection) {
  return [...ids].flatMap((id) => editor.document.current().get(id) ?? []);
}

function copy(editor: Editor, ids?: ReadonlySet<AnnotationId>): void {
  const annotations = selected(editor, ids);
  const { labels } = editor.session.getState();
  const names = annotations.flatMap(({ labelId }) => {
    const label = labels.get(labelId);
    return label ? [[label.id, label.name]] : [];
  });
  editor.clipboard.setState({
    itemId: editor.item.id,
    annotations,
    labelNames: Object.fromEntries(names),
  });
}

function paste(editor: Editor): void {
  const { itemId, annotations, labelNames } = editor.clipboard.getState();
  if (annotations.length === 0) {
    editor.notify("nothingToPaste");
    return;
  }
  const { labels } = editor.session.getState();
  const copied = annotations.map((annotation) => {
    if (labels.get(annotation.labelId)) return annotation;
    const sameName = labels.byName(labelNames[annotation.labelId] ?? "");
    return sameName ? { ...annotation, labelId: sameName.id } : annotation;
  });
  addCopies(editor, copied, itemId === editor.item.id);
}

function addCopies(editor: Editor, copied: readonly Annotation[], isAside: boolean): void {
  const sorted = [...copied].sort(byDrawingOrder);
  const originals = new Map(sorted.map(({ id, geometry }) => [id, geometry]));
  const placed = editor.placeCopies(originals, isAside);
  const patch = pastePatch(editor.document.current(), { copied, placed, newId: editor.newId });
  if (editor.commit(patch)) editor.select(patch.keys());
}
