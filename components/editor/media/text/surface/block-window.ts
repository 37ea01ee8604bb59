import { type BlockHeights, createBlockHeights } from "@/lib/text/block-heights";
import type { TextBlocks } from "@/lib/text/blocks";
import {
  columnPx,
  follow,
  type ScrollExtent,
  type ScrollPlace,
  settle,
} from "@/lib/text/scroll-range";
import { type BlockElement, createBlockElement } from "./block-element";

/** How far beyond what is seen blocks are ready, as a share of the height of the view. */
const AHEAD = 0.75;
/** Mean width of a character, as a share of the size of the font; only for guesses. */
const CHARACTER_EM = 0.47;
/** Room above the first and below the last block. */
const ROOM_PX = { above: 20, below: 160 } as const;

/** Which blocks are on the page, and where. Heights are guessed until a block has been there once. */
export interface BlockWindow {
  readonly mounted: ReadonlyMap<number, BlockElement>;
  heights(): BlockHeights;
  /** Puts on the page what is seen, takes off what is far. Returns what is new; their layout is clean. */
  update(pinned: readonly number[]): BlockElement[];
  /** Another width or font: all is guessed and measured anew; what is at the top stays there. */
  relayout(): void;
  /** Scrolls so that the block is on the page. */
  bring(block: number): void;
  /** Scrolls the text; what is on the page then comes with the next update. */
  scrollBy(byPx: number): void;
  /** Where the block is, or is guessed to be, in the column as it is scrolled now. */
  topOf(block: number): number;
}

export function createBlockWindow(options: {
  scroller: HTMLElement;
  column: HTMLElement;
  text: string;
  blocks: TextBlocks;
  look(): { lineHeightPx: number; fontPx: number; isMarked: boolean };
}): BlockWindow {
  const { scroller, column, text, blocks, look } = options;
  const mounted = new Map<number, BlockElement>();
  let heights = guess();
  let shownHeight = -1;
  let shown: ScrollPlace = { top: 0, scrollTop: 0 };

  function guess(): BlockHeights {
    const { fontPx, lineHeightPx } = look();
    const perLine = Math.max(8, (column.clientWidth || 640) / (fontPx * CHARACTER_EM));
    return createBlockHeights(blocks.count, (block) => {
      const length = blocks.contentEndOf(block) - blocks.startOf(block);
      return Math.max(1, Math.ceil(length / perLine)) * lineHeightPx;
    });
  }

  function extent(): ScrollExtent {
    const textPx = heights.total() + ROOM_PX.above + ROOM_PX.below;
    return { textPx, viewPx: scroller.clientHeight };
  }

  /** How far the text is scrolled, which is more than the browser knows where the text is too high for it. */
  function scrolledPx(): number {
    return follow(shown, scroller.scrollTop, extent());
  }

  function scrollTo(topPx: number): void {
    const range = extent();
    const height = columnPx(range);
    if (height !== shownHeight) {
      shownHeight = height;
      column.style.height = `${height}px`;
    }
    const { scrollTop: before } = scroller;
    const scrollTop = settle(topPx, before, range);
    if (Math.abs(scrollTop - before) >= 1) scroller.scrollTop = scrollTop;
    if (height === range.textPx) {
      shown = { top: topPx, scrollTop: topPx };
      return;
    }
    // In whole pixels between the two, so that the text stays sharp.
    const { scrollTop: after } = scroller;
    const top = Math.min(Math.max(0, topPx), range.textPx - range.viewPx);
    shown = { top: after + Math.round(top - after), scrollTop: after };
  }

  function topOf(block: number): number {
    return heights.topOf(block) + ROOM_PX.above - (shown.top - shown.scrollTop);
  }

  /** The block at the upper edge and how far it is scrolled out: what must not move. */
  function anchor(): { block: number; inset: number } {
    const at = scrolledPx() - ROOM_PX.above;
    const block = heights.at(at);
    return { block, inset: at - heights.topOf(block) };
  }

  function mount(from: number, to: number, pinned: readonly number[]): BlockElement[] {
    const added: BlockElement[] = [];
    const wanted = new Set(pinned.filter((block) => mounted.has(block)));
    for (let block = from; block <= to; block++) wanted.add(block);
    for (const [block, element] of mounted) {
      if (wanted.has(block)) continue;
      element.root.remove();
      mounted.delete(block);
    }
    const { isMarked } = look();
    const before = [...mounted.keys()].sort((a, b) => a - b);
    for (let block = from; block <= to; block++) {
      if (mounted.has(block)) continue;
      const element = createBlockElement({ text, blocks, block, isMarked });
      // In the order of the text, which is what assistive technology and the browser's selection go by.
      const next = before.find((each) => each > block);
      column.insertBefore(
        element.root,
        next === undefined ? null : (mounted.get(next)?.root ?? null),
      );
      mounted.set(block, element);
      added.push(element);
    }
    return added;
  }

  function measure(added: readonly BlockElement[]): void {
    const measured = added.map(({ root }) => root.offsetHeight);
    added.forEach(({ block }, i) => {
      heights.set(block, measured[i] ?? 0);
    });
  }

  function place(): void {
    for (const { block, root } of mounted.values()) {
      const top = `translateY(${topOf(block)}px)`;
      if (root.style.transform !== top) root.style.transform = top;
    }
  }

  function update(pinned: readonly number[]): BlockElement[] {
    const all: BlockElement[] = [];
    const { block: firstSeen, inset } = anchor();
    const viewPx = scroller.clientHeight;
    // What was guessed too high leaves room below: look again until the view is full.
    for (let round = 0; round < 4; round++) {
      const top = heights.topOf(firstSeen) + inset;
      const from = heights.at(Math.max(0, top - viewPx * AHEAD));
      const to = heights.at(top + viewPx * (1 + AHEAD));
      const added = mount(from, to, pinned);
      if (added.length === 0) break;
      measure(added);
      all.push(...added);
    }
    scrollTo(heights.topOf(firstSeen) + inset + ROOM_PX.above);
    place();
    return all;
  }

  return {
    mounted,
    heights: () => heights,
    update,
    relayout() {
      const { block, inset } = anchor();
      const share = inset / Math.max(1, heights.heightOf(block));
      for (const { root } of mounted.values()) root.remove();
      mounted.clear();
      heights = guess();
      scrollTo(heights.topOf(block) + share * heights.heightOf(block) + ROOM_PX.above);
    },
    bring(block) {
      if (mounted.has(block)) return;
      scrollTo(Math.max(0, heights.topOf(block) - scroller.clientHeight / 3));
      update([]);
    },
    scrollBy: (byPx) => scrollTo(scrolledPx() + byPx),
    topOf,
  };
}
