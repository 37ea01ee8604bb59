import type { Box, Point, Size } from "@/lib/geometry/box";
import type { ImageSessionStore } from "./image-session";
import * as viewport from "./viewport";

/** Wheel px for a doubling of the scale. */
const WHEEL_PX_PER_OCTAVE = 240;

/** Where the image is on screen, kept in the session. */
export interface ImageView {
  /** The canvas's size in screen px. The first one fits the image. */
  resize(canvas: Size): void;
  setViewport(change: (now: viewport.Viewport, frame: viewport.Frame) => viewport.Viewport): void;
  /** Pinch on a touch pad and wheels with Ctrl come here too: all of them zoom. `delta` in wheel px. */
  wheel(event: { at: Point; delta: number }): void;
  pinch(fingers: viewport.Pinch): void;
  /** Shifts by image px. */
  pan(by: { dx: number; dy: number }): void;
  /** Pans as far as needed to show the bounds; image px. */
  show(bounds: Box): void;
  /** What is on screen; image px. */
  rect(): Box;
}

export function createImageView(session: ImageSessionStore, extent: Size): ImageView {
  const get = session.getState;
  const view: ImageView = {
    resize(canvas) {
      const before = get().canvas;
      const isFirst = before.width === 0 || before.height === 0;
      const next = isFirst
        ? viewport.fitImage({ canvas, extent })
        : viewport.resized(get().viewport, { canvas: before, extent }, canvas);
      session.setState({ canvas, viewport: next });
    },
    setViewport(change) {
      const next = change(get().viewport, { canvas: get().canvas, extent });
      if (next !== get().viewport) session.setState({ viewport: next });
    },
    wheel: ({ at, delta }) =>
      view.setViewport((now, frame) =>
        viewport.zoomAt(now, frame, { at, factor: 2 ** (-delta / WHEEL_PX_PER_OCTAVE) }),
      ),
    pinch: (fingers) => view.setViewport((now, frame) => viewport.pinch(now, frame, fingers)),
    pan: ({ dx, dy }) =>
      view.setViewport((now, frame) =>
        viewport.panBy(now, frame, { x: dx * now.scale, y: dy * now.scale }),
      ),
    show: (bounds) => view.setViewport((now, frame) => viewport.reveal(now, frame, bounds)),
    rect: () => viewport.visibleRect(get().viewport, get().canvas),
  };
  return view;
}
