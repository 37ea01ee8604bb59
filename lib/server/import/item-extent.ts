import "server-only";
import type { Size } from "@/lib/geometry/box";
import { LINE_HEIGHT } from "@/lib/geometry/interval-geometry";

type Measured = { width: number | null; height: number | null; length: number | null };

/** What geometries of an item must lie in: its pixels, or its length and one unit of height. Null when it is not known. */
export function extentOf({ length, ...size }: Measured): Size | null {
  return length === null ? pixelsOf(size) : { width: length, height: LINE_HEIGHT };
}

export function pixelsOf({ width, height }: Pick<Measured, "width" | "height">): Size | null {
  return width === null || height === null ? null : { width, height };
}
