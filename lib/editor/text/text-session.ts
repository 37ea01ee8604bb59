import type { StoreApi } from "zustand/vanilla";
import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Interval } from "@/lib/geometry/interval";
import type { TextQuery } from "@/lib/text/find";
import type { TextUnit } from "@/lib/text/segments";
import { createSession, type SessionState } from "../session";

/** Where the person is in the text, in code points: `focus` moves, `anchor` stays while a range is extended. */
export type Caret = { anchor: number; focus: number };

/** One end of a span in the hand; `span` is how it would be. */
export type EndDrag = { id: AnnotationId; end: "start" | "end"; span: Interval };

/** A place to be brought into view; another object each time, so that the same place can be asked for again. */
export type ScrollTarget = { place: Interval; align: "nearest" | "middle" };

/** `current`: index of a match; `opened`: how often it was asked for, to give it the keyboard again. */
export type Find = {
  query: TextQuery;
  current: number | null;
  isLabelling: boolean;
  opened: number;
};

/** What an open text adds to the session. */
export type TextSessionState = SessionState & {
  caret: Caret | null;
  /** What a selected range grows to. */
  unit: TextUnit;
  /** Each range that is selected becomes a span of the active label at once. */
  isPainting: boolean;
  /** A relation that has a source and waits for its target. */
  relating: { from: AnnotationId; labelId: string } | null;
  drag: EndDrag | null;
  /** Null while the search is closed. */
  find: Find | null;
  scrollTarget: ScrollTarget | null;
};
export type TextSessionStore = StoreApi<TextSessionState>;

export function createTextSession(): TextSessionStore {
  return createSession({
    caret: null,
    unit: "character",
    isPainting: false,
    relating: null,
    drag: null,
    find: null,
    scrollTarget: null,
  });
}
