import { useMediaView } from "./editor-media";
import type { MediaView } from "./media-view";

/** Says in words where an annotation of the open item is and how large. */
export function useDescription(): ReturnType<MediaView["useDescription"]> {
  const { useDescription: useOfKind } = useMediaView();
  return useOfKind();
}
