import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Command } from "@/lib/commands/command";
import type { Editor } from "../editor";

/** What happens outside the editor of one item; the page gives the functions. */
export const SHELL_ACTIONS = [
  "nextItem",
  "previousItem",
  "submitAndNext",
  "skip",
  "nothingHere",
  "save",
  "help",
  "palette",
  "guide",
  "history",
  "search",
  "copyLink",
  "leave",
] as const;
export type ShellAction = (typeof SHELL_ACTIONS)[number];

export type EditorCommandContext = {
  editor: Editor;
  /** An action that is left out (no next item, nothing to leave to) disables its command. */
  shell: Partial<Record<ShellAction, () => void | Promise<void>>>;
};
export type EditorCommand = Command<EditorCommandContext>;

/** The selected annotations that may be changed. */
export function editableSelection({ editor }: EditorCommandContext): AnnotationId[] {
  return [...editor.session.getState().selection].filter(editor.isEditable);
}

export function hasEditableSelection(context: EditorCommandContext): boolean {
  return editableSelection(context).length > 0;
}

/** Is a suggestion in focus that the person may decide on? */
export function hasDecidable({ editor }: EditorCommandContext): boolean {
  return !editor.isReadOnly && editor.suggestions.focused() !== null;
}

export function hasSelection({ editor }: EditorCommandContext): boolean {
  return editor.session.getState().selection.size > 0;
}
