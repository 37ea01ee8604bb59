import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Conflict } from "@/lib/editor/saving/lane";
import type { OpenedMedia } from "./opened-media";

/** How one kind of media looks in the editor; bars, lists, panels and dialogs are the same for all. */
export interface MediaView {
  /** Tools of the tool bar, by the ids of their commands. */
  tools: readonly { command: string; icon: LucideIcon }[];
  /** Where one looks and annotates: fills the middle of the page. */
  Stage: ComponentType<{ media: OpenedMedia }>;
  /** Numbers in the status line that follow the pointer and the selection. */
  Readouts: ComponentType;
  /** The one selected annotation in numbers that can be typed. */
  Fields: ComponentType<{ annotation: Annotation; isDisabled: boolean }>;
  /** Attributes that `Fields` shows itself. */
  ownAttributes?: readonly string[];
  /** The questions about the item as a whole; absent where there are none of this kind of media. */
  Answers?: ComponentType<{ className?: string }>;
  /** Where mine and theirs lie, with what is around them. */
  ConflictPicture: ComponentType<{ conflict: Conflict }>;
  /** Words want the whole width: then it stands above both versions, and not beside them. */
  isConflictWide?: boolean;
  /** A hook, so that it may translate and format; which one is called never changes for an item. */
  useDescription(): (annotation: Annotation) => Description;
}

/** An annotation's geometry in words. */
export type Description = {
  /** A few characters at the end of a row. */
  size: string;
  /** What is written there, for media that have words; shown beside the label. */
  surface?: string;
  /** What a row says to those who do not see it. */
  place: string;
  /** Both with all digits that matter, for comparing two versions. */
  exact: string;
};
