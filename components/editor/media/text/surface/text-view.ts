import type { TextView } from "@/lib/editor/text/caret";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import type { Interval } from "@/lib/geometry/interval";
import type { TextPlace } from "./text-place";

/** Part of a screenful that stays in sight. */
const PAGE_SHARE = 0.85;

/** How the text is broken into lines, as the page has it. */
export function createTextView(options: {
  editor: TextEditor;
  scroller: HTMLElement;
  place: TextPlace;
  lineHeightPx(): number;
  /** Brings the offset into view, now. */
  show(offset: number): void;
}): TextView {
  const { editor, scroller, place, lineHeightPx, show } = options;

  function caretOf(offset: number) {
    show(offset);
    return place.caretAt(offset);
  }

  function lineAround(offset: number): Interval {
    const caret = caretOf(offset);
    const element = place.elementOf(offset);
    if (!caret || !element) return { start: offset, end: offset };
    const { left, right } = element.content.getBoundingClientRect();
    const middle = caret.top + caret.height / 2;
    const ends = [place.offsetAt(left, middle), place.offsetAt(right, middle)];
    const start = Math.min(offset, ...ends);
    const end = Math.max(offset, ...ends);
    // Behind a soft wrap the caret would stand on the next line.
    const below = place.caretAt(end);
    const isBelow = below !== null && below.top > caret.top + caret.height / 2;
    return {
      start,
      end: isBelow ? Math.max(start, editor.segments.previous(end, "character")) : end,
    };
  }

  /** The end of the line before, or the start of the line behind: where the pointer would find nothing. */
  function besideLine(offset: number, by: 1 | -1): number {
    const { start, end } = lineAround(offset);
    return by > 0
      ? editor.segments.next(end, "character")
      : editor.segments.previous(start, "character");
  }

  return {
    vertical(offset, { by, goalPx }) {
      const caret = caretOf(offset);
      if (!caret) return { offset, goalPx: goalPx ?? 0 };
      const goal = goalPx ?? caret.x;
      const middle = caret.top + caret.height / 2;
      const found = place.offsetAt(goal, middle + by * lineHeightPx());
      if (by > 0 ? found > offset : found < offset) return { offset: found, goalPx: goal };
      return { offset: besideLine(offset, by), goalPx: goal };
    },
    page(offset, by) {
      const caret = caretOf(offset);
      const { left, top, height } = scroller.getBoundingClientRect();
      const step = height * PAGE_SHARE;
      const { scrollTop, clientHeight, scrollHeight } = scroller;
      if (by < 0 && scrollTop <= 0) return 0;
      if (by > 0 && scrollTop + clientHeight >= scrollHeight - 1) return editor.points.length;
      scroller.scrollTop += by * step;
      scroller.dispatchEvent(new Event("scroll"));
      return place.offsetAt(caret?.x ?? left, caret ? caret.top : top + height / 2);
    },
    lineAround,
  };
}
