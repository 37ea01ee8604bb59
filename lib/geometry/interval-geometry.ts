import { boxContains } from "./box";
import type { GeometrySpec, IntervalGeometry } from "./geometry";
import { clipInterval, dragEnd, type Interval, moveInterval } from "./interval";

/** One-dimensional media are one unit high, so that bounds, index and hit-testing need no second kind of extent. */
export const LINE_HEIGHT = 1;

/** A text span (code points) or an audio region (seconds). Its handles are "w", the start, and "e", the end. */
export const intervalGeometry: GeometrySpec<IntervalGeometry> = {
  kind: "interval",
  bounds: boundsOf,
  area: ({ start, end }) => end - start,
  hit(interval, point, tolerance) {
    const { x, y, w, h } = boundsOf(interval);
    const around = {
      x: x - tolerance,
      y: y - tolerance,
      w: w + 2 * tolerance,
      h: h + 2 * tolerance,
    };
    return boxContains(around, point);
  },
  move: (interval, dx, _dy, { width }) => made(moveInterval(interval, dx, width)),
  handles: ({ start, end }) => [
    { handle: "w", point: { x: start, y: LINE_HEIGHT / 2 } },
    { handle: "e", point: { x: end, y: LINE_HEIGHT / 2 } },
  ],
  dragHandle(interval, handle, to, { width }) {
    const end = handle === "w" ? "start" : "end";
    return made(dragEnd(interval, { end, to: to.x, length: width }));
  },
  normalise(interval, { width }) {
    const clipped = clipInterval(interval, width);
    return clipped && made(clipped);
  },
};

function boundsOf({ start, end }: IntervalGeometry) {
  return { x: start, y: 0, w: end - start, h: LINE_HEIGHT };
}

function made({ start, end }: Interval): IntervalGeometry {
  return { kind: "interval", start, end };
}
