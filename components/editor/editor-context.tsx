"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Editor } from "@/lib/editor/editor";
import type { Preferences } from "@/lib/editor/preferences";
import type { SessionState } from "@/lib/editor/session";

const EditorContext = createContext<Editor | null>(null);

/** Everything below works on this editor. Give it a `key` of the item, so that nothing is carried over. */
export function EditorProvider({ editor, children }: { editor: Editor; children: ReactNode }) {
  return <EditorContext value={editor}>{children}</EditorContext>;
}

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor needs an EditorProvider above it");
  return editor;
}

/** A part of the session; renders again only when that part changes (by identity). */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useEditor().session, select);
}

export function usePreferences<T>(select: (state: Preferences) => T): T {
  return useStore(useEditor().preferences, select);
}

/** All annotations, as an immutable map that is replaced by every change. */
export function useAnnotations(): ReadonlyMap<string, Annotation> {
  const { document } = useEditor();
  return useSyncExternalStore(document.subscribe, document.annotations, document.annotations);
}
