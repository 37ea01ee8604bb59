import { Hand, MousePointer2, Square } from "lucide-react";
import type { MediaView } from "@/components/editor/media/media-view";
import { BoxFields } from "./box-fields";
import { ConflictPicture } from "./conflict-picture";
import { ImageReadouts } from "./image-readouts";
import { ImageStage } from "./image-stage";
import { useImageDescription } from "./use-image-description";

export const imageMediaView: MediaView = {
  tools: [
    { command: "tools.select", icon: MousePointer2 },
    { command: "tools.box", icon: Square },
    { command: "tools.pan", icon: Hand },
  ],
  Stage: ImageStage,
  Readouts: ImageReadouts,
  Fields: BoxFields,
  ConflictPicture,
  useDescription: useImageDescription,
};
