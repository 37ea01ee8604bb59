import type { StoreApi } from "zustand/vanilla";
import type { Point, Size } from "@/lib/geometry/box";
import { createSession, type SessionState } from "../session";
import { type ToolSession, toolSession } from "../tool-runner";
import type { Viewport } from "./viewport";

/** What an open image adds to the session: its place on screen, and what the pointer holds. */
export type ImageSessionState = SessionState &
  ToolSession & {
    /** The hand's state while Space or the middle button holds it, over the chosen tool; null otherwise. */
    heldPan: unknown;
    /** Image px; null while the pointer is elsewhere. */
    pointer: Point | null;
    canvas: Size;
    viewport: Viewport;
  };
export type ImageSessionStore = StoreApi<ImageSessionState>;

export function createImageSession(): ImageSessionStore {
  return createSession({
    ...toolSession(),
    heldPan: null,
    pointer: null,
    canvas: { width: 0, height: 0 },
    viewport: { scale: 1, x: 0, y: 0 },
  });
}
