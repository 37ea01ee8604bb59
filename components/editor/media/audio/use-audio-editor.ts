"use client";

import { useStore } from "zustand";
import { useEditor } from "@/components/editor/editor-context";
import { type AudioEditor, isAudioEditor } from "@/lib/editor/audio/audio-editor";
import type { AudioSessionState } from "@/lib/editor/audio/audio-session";

/** For what only recordings have; below a component that is shown for recordings alone. */
export function useAudioEditor(): AudioEditor {
  const editor = useEditor();
  if (!isAudioEditor(editor)) throw new Error("useAudioEditor needs the editor of a recording");
  return editor;
}

export function useAudioSession<T>(select: (state: AudioSessionState) => T): T {
  return useStore(useAudioEditor().session, select);
}
