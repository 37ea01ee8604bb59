import type { Annotation } from "@/lib/annotation/annotation";
import type { Change, Patch } from "@/lib/annotation/patch";
import { clipInterval } from "@/lib/geometry/interval";
import { isRegion } from "./region-index";

/** What holds for every change, wherever it comes from: a region lies in the recording and lasts. */
export function completePatch(patch: Patch<Annotation>, durationS: number): Patch<Annotation> {
  const completed = new Map<string, Change<Annotation>>();
  for (const [id, { before, after }] of patch) {
    if (after === null || !isRegion(after)) {
      completed.set(id, { before, after });
      continue;
    }
    const clipped = clipInterval(after.geometry, durationS);
    if (!clipped || clipped.start >= clipped.end) continue;
    const isSame = clipped.start === after.geometry.start && clipped.end === after.geometry.end;
    const inside: Annotation = { ...after, geometry: { kind: "interval", ...clipped } };
    completed.set(id, { before, after: isSame ? after : inside });
  }
  return completed;
}
