/**
 * The height, in px, from which on the text is scrolled by a scaled bar. Browsers cut elements off at a height (Chromium at
 * 33,554,428 px, Firefox at 17,895,697), and long before that they place things less exactly than to the pixel.
 */
export const MAX_COLUMN_PX = 8_000_000;
/** From this many heights of the view on, a movement is one of the bar itself: wheels, keys and fingers move less at a time. */
const JUMP_VIEWS = 4;
/** So far the text can always be scrolled on by itself, unless it ends before. */
const ROOM_PX = 100_000;

/** Height of the whole text and of what is seen of it. */
export type ScrollExtent = { textPx: number; viewPx: number; maxPx?: number };
/** How far the text is scrolled, and where the browser's bar stands for it. Equal as long as the text is not too high. */
export type ScrollPlace = { top: number; scrollTop: number };

/** The height to be scrolled, as the browser is told. */
export function columnPx({ textPx, maxPx = MAX_COLUMN_PX }: ScrollExtent): number {
  return Math.min(textPx, maxPx);
}

/**
 * Where the text is when the browser's bar has moved. A small step moves it by itself, however far the bar's range is scaled;
 * a jump of the bar goes to its share of the text.
 */
export function follow(before: ScrollPlace, scrollTop: number, extent: ScrollExtent): number {
  const { ends, barEnds } = endsOf(extent);
  if (ends === barEnds) return scrollTop;
  const by = scrollTop - before.scrollTop;
  if (Math.abs(by) > JUMP_VIEWS * extent.viewPx) return (scrollTop / barEnds) * ends;
  return clamp(before.top + by, 0, ends);
}

/**
 * Where the bar has to stand for the text to be at `top`: where it does, as long as it reaches its ends with the text and
 * leaves room to scroll on.
 */
export function settle(top: number, scrollTop: number, extent: ScrollExtent): number {
  const { ends, barEnds } = endsOf(extent);
  if (ends === barEnds) return top;
  const [above, below] = [top, ends - top];
  const least = Math.max(barEnds - below, Math.min(above, ROOM_PX));
  const most = Math.min(above, barEnds - Math.min(below, ROOM_PX));
  return clamp(scrollTop, least, most);
}

/** How far the text and the bar can be scrolled. */
function endsOf(extent: ScrollExtent): { ends: number; barEnds: number } {
  const { textPx, viewPx } = extent;
  return {
    ends: Math.max(0, textPx - viewPx),
    barEnds: Math.max(0, columnPx(extent) - viewPx),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
