"use client";

import type { ReactNode } from "react";
import { type EditorMedia, EditorMediaProvider } from "@/components/editor/media/editor-media";
import { withEveryKind } from "@/lib/editor/commands/every-kind";
import { imageCommands } from "@/lib/editor/image/image-commands";
import { createImageOpener } from "./image-media";
import { imageMediaView } from "./image-media-view";

const MEDIA: EditorMedia = {
  createOpener: createImageOpener,
  view: imageMediaView,
  commands: withEveryKind(imageCommands),
};

export function ImageEditorMedia({ children }: { children: ReactNode }) {
  return <EditorMediaProvider value={MEDIA}>{children}</EditorMediaProvider>;
}
