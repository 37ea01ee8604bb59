"use client";

import type { ReactNode } from "react";
import { type EditorMedia, EditorMediaProvider } from "@/components/editor/media/editor-media";
import { withEveryKind } from "@/lib/editor/commands/every-kind";
import { textCommands } from "@/lib/editor/text/text-commands";
import { createTextOpener } from "./text-media";
import { textMediaView } from "./text-media-view";

const MEDIA: EditorMedia = {
  createOpener: createTextOpener,
  view: textMediaView,
  commands: withEveryKind(textCommands),
};

export function TextEditorMedia({ children }: { children: ReactNode }) {
  return <EditorMediaProvider value={MEDIA}>{children}</EditorMediaProvider>;
}
