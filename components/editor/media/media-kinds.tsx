"use client";

import dynamic from "next/dynamic";
import type { ComponentType, ReactNode } from "react";
import type { EditorKind } from "@/lib/editor/media-part";
import type { MediaKind } from "@/lib/media/media";

/**
 * Each kind's code is loaded by the pages of its projects alone. As these are rendered on the server too, its address is
 * in the page, and the browser fetches it together with the rest.
 */
const KINDS: Readonly<Record<EditorKind, ComponentType<{ children: ReactNode }>>> = {
  image: dynamic(() =>
    import("./image/image-editor-media").then((module) => module.ImageEditorMedia),
  ),
  text: dynamic(() => import("./text/text-editor-media").then((module) => module.TextEditorMedia)),
  audio: dynamic(() =>
    import("./audio/audio-editor-media").then((module) => module.AudioEditorMedia),
  ),
};

/**
 * Gives what is below it a kind of media: `useEditorMedia`.
 * @throws when there is no editor for that kind.
 */
export function MediaOfKind({ kind, children }: { kind: MediaKind; children: ReactNode }) {
  const Media = Object.entries(KINDS).find(([name]) => name === kind)?.[1];
  if (!Media) throw new Error(`There is no editor for ${kind}.`);
  return <Media>{children}</Media>;
}
