import type { Point } from "@/lib/geometry/box";

/** A rectangle at any angle, as lines of text lie on a photo. `angle` in radians, of the side `width`, within ±45°. */
export type TurnedBox = { centre: Point; width: number; height: number; angle: number };

/** The smallest of the rectangles that hold all points and have a side on their convex hull. */
export function smallestBoxAround(points: readonly Point[]): TurnedBox | null {
  const hull = convexHull(points);
  let best: TurnedBox | null = null;
  for (const [index, from] of hull.entries()) {
    const to = hull[(index + 1) % hull.length] ?? from;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length === 0) continue;
    const box = boxAlong(hull, { x: (to.x - from.x) / length, y: (to.y - from.y) / length });
    if (!best || box.width * box.height < best.width * best.height) best = box;
  }
  return best;
}

/** Clockwise on a screen from the top left, as the line is read. */
export function cornersOf({
  centre,
  width,
  height,
  angle,
}: TurnedBox): [Point, Point, Point, Point] {
  const across = { x: (Math.cos(angle) * width) / 2, y: (Math.sin(angle) * width) / 2 };
  const down = { x: (-Math.sin(angle) * height) / 2, y: (Math.cos(angle) * height) / 2 };
  const corner = (right: number, below: number) => ({
    x: centre.x + right * across.x + below * down.x,
    y: centre.y + right * across.y + below * down.y,
  });
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function boxAlong(points: readonly Point[], axis: Point): TurnedBox {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    const along = x * axis.x + y * axis.y;
    const beside = y * axis.x - x * axis.y;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, beside);
    bottom = Math.max(bottom, beside);
  }
  const along = (left + right) / 2;
  const beside = (top + bottom) / 2;
  return upright({
    centre: { x: along * axis.x - beside * axis.y, y: along * axis.y + beside * axis.x },
    width: right - left,
    height: bottom - top,
    angle: Math.atan2(axis.y, axis.x),
  });
}

/** The same rectangle by its side that lies flatter. */
function upright(box: TurnedBox): TurnedBox {
  const quarter = Math.PI / 2;
  const turns = Math.round(box.angle / quarter);
  const angle = box.angle - turns * quarter;
  return turns % 2 === 0
    ? { ...box, angle }
    : { ...box, width: box.height, height: box.width, angle };
}

/** Counter-clockwise in mathematics' axes, without points that lie on a side. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function halfHull(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    while (hull.length >= 2 && turn(hull.at(-2), hull.at(-1), point) <= 0) hull.pop();
    hull.push(point);
  }
  return hull;
}

function turn(a: Point | undefined, b: Point | undefined, c: Point): number {
  if (!a || !b) return 1;
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
