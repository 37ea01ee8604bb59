import { boxArea, boxContains, clipBox, HANDLES, handlePoint, moveBox, resizeBox } from "./box";
import type { BoxGeometry, GeometrySpec } from "./geometry";

/** A box smaller than this on either side is a slip of the hand, not an annotation. */
export const MIN_BOX_PX = 1;

export const boxGeometry: GeometrySpec<BoxGeometry> = {
  kind: "box",
  bounds: ({ x, y, w, h }) => ({ x, y, w, h }),
  area: boxArea,
  hit: (box, point, tolerance) =>
    boxContains(
      {
        x: box.x - tolerance,
        y: box.y - tolerance,
        w: box.w + 2 * tolerance,
        h: box.h + 2 * tolerance,
      },
      point,
    ),
  move: (box, dx, dy, extent) => ({ kind: "box", ...moveBox(box, dx, dy, extent) }),
  handles: (box) => HANDLES.map((handle) => ({ handle, point: handlePoint(box, handle) })),
  dragHandle: (box, handle, to, extent) => ({
    kind: "box",
    ...resizeBox(box, handle, to, extent),
  }),
  normalise(box, extent) {
    const clipped = clipBox(box, extent);
    return clipped.w < MIN_BOX_PX || clipped.h < MIN_BOX_PX ? null : { kind: "box", ...clipped };
  },
};
