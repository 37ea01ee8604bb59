import fc from "fast-check";
import type { Size } from "./box";
import type { Geometry, GeometryKind } from "./geometry";
import { intervalBetween } from "./interval";

/** Valid geometries inside the extent, boxes at least a pixel each way. For property tests. */
export const ARBITRARIES = {
  box: boxIn,
  interval: intervalIn,
  whole: () => fc.constant({ kind: "whole" as const }),
  relation: () =>
    fc.record({ kind: fc.constant("relation" as const), from: fc.uuid(), to: fc.uuid() }),
} satisfies Record<GeometryKind, (extent: Size) => fc.Arbitrary<Geometry>>;

function boxIn({ width, height }: Size) {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.tuple(share, share, share, share).map(([left, top, across, down]) => {
    const x = left * (width - 1);
    const y = top * (height - 1);
    const w = Math.min(1 + across * (width - x - 1), width - x);
    const h = Math.min(1 + down * (height - y - 1), height - y);
    return { kind: "box" as const, x, y, w, h };
  });
}

function intervalIn({ width }: Size) {
  const at = fc.double({ min: 0, max: width, noNaN: true });
  return fc
    .tuple(at, at)
    .map(([a, b]) => ({ kind: "interval" as const, ...intervalBetween(a, b) }));
}
