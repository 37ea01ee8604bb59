/** The pace is that of the last half minute, so that a pause does not slow what comes after it. */
const WINDOW_MS = 30_000;

export type PacePoint = { atMs: number; done: number };

/** The points with a new one, without those that are too old to count. */
export function addPacePoint(points: readonly PacePoint[], point: PacePoint): PacePoint[] {
  const kept = points.filter(({ atMs }) => point.atMs - atMs <= WINDOW_MS);
  return kept.at(-1)?.done === point.done && kept.length > 1
    ? [...kept.slice(0, -1), point]
    : [...kept, point];
}

/** Items a second; null while there is no telling. */
export function paceOf(points: readonly PacePoint[]): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || last.atMs <= first.atMs || last.done <= first.done) return null;
  return ((last.done - first.done) * 1_000) / (last.atMs - first.atMs);
}
