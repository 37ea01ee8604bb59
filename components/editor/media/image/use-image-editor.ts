"use client";

import { useStore } from "zustand";
import { useEditor } from "@/components/editor/editor-context";
import { type ImageEditor, isImageEditor } from "@/lib/editor/image/image-editor";
import type { ImageSessionState } from "@/lib/editor/image/image-session";

/** For what only images have; below a component that is shown for images alone. */
export function useImageEditor(): ImageEditor {
  const editor = useEditor();
  if (!isImageEditor(editor)) throw new Error("useImageEditor needs the editor of an image");
  return editor;
}

export function useImageSession<T>(select: (state: ImageSessionState) => T): T {
  return useStore(useImageEditor().session, select);
}
