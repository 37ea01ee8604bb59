import { Highlighter, Search, Spline } from "lucide-react";
import { AnswersPanel } from "@/components/editor/answers-panel";
import type { MediaView } from "@/components/editor/media/media-view";
import { ConflictText } from "./conflict-text";
import { SpanFields } from "./span-fields";
import { TextReadouts } from "./text-readouts";
import { TextStage } from "./text-stage";
import { useTextDescription } from "./use-text-description";

export const textMediaView: MediaView = {
  tools: [
    { command: "text.paint", icon: Highlighter },
    { command: "text.relate", icon: Spline },
    { command: "text.find", icon: Search },
  ],
  Stage: TextStage,
  Readouts: TextReadouts,
  Fields: SpanFields,
  Answers: AnswersPanel,
  ConflictPicture: ConflictText,
  isConflictWide: true,
  useDescription: useTextDescription,
};
