import type { EditorKind } from "@/lib/editor/media-part";
import type { MediaKind } from "@/lib/media/media";
import { createAudioOpener } from "./audio/audio-media";
import { createImageOpener } from "./image/image-media";
import type { MediaOpener } from "./opened-media";
import { createTextOpener } from "./text/text-media";

const OPENERS: Readonly<Record<EditorKind, () => MediaOpener>> = {
  image: createImageOpener,
  text: createTextOpener,
  audio: createAudioOpener,
};

/** @throws when there is no editor for that kind of media. */
export function createMediaOpener(kind: MediaKind): MediaOpener {
  const create = Object.entries(OPENERS).find(([name]) => name === kind)?.[1];
  if (!create) throw new Error(`There is no editor for ${kind}.`);
  return create();
}
