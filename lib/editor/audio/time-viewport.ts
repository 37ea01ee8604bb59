import { type Interval, intervalLength } from "@/lib/geometry/interval";

/** What is seen of a recording: from `start` on, so many seconds for each px. */
export type TimeViewport = { start: number; secondsPerPx: number };
/** What limits a viewport. */
export type TimeFrame = { widthPx: number; durationS: number; sampleRate: number };

/** So wide a single sample gets at most. */
const MAX_PX_PER_SAMPLE = 24;
export const ZOOM_STEP = 1.6;
/** Zooming to a region leaves this share of the view beside it. */
const RANGE_MARGIN = 0.25;
/** What is revealed does not touch the edge. */
const REVEAL_MARGIN_PX = 32;
/** The playhead, followed, comes to stand here; a jump puts it farther to the left. */
const FOLLOW_SHARE = 0.5;
const JUMP_SHARE = 0.1;

export function toTime({ start, secondsPerPx }: TimeViewport, px: number): number {
  return start + px * secondsPerPx;
}

export function toPx({ start, secondsPerPx }: TimeViewport, seconds: number): number {
  return (seconds - start) / secondsPerPx;
}

export function visibleRange(viewport: TimeViewport, { widthPx }: { widthPx: number }): Interval {
  return { start: viewport.start, end: toTime(viewport, widthPx) };
}

/** The whole recording, edge to edge. */
export function fitAll(frame: TimeFrame): TimeViewport {
  return { start: 0, secondsPerPx: fitting(frame) };
}

/** One sample on one px, keeping the moment `at` where it is. */
export function sampleSize(viewport: TimeViewport, frame: TimeFrame, at: number): TimeViewport {
  return zoomAt(viewport, frame, { at, factor: viewport.secondsPerPx * frame.sampleRate });
}

/** Larger by `factor`; the moment `at` stays where it is on screen. */
export function zoomAt(
  viewport: TimeViewport,
  frame: TimeFrame,
  { at, factor }: { at: number; factor: number },
): TimeViewport {
  const secondsPerPx = limitedScale(viewport.secondsPerPx / factor, frame);
  const ratio = secondsPerPx / viewport.secondsPerPx;
  return limited({ start: at - (at - viewport.start) * ratio, secondsPerPx }, frame);
}

export function panBy(viewport: TimeViewport, frame: TimeFrame, bySeconds: number): TimeViewport {
  return limited({ ...viewport, start: viewport.start + bySeconds }, frame);
}

/** The range in the middle, as large as fits with something on both sides. */
export function showRange(range: Interval, frame: TimeFrame): TimeViewport {
  const length = Math.max(intervalLength(range), 1 / frame.sampleRate);
  const wanted = length / ((1 - RANGE_MARGIN) * Math.max(1, frame.widthPx));
  const secondsPerPx = limitedScale(wanted, frame);
  const middle = (range.start + range.end) / 2;
  return limited({ start: middle - (secondsPerPx * frame.widthPx) / 2, secondsPerPx }, frame);
}

/** Pans as far as is needed to show the range; the same object when it is seen already. */
export function reveal(viewport: TimeViewport, frame: TimeFrame, range: Interval): TimeViewport {
  const from = toPx(viewport, range.start);
  const to = toPx(viewport, range.end);
  const room = frame.widthPx - 2 * REVEAL_MARGIN_PX;
  if (from >= 0 && to <= frame.widthPx) return viewport;
  const isLong = to - from > room;
  const byPx =
    isLong || from < REVEAL_MARGIN_PX
      ? from - REVEAL_MARGIN_PX
      : to - (frame.widthPx - REVEAL_MARGIN_PX);
  return panBy(viewport, frame, byPx * viewport.secondsPerPx);
}

/** Keeps the playhead in view: it runs to the middle, then the sound runs under it. */
export function followed(viewport: TimeViewport, frame: TimeFrame, at: number): TimeViewport {
  const px = toPx(viewport, at);
  const middle = frame.widthPx * FOLLOW_SHARE;
  if (px >= 0 && px <= middle) return viewport;
  const isGone = px < 0 || px > frame.widthPx;
  const standing = isGone ? frame.widthPx * JUMP_SHARE : middle;
  // What is a little behind the middle glides there instead of jumping.
  const by = isGone ? px - standing : Math.min(px - standing, Math.max(1, (px - standing) * 0.15));
  const next = panBy(viewport, frame, by * viewport.secondsPerPx);
  return next.start === viewport.start ? viewport : next;
}

/** The same stretch in a view of another width. */
export function resized(viewport: TimeViewport, frame: TimeFrame, widthPx: number): TimeViewport {
  const next = { ...frame, widthPx };
  const isWhole = viewport.secondsPerPx >= fitting(frame) * 0.999;
  return isWhole ? fitAll(next) : limited(viewport, next);
}

function fitting({ widthPx, durationS }: TimeFrame): number {
  return durationS / Math.max(1, widthPx);
}

function limitedScale(secondsPerPx: number, frame: TimeFrame): number {
  const largest = fitting(frame);
  const smallest = Math.min(largest, 1 / (frame.sampleRate * MAX_PX_PER_SAMPLE));
  return Math.min(largest, Math.max(smallest, secondsPerPx));
}

function limited({ start, secondsPerPx }: TimeViewport, frame: TimeFrame): TimeViewport {
  const scale = limitedScale(secondsPerPx, frame);
  const last = Math.max(0, frame.durationS - scale * frame.widthPx);
  return { start: Math.min(last, Math.max(0, start)), secondsPerPx: scale };
}
