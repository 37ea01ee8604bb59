import type { CodePoints } from "@/lib/text/code-points";

export type Offsets = "code points" | "UTF-16 units";
/** `found` says in which unit the offsets were, or that the surface was looked for. */
export type Aligned = { start: number; end: number; found: Offsets | "search" };

/** How far from its offsets a surface is looked for, in UTF-16 units. */
const SEARCH_UNITS = 200;

/**
 * The place of a span, in code points, that its stored surface text agrees with: the offsets in the
 * unit that the format uses, in the other one, or the only place nearby where the surface stands.
 * Null when there is none. Line ends count alike, and as the two characters `\n` too, as Label Studio stores them.
 */
export function alignSpan(
  points: CodePoints,
  { start, end, surface }: { start: number; end: number; surface: string },
  units: readonly Offsets[],
): Aligned | null {
  for (const found of units) {
    const place =
      found === "code points" ? inPoints(points, start, end) : fromUtf16(points, start, end);
    if (place && isSameSurface(points.slice(place.start, place.end), surface)) {
      return { ...place, found };
    }
  }
  return searched(points, start, surface);
}

function inPoints(points: CodePoints, start: number, end: number) {
  return points.has(start) && points.has(end) && start <= end ? { start, end } : null;
}

/** Null where an offset is none, or lies within a surrogate pair. */
export function fromUtf16(
  points: CodePoints,
  start: number,
  end: number,
): { start: number; end: number } | null {
  const isPlace = (at: number) =>
    Number.isInteger(at) && at >= 0 && at <= points.text.length && points.isBoundary(at);
  if (!isPlace(start) || !isPlace(end) || start > end) return null;
  return { start: points.toOffset(start), end: points.toOffset(end) };
}

function isSameSurface(a: string, b: string): boolean {
  return a === b || lineEnds(a) === lineEnds(b);
}

function lineEnds(text: string): string {
  return text.replace(/\\n|\r\n|\r|\n/g, "\n");
}

function searched({ text, toOffset }: CodePoints, start: number, surface: string): Aligned | null {
  if (surface === "" || !Number.isFinite(start)) return null;
  const from = Math.max(0, Math.floor(start) - SEARCH_UNITS);
  const to = Math.min(text.length, Math.floor(start) + SEARCH_UNITS + surface.length);
  const window = text.slice(from, Math.max(from, to));
  const first = window.indexOf(surface);
  if (first < 0 || window.indexOf(surface, first + 1) >= 0) return null;
  const at = from + first;
  return { start: toOffset(at), end: toOffset(at + surface.length), found: "search" };
}
