import { AudioLines, Merge, Play, Repeat, Scissors, SquareDashedMousePointer } from "lucide-react";
import { AnswersPanel } from "@/components/editor/answers-panel";
import type { MediaView } from "@/components/editor/media/media-view";
import { SPEAKER } from "@/lib/editor/audio/region-index";
import { AudioReadouts } from "./audio-readouts";
import { AudioStage } from "./audio-stage";
import { ConflictSound } from "./conflict-sound";
import { RegionFields } from "./region-fields";
import { useAudioDescription } from "./use-audio-description";

export const audioMediaView: MediaView = {
  tools: [
    { command: "audio.play", icon: Play },
    { command: "audio.play-selection", icon: AudioLines },
    { command: "audio.loop", icon: Repeat },
    { command: "audio.mark", icon: SquareDashedMousePointer },
    { command: "audio.split", icon: Scissors },
    { command: "audio.merge", icon: Merge },
  ],
  Stage: AudioStage,
  Readouts: AudioReadouts,
  Fields: RegionFields,
  Answers: AnswersPanel,
  ownAttributes: [SPEAKER],
  ConflictPicture: ConflictSound,
  useDescription: useAudioDescription,
};
