import type { BlockElement, Rect } from "./block-element";
import { rectsOf } from "./block-element";

/** Something drawn on a stretch of the text; UTF-16 indices, already cut to the block. */
export type PaintItem = {
  kind: "span" | "suggestion" | "range" | "match" | "current";
  id: string;
  from: number;
  to: number;
  color: string;
  name: string;
  lane: number;
  lanes: number;
  isSelected: boolean;
  isHovered: boolean;
  isLocked: boolean;
  /** Does it begin (end) in this block? */
  isStart: boolean;
  isEnd: boolean;
};
export type PaintedItem = PaintItem & { rects: readonly Rect[] };
export type PaintLook = { lineHeightPx: number; hasNames: boolean };

const LANE_PX = 2.5;
const LANE_PITCH_PX = 4;
const NAME_PX = 11;
/** Between two names in a row. */
const NAME_GAP_PX = 3;
/** A name is about this wide for each of its characters. */
const NAME_CHARACTER_PX = 5.6;
/** More spans than this in one block, and names would be noise. */
const MAX_NAMED = 300;

/** Reads the page; writes nothing. */
export function measureItems(element: BlockElement, items: readonly PaintItem[]): PaintedItem[] {
  if (items.length === 0) return [];
  const { left, top } = element.root.getBoundingClientRect();
  return items.map((item) => {
    const { from, to } = item;
    return { ...item, rects: rectsOf(element, { from, to }, { left, top }) };
  });
}

/** Draws below the text; reads nothing. */
export function paintItems(
  element: BlockElement,
  items: readonly PaintedItem[],
  look: PaintLook,
): void {
  const drawn = document.createDocumentFragment();
  const spans = items.filter(isSpanLike);
  for (const item of items) if (!isSpanLike(item)) drawRange(drawn, item, look);
  for (const item of spans) drawSpan(drawn, item, look);
  if (look.hasNames && spans.length <= MAX_NAMED) drawNames(drawn, spans, look);
  element.under.replaceChildren(drawn);
}

function drawRange(into: DocumentFragment, { kind, rects }: PaintedItem, look: PaintLook): void {
  for (const rect of rects) {
    const pad = Math.min(3, (look.lineHeightPx - rect.h) / 2);
    const width = Math.max(rect.w, kind === "range" ? 5 : 2);
    into.append(box(`tx-${kind}`, { ...rect, y: rect.y - pad, w: width, h: rect.h + 2 * pad }));
  }
}

function drawSpan(into: DocumentFragment, item: PaintedItem, look: PaintLook): void {
  const { rects, lane, lanes, color, id } = item;
  rects.forEach((rect, i) => {
    const tint = box("tx-tint", { ...rect, w: Math.max(rect.w, 3) });
    const line = box("tx-lane", {
      x: rect.x,
      y: laneTop(rect, { lane, lanes }, look),
      w: Math.max(rect.w, 3),
      h: LANE_PX,
    });
    for (const part of [tint, line]) {
      part.style.setProperty("--c", color);
      part.dataset["span"] = id;
      part.classList.toggle("is-selected", item.isSelected);
      part.classList.toggle("is-hovered", item.isHovered);
      part.classList.toggle("is-locked", item.isLocked);
      part.classList.toggle("is-suggested", item.kind === "suggestion");
      part.classList.toggle("is-start", item.isStart && i === 0);
      part.classList.toggle("is-end", item.isEnd && i === rects.length - 1);
    }
    into.append(tint, line);
  });
}

/** Many lanes share the room below the line: they move together, the text never moves apart. */
function laneTop(
  rect: Rect,
  { lane, lanes }: { lane: number; lanes: number },
  look: PaintLook,
): number {
  const room = look.lineHeightPx - rect.h - 2 - (look.hasNames ? NAME_PX : 0);
  const pitch = Math.max(1, Math.min(LANE_PITCH_PX, room / lanes));
  return rect.y + rect.h + 1 + lane * pitch;
}

/** The label's name below where a span begins, on each line as many as there is room for. */
function drawNames(into: DocumentFragment, spans: readonly PaintedItem[], look: PaintLook): void {
  const rows = new Map<number, { right: number; lanes: number; all: PaintedItem[] }>();
  for (const item of spans) {
    const [first] = item.rects;
    if (!item.isStart || !first) continue;
    const line = Math.round((first.y + first.h / 2) / look.lineHeightPx);
    const row = rows.get(line) ?? { right: Number.NEGATIVE_INFINITY, lanes: 1, all: [] };
    row.lanes = Math.max(row.lanes, item.lanes);
    row.all.push(item);
    rows.set(line, row);
  }
  for (const row of rows.values()) {
    row.all.sort((a, b) => (a.rects[0]?.x ?? 0) - (b.rects[0]?.x ?? 0));
    for (const item of row.all) {
      const [first] = item.rects;
      if (!first || first.x < row.right) continue;
      const y = laneTop(first, { lane: row.lanes, lanes: row.lanes }, look) - 1;
      const name = box("tx-name", { x: first.x, y, w: 0, h: NAME_PX });
      name.style.width = "auto";
      name.textContent = item.name;
      name.dataset["span"] = item.id;
      name.style.setProperty("--c", item.color);
      name.classList.toggle("is-selected", item.isSelected);
      name.classList.toggle("is-suggested", item.kind === "suggestion");
      into.append(name);
      row.right = first.x + item.name.length * NAME_CHARACTER_PX + 6 + NAME_GAP_PX;
    }
  }
}

function box(className: string, { x, y, w, h }: Rect): HTMLElement {
  const made = document.createElement("div");
  made.className = className;
  const { style } = made;
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${w}px`;
  style.height = `${h}px`;
  return made;
}

function isSpanLike({ kind }: PaintItem): boolean {
  return kind === "span" || kind === "suggestion";
}

/** Whose rectangles the point lies on, relative to the block; a little beside counts as well. */
export function itemsAt(
  items: readonly PaintedItem[],
  { kind: wanted, x, y }: { kind: "span" | "suggestion"; x: number; y: number },
): string[] {
  return items.flatMap(({ kind, id, rects }) =>
    kind === wanted &&
    rects.some(
      (rect) =>
        x >= rect.x - 1 && x <= rect.x + rect.w + 1 && y >= rect.y - 2 && y <= rect.y + rect.h + 6,
    )
      ? [id]
      : [],
  );
}

/** One text that changes whenever the drawing would. */
export function signatureOf(items: readonly PaintItem[], look: PaintLook): string {
  const parts = items.map((item) =>
    [
      item.kind,
      item.id,
      item.from,
      item.to,
      item.color,
      item.name,
      item.lane,
      item.lanes,
      Number(item.isSelected) + 2 * Number(item.isHovered) + 4 * Number(item.isLocked),
    ].join(" "),
  );
  return `${look.hasNames} ${look.lineHeightPx}|${parts.join("|")}`;
}
