import { useEditor } from "@/components/editor/editor-context";
import type { MediaView } from "./media-view";
import { MEDIA_VIEWS } from "./media-views";

/** Says in words where an annotation of the open item is and how large. */
export function useDescription(): ReturnType<MediaView["useDescription"]> {
  const { useDescription: useOfKind } = MEDIA_VIEWS[useEditor().kind];
  return useOfKind();
}
