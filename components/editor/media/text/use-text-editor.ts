"use client";

import { useStore } from "zustand";
import { useEditor } from "@/components/editor/editor-context";
import { isTextEditor, type TextEditor } from "@/lib/editor/text/text-editor";
import type { TextSessionState } from "@/lib/editor/text/text-session";

/** For what only texts have; below a component that is shown for texts alone. */
export function useTextEditor(): TextEditor {
  const editor = useEditor();
  if (!isTextEditor(editor)) throw new Error("useTextEditor needs the editor of a text");
  return editor;
}

export function useTextSession<T>(select: (state: TextSessionState) => T): T {
  return useStore(useTextEditor().session, select);
}
