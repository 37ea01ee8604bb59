import type { TextBlocks } from "@/lib/text/blocks";
import { directionOf } from "@/lib/text/direction";
import { findMarks } from "@/lib/text/marks";

/** A stretch of the text in one node of the page; UTF-16 indices. */
type Part = { node: Text; start: number; end: number };

/** One block on the page. Its text nodes never change, so that what the browser has selected stays selected. */
export type BlockElement = {
  readonly block: number;
  /** UTF-16 indices of what is shown: without the line break. */
  readonly start: number;
  readonly end: number;
  readonly isRtl: boolean;
  readonly root: HTMLElement;
  readonly content: HTMLElement;
  /** Below and above the text; what is drawn there moves nothing. */
  readonly under: HTMLElement;
  readonly over: HTMLElement;
  readonly parts: readonly Part[];
};

export function createBlockElement(options: {
  text: string;
  blocks: TextBlocks;
  block: number;
  isMarked: boolean;
}): BlockElement {
  const { text, blocks, block, isMarked } = options;
  const [start, end] = [blocks.startOf(block), blocks.contentEndOf(block)];
  const root = element("tx-block");
  const content = element("tx-text");
  const under = element("tx-under");
  const over = element("tx-over");
  under.ariaHidden = "true";
  over.ariaHidden = "true";
  root.dataset["block"] = String(block);
  if (blocks.isLineStart(block)) root.dataset["line"] = String(blocks.lineOf(block) + 1);
  const isRtl = directionOfLine(text, blocks, block) === "rtl";
  content.dir = isRtl ? "rtl" : "ltr";
  const parts = fill(content, { source: text.slice(start, end), start, isMarked });
  root.append(under, content, over);
  return { block, start, end, isRtl, root, content, under, over, parts };
}

function element(className: string): HTMLElement {
  const made = document.createElement("div");
  made.className = className;
  return made;
}

/** All blocks of one line run the same way, as `dir="auto"` has it for a paragraph. */
function directionOfLine(text: string, blocks: TextBlocks, block: number): "ltr" | "rtl" {
  let first = block;
  while (!blocks.isLineStart(first)) first -= 1;
  return directionOf(text.slice(blocks.startOf(first), blocks.endOf(first)));
}

/** The text as it is; what cannot be seen gets its name beside it by CSS, so that offsets stay what they are. */
function fill(
  content: HTMLElement,
  { source, start, isMarked }: { source: string; start: number; isMarked: boolean },
): Part[] {
  const parts: Part[] = [];
  let at = 0;
  function add(to: number, name: string | null): void {
    if (to === at && source !== "") return;
    const node = document.createTextNode(source.slice(at, to));
    parts.push({ node, start: start + at, end: start + to });
    at = to;
    if (name === null) {
      content.append(node);
      return;
    }
    const mark = document.createElement("span");
    mark.className = "tx-mark";
    mark.dataset["name"] = name;
    mark.append(node);
    content.append(mark);
  }
  for (const mark of isMarked ? findMarks(source) : []) {
    add(mark.start, null);
    add(mark.end, mark.name);
  }
  if (at < source.length || parts.length === 0) add(source.length, null);
  return parts;
}

/** The place of a UTF-16 index among the block's nodes. */
export function domPlace({ parts }: BlockElement, index: number): { node: Text; offset: number } {
  const found = parts.find(({ end }) => index < end) ?? parts.at(-1);
  if (!found) throw new RangeError("A block has at least one node.");
  const offset = Math.min(Math.max(0, index - found.start), found.end - found.start);
  return { node: found.node, offset };
}

/** The UTF-16 index of a place among the block's nodes; null when it lies elsewhere. */
export function indexOfPlace(
  element: BlockElement,
  { node, offset }: { node: Node; offset: number },
): number | null {
  if (!element.root.contains(node)) return null;
  const part = element.parts.find((each) => each.node === node);
  if (part) return part.start + Math.min(offset, part.end - part.start);
  // Between nodes: the browser counts children there.
  if (!element.content.contains(node)) return element.content === node ? element.start : null;
  const child = node.childNodes[offset];
  if (!child) return lastIn(element, node);
  const next = element.parts.find(
    (each) => child.contains(each.node) || isBefore(child, each.node),
  );
  return next?.start ?? element.end;
}

function lastIn(element: BlockElement, node: Node): number {
  const inside = element.parts.findLast((each) => node.contains(each.node));
  return inside?.end ?? element.end;
}

function isBefore(a: Node, b: Node): boolean {
  return (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

export type Rect = { x: number; y: number; w: number; h: number };

/** Rectangles of a stretch, one per line and direction, relative to the block. The layout has to be clean. */
export function rectsOf(
  element: BlockElement,
  { from, to }: { from: number; to: number },
  origin: { left: number; top: number },
): Rect[] {
  const range = document.createRange();
  const first = domPlace(element, from);
  // The end belongs to the node before it, where that node ends there.
  const last = element.parts.find((part) => to <= part.end) ?? element.parts.at(-1);
  range.setStart(first.node, first.offset);
  if (last) range.setEnd(last.node, Math.min(to, last.end) - last.start);
  const rects: Rect[] = [];
  for (const { left, top, width, height } of range.getClientRects()) {
    const rect = { x: left - origin.left, y: top - origin.top, w: width, h: height };
    const before = rects.at(-1);
    const isSameLine = before && Math.abs(before.y - rect.y) < rect.h / 2;
    if (before && isSameLine && touches(before, rect)) {
      const right = Math.max(before.x + before.w, rect.x + rect.w);
      before.x = Math.min(before.x, rect.x);
      before.w = right - before.x;
      if (rect.h > before.h) Object.assign(before, { y: rect.y, h: rect.h });
    } else if (rect.w > 0 || rects.length === 0) rects.push(rect);
  }
  return rects.length > 1 ? rects.filter(({ w }) => w > 0) : rects;
}

function touches(a: Rect, b: Rect): boolean {
  return b.x <= a.x + a.w + 1 && b.x + b.w >= a.x - 1;
}
