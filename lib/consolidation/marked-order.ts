import { boundsOf } from "@/lib/geometry/geometry";
import type { Marked } from "./source";

/** By place, label and what it says; people come last, so that their order hardly ever decides anything. */
export function compareMarked(a: Marked, b: Marked): number {
  const [left, right] = [boundsOf(a.annotation.geometry), boundsOf(b.annotation.geometry)];
  return (
    left.x - right.x ||
    left.y - right.y ||
    left.w - right.w ||
    left.h - right.h ||
    compareText(a.annotation.labelId, b.annotation.labelId) ||
    compareText(a.annotation.text ?? "", b.annotation.text ?? "") ||
    compareText(a.annotation.id, b.annotation.id) ||
    compareText(a.layerId, b.layerId)
  );
}

/** The same in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
