"use client";

import type { ComponentType, ReactNode } from "react";
import { useEditor } from "@/components/editor/editor-context";
import { late } from "@/components/ui/late";
import type { EditorKind } from "@/lib/editor/media-part";
import type { Comparison } from "./use-comparison";

export type CompareViewProps = { comparison: Comparison; stage: ReactNode };

/** How each kind of media shows several layers at once, beside its stage or in its place. */
const VIEWS: Readonly<Record<EditorKind, ComponentType<CompareViewProps>>> = {
  image: late(() =>
    import("@/components/editor/media/image/compare-image").then((module) => module.CompareImage),
  ),
  text: late(() =>
    import("@/components/editor/media/text/compare-text").then((module) => module.CompareText),
  ),
  audio: late(() =>
    import("@/components/editor/media/audio/compare-audio").then((module) => module.CompareAudio),
  ),
};

export function CompareStage(props: CompareViewProps) {
  const { kind } = useEditor();
  const View = VIEWS[kind];
  return <View {...props} />;
}
