"use client";

import { createContext, useContext } from "react";
import type { EditorCommand } from "@/lib/editor/commands/context";
import type { MediaView } from "./media-view";
import type { MediaOpener } from "./opened-media";

/** All that the page needs of the one kind of media that its project has. */
export interface EditorMedia {
  createOpener(): MediaOpener;
  view: MediaView;
  /** All that the editor can do but choose labels. */
  commands: readonly EditorCommand[];
}

const MediaContext = createContext<EditorMedia | null>(null);
export const EditorMediaProvider = MediaContext.Provider;

export function useEditorMedia(): EditorMedia {
  const media = useContext(MediaContext);
  if (!media) throw new Error("useEditorMedia needs the provider of a kind of media above it");
  return media;
}

export function useMediaView(): MediaView {
  return useEditorMedia().view;
}
