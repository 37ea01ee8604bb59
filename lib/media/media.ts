import type { GeometryKind } from "@/lib/geometry/geometry";
import { audioMedia } from "./audio";
import { imageMedia } from "./image";
import { textMedia } from "./text";

export const MEDIA_KINDS = ["image", "text", "audio"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** What is true of a kind of media wherever it is shown or stored. Pure; decoding lives in the server. */
export interface MediaSpec<K extends MediaKind = MediaKind> {
  kind: K;
  /** The geometries that can be drawn on it. */
  geometries: readonly GeometryKind[];
  unit: "px" | "codepoint" | "s";
  /** File name endings (lower case, no dot) that may be uploaded, and the media type of each. */
  extensions: Readonly<Record<string, string>>;
  /** The media type that these first bytes are, by their signature; null when it is none of ours. */
  sniff(head: Uint8Array): string | null;
}

export const MEDIA: { readonly [K in MediaKind]: MediaSpec<K> } = {
  image: imageMedia,
  text: textMedia,
  audio: audioMedia,
};
