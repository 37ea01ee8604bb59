import type { EditorKind } from "@/lib/editor/media-part";
import { audioMediaView } from "./audio/audio-media-view";
import { imageMediaView } from "./image/image-media-view";
import type { MediaView } from "./media-view";
import { textMediaView } from "./text/text-media-view";

/** The view of every kind of media that has an editor. */
export const MEDIA_VIEWS: Readonly<Record<EditorKind, MediaView>> = {
  image: imageMediaView,
  text: textMediaView,
  audio: audioMediaView,
};
