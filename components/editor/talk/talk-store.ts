import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { LiveEvent } from "@/lib/api/live";
import type { TalkPoint } from "@/lib/api/talk";

export type Present = Extract<LiveEvent, { kind: "presence" }>["people"][number];

/** What a thread is about; neither: the item as a whole. */
export type Anchor = { annotationId: string | null; point: TalkPoint | null };
export const WHOLE: Anchor = { annotationId: null, point: null };

export type TalkState = {
  /** Everybody in the project, this tab too. */
  people: readonly Present[];
  /** The thread that is looked at. */
  threadId: string | null;
  /** A thread is about to be begun here. */
  draft: Anchor | null;
  /** The next press on the stage says where. */
  isPlacing: boolean;
  showsResolved: boolean;
};

/** Of the page: what its bar, its stage and its panel know of each other. None of it is saved. */
export const talkStore = createStore<TalkState>(() => ({
  people: [],
  threadId: null,
  draft: null,
  isPlacing: false,
  showsResolved: false,
}));

export function useTalk<T>(select: (state: TalkState) => T): T {
  return useStore(talkStore, select);
}
