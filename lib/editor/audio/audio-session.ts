import type { StoreApi } from "zustand/vanilla";
import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Interval } from "@/lib/geometry/interval";
import { createSession, type SessionState } from "../session";
import type { TimeViewport } from "./time-viewport";

/** What the pointer has in hand; nothing of it is in the document before it is released. */
export type RegionDrag =
  /** A new region, or only a range to be played or looked at. */
  | { kind: "draw"; anchor: number; range: Interval; isRegion: boolean }
  | { kind: "end"; id: AnnotationId; end: "start" | "end"; anchor: number; range: Interval }
  | { kind: "move"; from: number; ranges: ReadonlyMap<AnnotationId, Interval>; by: number };

/** What an open recording adds to the session. All times are seconds. */
export type AudioSessionState = SessionState & {
  viewport: TimeViewport;
  /** 0 until the view is on screen. */
  widthPx: number;
  /** Where playing starts, and regions are split. While playing, `transport.position()` says where it is now. */
  playhead: number;
  isPlaying: boolean;
  isLooping: boolean;
  /** Speed; 1 as recorded. */
  rate: number;
  /** Selected, with no region. */
  range: Interval | null;
  /** Under the pointer. */
  pointer: number | null;
  drag: RegionDrag | null;
  /** Regions that were begun while playing, by label: where each began. */
  running: ReadonlyMap<string, number>;
  /** The region that is heard now; of several the one that began last. */
  heardId: AnnotationId | null;
  /** The view moves along with the sound, until the person moves it. */
  isFollowing: boolean;
  /** A field of this region is to take the focus; it sets this to null. */
  wantedField: { id: AnnotationId; field: "text" | "speaker" } | null;
};
export type AudioSessionStore = StoreApi<AudioSessionState>;

export const MIN_RATE = 0.25;
export const MAX_RATE = 4;

export function createAudioSession(viewport: TimeViewport): AudioSessionStore {
  return createSession({
    viewport,
    widthPx: 0,
    playhead: 0,
    isPlaying: false,
    isLooping: false,
    rate: 1,
    range: null,
    pointer: null,
    drag: null,
    running: new Map<string, number>(),
    heardId: null,
    isFollowing: true,
    wantedField: null,
  });
}
