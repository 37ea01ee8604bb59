"use client";

import type { ReactNode } from "react";
import { type EditorMedia, EditorMediaProvider } from "@/components/editor/media/editor-media";
import { audioCommands } from "@/lib/editor/audio/audio-commands";
import { withEveryKind } from "@/lib/editor/commands/every-kind";
import { createAudioOpener } from "./audio-media";
import { audioMediaView } from "./audio-media-view";

const MEDIA: EditorMedia = {
  createOpener: createAudioOpener,
  view: audioMediaView,
  commands: withEveryKind(audioCommands),
};

export function AudioEditorMedia({ children }: { children: ReactNode }) {
  return <EditorMediaProvider value={MEDIA}>{children}</EditorMediaProvider>;
}
