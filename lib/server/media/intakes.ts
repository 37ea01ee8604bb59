import "server-only";
import type { MediaKind } from "@/lib/media/media";
import { audioIntake } from "./audio-intake";
import { imageIntake } from "./image-intake";
import type { MediaIntake } from "./intake";
import { textIntake } from "./text-intake";

/** How each kind of media is taken in. A new kind is a file and a line here. */
const INTAKES: Readonly<Record<MediaKind, MediaIntake>> = {
  image: imageIntake,
  text: textIntake,
  audio: audioIntake,
};

export function intakeOf(kind: MediaKind): MediaIntake {
  return INTAKES[kind];
}
