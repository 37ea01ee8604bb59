import type { CodePoints } from "@/lib/text/code-points";
import { isRightToLeft } from "@/lib/text/direction";
import { type BlockElement, domPlace, indexOfPlace, rectsOf } from "./block-element";
import type { BlockWindow } from "./block-window";

/** Where an arc covers the text, it is looked for a little above and below. */
const BESIDE_PX = [0, -6, 6];

/** Where text is on screen and what text is where; offsets are code points, places are client px. */
export interface TextPlace {
  /** Of a place in the page, such as an end of the browser's selection; null outside the text. */
  offsetOf(node: Node | null, offset: number): number | null;
  /** The nearest to a point, wherever in the view that is. */
  offsetAt(x: number, y: number): number;
  /** The node and offset of the page; null while its block is not there. */
  domPlace(offset: number): { node: Node; offset: number } | null;
  blockAt(y: number): BlockElement | null;
  elementOf(offset: number): BlockElement | null;
  /** Where a caret stands: at a soft wrap, where the next line begins. Null while its block is not on the page. */
  caretAt(offset: number): { x: number; top: number; height: number } | null;
}

export function createTextPlace(options: {
  scroller: HTMLElement;
  column: HTMLElement;
  points: CodePoints;
  window: BlockWindow;
  blockOf(index: number): number;
}): TextPlace {
  const { scroller, column, points, window, blockOf } = options;

  function offsetOf(node: Node | null, offset: number): number | null {
    const host = node instanceof Element ? node : node?.parentElement;
    const root = host?.closest<HTMLElement>(".tx-block");
    const element = root && window.mounted.get(Number(root.dataset["block"]));
    if (!node || !element || !column.contains(root)) return null;
    const index = indexOfPlace(element, { node, offset });
    return index === null ? null : points.toOffset(index);
  }

  function blockAt(y: number): BlockElement | null {
    let nearest: BlockElement | null = null;
    let distance = Number.POSITIVE_INFINITY;
    for (const element of window.mounted.values()) {
      const { top, bottom } = element.root.getBoundingClientRect();
      const away = y < top ? top - y : y > bottom ? y - bottom : 0;
      if (away >= distance) continue;
      nearest = element;
      distance = away;
    }
    return nearest;
  }

  function caretAt(offset: number) {
    const element = elementOf(offset);
    if (!element) return null;
    const index = Math.min(points.toIndex(offset), element.end);
    const origin = element.root.getBoundingClientRect();
    const isLast = index >= element.end;
    const around = isLast
      ? { from: Math.max(element.start, element.end - 1), to: element.end }
      : { from: index, to: points.toIndex(Math.min(points.length, offset + 1)) };
    const rects = rectsOf(element, around, { left: origin.left, top: origin.top });
    const rect = isLast ? rects.at(-1) : rects[0];
    if (!rect || element.start === element.end) {
      const box = element.content.getBoundingClientRect();
      return { x: element.isRtl ? box.right : box.left, top: box.top, height: box.height };
    }
    const beside = points.text.slice(around.from, around.to);
    const isAtRight = isRightToLeft(beside, element.isRtl ? "rtl" : "ltr") !== isLast;
    const x = origin.left + rect.x + (isAtRight ? rect.w : 0);
    return { x, top: origin.top + rect.y, height: rect.h };
  }

  function elementOf(offset: number): BlockElement | null {
    return window.mounted.get(blockOf(points.toIndex(offset))) ?? null;
  }

  return {
    offsetOf,
    offsetAt(x, y) {
      const view = scroller.getBoundingClientRect();
      const seenY = Math.min(view.bottom - 2, Math.max(view.top + 2, y));
      const element = blockAt(seenY);
      if (!element) return 0;
      const box = element.content.getBoundingClientRect();
      const insideX = Math.min(box.right - 1, Math.max(box.left + 1, x));
      const insideY = Math.min(box.bottom - 2, Math.max(box.top + 2, seenY));
      for (const by of BESIDE_PX) {
        const found = placeFromPoint(insideX, insideY + by);
        const offset = found && offsetOf(found.node, found.offset);
        if (offset !== null) return offset;
      }
      return points.toOffset(element.start);
    },
    domPlace(offset) {
      const element = elementOf(offset);
      return element && domPlace(element, Math.min(element.end, points.toIndex(offset)));
    },
    blockAt,
    elementOf,
    caretAt,
  };
}

/** The standard's way, and the older one of Safari. */
function placeFromPoint(x: number, y: number): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in document) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const found = (document as Document).caretRangeFromPoint?.(x, y);
  return found ? { node: found.startContainer, offset: found.startOffset } : null;
}
