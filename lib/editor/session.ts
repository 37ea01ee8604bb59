import { createStore, type StoreApi } from "zustand/vanilla";
import type { AnnotationId } from "@/lib/annotation/annotation";
import { createLabelBook, type LabelBook } from "./label-book";
import { NO_IDS } from "./selection";
import { NO_SUGGESTIONS, type SuggestionsState } from "./suggestions/suggestions-state";

/** Keys under "notice" in the "tools" catalogue: why nothing happened. */
export type Notice =
  | "noLabel"
  | "changedByOthers"
  | "nothingToPaste"
  | "noRelationLabel"
  | "noSource";

/** What lies under the pointer: an annotation, and the part of it that can be grabbed there. */
export type Hover = { id: AnnotationId; handle: string | null };

/**
 * What belongs to this view of this item, whatever the kind of media: never undone, never saved.
 * Sets and maps are replaced, not changed. Each kind adds its own (see image/image-session.ts).
 */
export type SessionState = {
  selection: ReadonlySet<AnnotationId>;
  hover: Hover | null;
  hidden: ReadonlySet<AnnotationId>;
  locked: ReadonlySet<AnnotationId>;
  labels: LabelBook;
  /** The label of the next annotation. */
  activeLabelId: string | null;
  /** A label whose answer is to be written now: its field takes the focus and sets this to null. */
  wantedAnswer: string | null;
  notice: Notice | null;
  suggestions: SuggestionsState;
};
export type SessionStore = StoreApi<SessionState>;

/** A session at its start, with what the kind of media adds. */
export function createSession<Added extends object>(added: Added): StoreApi<SessionState & Added> {
  return createStore(() => ({
    selection: NO_IDS,
    hover: null,
    hidden: NO_IDS,
    locked: NO_IDS,
    labels: createLabelBook([]),
    activeLabelId: null,
    wantedAnswer: null,
    notice: null,
    suggestions: NO_SUGGESTIONS,
    ...added,
  }));
}
