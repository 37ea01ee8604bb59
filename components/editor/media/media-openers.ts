import type { EditorKind } from "@/lib/editor/media-part";
import { createImageOpener } from "./image/image-media";
import type { MediaOpener } from "./opened-media";

export const MEDIA_OPENERS: Readonly<Record<EditorKind, () => MediaOpener>> = {
  image: createImageOpener,
};
