import type { TextView } from "@/lib/editor/text/caret";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import type { ScrollTarget } from "@/lib/editor/text/text-session";
import type { BlockElement } from "./block-element";
import { createBlockWindow } from "./block-window";
import { createArcs } from "./paint-arcs";
import { itemsAt, measureItems, type PaintedItem, paintItems, signatureOf } from "./paint-block";
import { type NameOf, paintList } from "./paint-list";
import { paintOver } from "./paint-over";
import { createTextPlace, type TextPlace } from "./text-place";
import { createTextView } from "./text-view";

/** How far from the edges of the view the caret is kept. */
const MARGIN_PX = 48;

/** The text on the page, drawn from what the editor has. All work is done at once or in the next frame. */
export interface TextSurface {
  readonly place: TextPlace;
  /** Ids of the visible spans under a point (client px). */
  spansAt(x: number, y: number): string[];
  /** The same of open suggestions: the ids that they would have as annotations. */
  suggestionsAt(x: number, y: number): string[];
  /** Draws what is different, after any change of document or session. */
  repaint(): void;
  /** After a scroll. */
  scrolled(): void;
  /** After a change of size, font or of what marks are shown. */
  relayout(): void;
  scrollTo(target: ScrollTarget): void;
  /** Blocks that must stay while the pointer selects; null lets them go. */
  pin(offsets: readonly number[] | null): void;
  setNames(nameOf: NameOf): void;
  dispose(): void;
}

export function createTextSurface(options: {
  editor: TextEditor;
  scroller: HTMLElement;
  column: HTMLElement;
  nameOf: NameOf;
}): TextSurface {
  const { editor, scroller, column } = options;
  const { points, blocks } = editor;
  let nameOf = options.nameOf;
  let pinned: readonly number[] = [];
  const painted = new Map<BlockElement, { signature: string; items: readonly PaintedItem[] }>();
  const window = createBlockWindow({ scroller, column, text: points.text, blocks, look: readLook });
  const place = createTextPlace({ scroller, column, points, window, blockOf: blocks.at });
  const arcs = createArcs({ editor, column, window, place });
  const view: TextView = createTextView({
    editor,
    scroller,
    place,
    lineHeightPx: () => readLook().lineHeightPx,
    show: (offset) => scrollTo({ place: { start: offset, end: offset }, align: "nearest" }),
  });
  editor.caret.attachView(view);

  function readLook() {
    const { showLabelNames, textSizePx, showMarks } = editor.preferences.getState();
    // In whole pixels, so that lines and what is drawn between them stay sharp.
    const lineHeightPx = Math.round(textSizePx * (showLabelNames ? 2.4 : 1.9));
    return { lineHeightPx, fontPx: textSizePx, isMarked: showMarks, hasNames: showLabelNames };
  }

  function repaint(): void {
    const look = readLook();
    for (const element of painted.keys()) {
      if (window.mounted.get(element.block) !== element) painted.delete(element);
    }
    const stale = [...window.mounted.values()].flatMap((element) => {
      const items = paintList(editor, element, nameOf);
      const signature = signatureOf(items, look);
      return painted.get(element)?.signature === signature ? [] : [{ element, items, signature }];
    });
    // All reading before all writing: the page is laid out once.
    const measured = stale.map(({ element, items }) => measureItems(element, items));
    const over = paintOver(editor, window.mounted, place);
    const links = arcs.measure((id) => firstRect(id, measured, stale));
    stale.forEach(({ element, signature }, i) => {
      const items = measured[i] ?? [];
      painted.set(element, { signature, items });
      paintItems(element, items, look);
    });
    over();
    links();
  }

  function firstRect(
    id: string,
    measured: readonly (readonly PaintedItem[])[],
    stale: readonly { element: BlockElement }[],
  ) {
    for (const element of window.mounted.values()) {
      const at = stale.findIndex((each) => each.element === element);
      const items = at >= 0 ? measured[at] : painted.get(element)?.items;
      const item = items?.find((each) => each.kind === "span" && each.id === id && each.isStart);
      const rect = item?.rects[0];
      if (rect) return { x: rect.x, y: window.topOf(element.block) + rect.y, w: rect.w, h: rect.h };
    }
    return null;
  }

  function idsAt(kind: "span" | "suggestion", x: number, y: number): string[] {
    const element = place.blockAt(y);
    const items = element && painted.get(element)?.items;
    if (!element || !items) return [];
    const { left, top } = element.root.getBoundingClientRect();
    return itemsAt(items, { kind, x: x - left, y: y - top });
  }

  function update(): void {
    const keep = pinned.map((offset) => blocks.at(points.toIndex(offset)));
    window.update(keep);
    repaint();
  }

  function scrollTo({ place: { start, end }, align }: ScrollTarget): void {
    window.bring(blocks.at(points.toIndex(start)));
    const caret = place.caretAt(start);
    const box = scroller.getBoundingClientRect();
    if (!caret) return;
    const last = place.caretAt(end) ?? caret;
    const marginPx = Math.max(MARGIN_PX, readLook().lineHeightPx * 1.5);
    const top = caret.top - box.top;
    const bottom = Math.max(last.top + last.height, caret.top + caret.height) - box.top;
    const isSeen = top >= marginPx && bottom <= box.height - marginPx;
    if (align === "middle" && !(isSeen && top < box.height * 0.7)) {
      window.scrollBy(top - box.height / 3);
    } else if (top < marginPx) window.scrollBy(top - marginPx);
    else if (bottom > box.height - marginPx) {
      window.scrollBy(Math.min(bottom - box.height + marginPx, top - marginPx));
    }
    update();
  }

  return {
    place,
    spansAt: (x, y) => idsAt("span", x, y),
    suggestionsAt: (x, y) => idsAt("suggestion", x, y),
    repaint,
    scrolled: update,
    relayout() {
      window.relayout();
      update();
    },
    scrollTo,
    pin(offsets) {
      pinned = offsets ?? [];
    },
    setNames(next) {
      nameOf = next;
      repaint();
    },
    dispose() {
      editor.caret.attachView(null);
      arcs.dispose();
      for (const { root } of window.mounted.values()) root.remove();
    },
  };
}
