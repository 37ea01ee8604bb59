import type { Point } from "@/lib/geometry/box";
import { cornersOf, smallestBoxAround, type TurnedBox } from "./turned-box";

/** How a map of probabilities becomes lines of text (differentiable binarisation). */
export type LineOptions = {
  /** A point of the map belongs to text above this. */
  threshold: number;
  /** Lines whose mean probability is lower are dropped. */
  boxThreshold: number;
  /** Maps show text shrunk; lines are widened by area × this / perimeter. */
  unclipRatio: number;
};
export type TextMap = { data: Float32Array; width: number; height: number };
export type TextLine = { box: TurnedBox; score: number };

/** Shorter sides than these are noise: before widening, and after. */
const MIN_SIDE = 3;
const MIN_WIDENED_SIDE = 5;

/** Lines of text in the units of the map, continuous edges. */
export function findTextLines(map: TextMap, options: LineOptions): TextLine[] {
  const lines: TextLine[] = [];
  for (const points of componentOutlines(map, options.threshold)) {
    const box = smallestBoxAround(points);
    if (!box || Math.min(box.width, box.height) < MIN_SIDE) continue;
    const score = meanInside(map, box);
    if (score < options.boxThreshold) continue;
    const widened = widen(box, options.unclipRatio);
    if (Math.min(widened.width, widened.height) < MIN_WIDENED_SIDE) continue;
    lines.push({ box: widened, score });
  }
  return lines;
}

function widen(box: TurnedBox, ratio: number): TurnedBox {
  const distance = (box.width * box.height * ratio) / (2 * (box.width + box.height));
  return { ...box, width: box.width + 2 * distance, height: box.height + 2 * distance };
}

/** Corners of the first and the last pixel of every row of each group of pixels that touch (diagonally too). */
function* componentOutlines(
  { data, width, height }: TextMap,
  threshold: number,
): Generator<Point[]> {
  const isSeen = new Uint8Array(width * height);
  const stack: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (isSeen[start] || (data[start] ?? 0) <= threshold) continue;
    const rows = new Map<number, { left: number; right: number }>();
    isSeen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      const row = rows.get(y);
      if (!row) rows.set(y, { left: x, right: x });
      else if (x < row.left) row.left = x;
      else if (x > row.right) row.right = x;
      const [fromX, toX] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      const toY = Math.min(height - 1, y + 1);
      for (let nextY = Math.max(0, y - 1); nextY <= toY; nextY++) {
        for (let next = nextY * width + fromX; next <= nextY * width + toX; next++) {
          if (isSeen[next] || (data[next] ?? 0) <= threshold) continue;
          isSeen[next] = 1;
          stack.push(next);
        }
      }
    }
    yield [...rows].flatMap(([y, { left, right }]) => [
      { x: left, y },
      { x: right + 1, y },
      { x: left, y: y + 1 },
      { x: right + 1, y: y + 1 },
    ]);
  }
}

/** Mean of the map over pixels whose centre lies in the box. */
function meanInside({ data, width, height }: TextMap, box: TurnedBox): number {
  const corners = cornersOf(box);
  const across = { x: Math.cos(box.angle), y: Math.sin(box.angle) };
  const [fromX, toX] = rangeOf(
    corners.map(({ x }) => x),
    width,
  );
  const [fromY, toY] = rangeOf(
    corners.map(({ y }) => y),
    height,
  );
  let sum = 0;
  let count = 0;
  for (let y = fromY; y < toY; y++) {
    const dy = y + 0.5 - box.centre.y;
    for (let x = fromX; x < toX; x++) {
      const dx = x + 0.5 - box.centre.x;
      if (Math.abs(dx * across.x + dy * across.y) > box.width / 2) continue;
      if (Math.abs(dy * across.x - dx * across.y) > box.height / 2) continue;
      sum += data[y * width + x] ?? 0;
      count += 1;
    }
  }
  return count === 0 ? 0 : Math.min(1, sum / count);
}

function rangeOf(values: readonly number[], limit: number): [number, number] {
  return [
    Math.max(0, Math.floor(Math.min(...values))),
    Math.min(limit, Math.ceil(Math.max(...values))),
  ];
}
