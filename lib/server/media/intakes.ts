import "server-only";
import { MEDIA, type MediaKind } from "@/lib/media/media";
import { imageIntake } from "./image-intake";
import type { MediaIntake } from "./intake";
import { MediaError } from "./media-error";
import { textIntake } from "./text-intake";

/** How each kind of media is taken in. A new kind is a file and a line here. */
const INTAKES: Readonly<Partial<Record<MediaKind, MediaIntake>>> = {
  image: imageIntake,
  text: textIntake,
};

/** Throws MediaError `unsupported_type` for a kind that has none. */
export function intakeOf(kind: MediaKind): MediaIntake {
  const intake = INTAKES[kind];
  if (intake) return intake;
  const message = `Files of the kind "${MEDIA[kind].kind}" cannot be taken in.`;
  throw new MediaError("unsupported_type", message, { details: { found: kind } });
}
