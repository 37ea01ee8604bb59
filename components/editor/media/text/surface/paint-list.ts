import type { Span } from "@/lib/editor/text/span-index";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import { type Interval, lowerBound } from "@/lib/geometry/interval";
import type { BlockElement } from "./block-element";
import type { PaintItem } from "./paint-block";

export type NameOf = (labelId: string) => string;

/** What is to be drawn in a block, in the order of drawing: the range and the matches, then the spans. */
export function paintList(
  editor: TextEditor,
  { block, start, end }: BlockElement,
  nameOf: NameOf,
): PaintItem[] {
  const { points, blocks } = editor;
  const from = points.toOffset(start);
  const to = points.toOffset(end);
  // A line break is drawn at the end of its line.
  const limit = blocks.endOf(block) > end ? to + 1 : to;
  const isHere = (place: Interval) => place.end > from && place.start < limit;
  const inBlock = (place: Interval) => ({
    from: points.toIndex(Math.max(from, place.start)),
    to: points.toIndex(Math.min(to, place.end)),
    isStart: place.start >= from,
    isEnd: place.end <= to,
  });
  const items: PaintItem[] = [];
  for (const { place, isCurrent } of matchesIn(editor, from, to)) {
    items.push({ ...PLAIN, ...inBlock(place), kind: isCurrent ? "current" : "match" });
  }
  const range = editor.caret.range();
  if (range && isHere(range)) {
    items.push({ ...PLAIN, ...inBlock(range), kind: "range" });
  }
  const { drag, selection, hover, labels, locked, hidden, relating } = editor.session.getState();
  for (const span of spansIn(editor, from, limit)) {
    if (hidden.has(span.id)) continue;
    const place = drag?.id === span.id ? drag.span : span.geometry;
    if (!isHere(place)) continue;
    items.push({
      ...inBlock(place),
      ...editor.spans.laneOf(span),
      kind: "span",
      id: span.id,
      color: labels.colorOf(span.labelId),
      name: nameOf(span.labelId),
      isSelected: selection.has(span.id) || relating?.from === span.id,
      isHovered: hover?.id === span.id,
      isLocked: locked.has(span.id),
    });
  }
  for (const { span, lane, lanes, isFocused } of editor.suggested.within({
    start: from,
    end: Math.max(limit, from + 1),
  })) {
    const place = drag?.id === span.id ? drag.span : span.geometry;
    if (!isHere(place)) continue;
    const isHovered = hover?.id === span.id;
    const score = span.score === null || !(isHovered || isFocused) ? "" : span.score.toFixed(2);
    items.push({
      ...inBlock(place),
      ...{ kind: "suggestion", id: span.id, lane, lanes, isHovered, isLocked: false },
      color: labels.colorOf(span.labelId),
      name: `${nameOf(span.labelId)} ${score}`.trim(),
      isSelected: isFocused,
    });
  }
  return items;
}

const PLAIN = {
  id: "",
  color: "",
  name: "",
  lane: 0,
  lanes: 0,
  isSelected: false,
  isHovered: false,
  isLocked: false,
} as const;

/** With the one in the hand, which may have left its place. */
function spansIn({ spans, session, document }: TextEditor, from: number, to: number): Span[] {
  const found = spans.within({ start: from, end: Math.max(to, from + 1) });
  const { drag } = session.getState();
  const dragged = drag && document.current().get(drag.id);
  if (dragged?.geometry.kind !== "interval") return found;
  if (found.some(({ id }) => id === dragged.id)) return found;
  return [...found, { ...dragged, geometry: dragged.geometry }];
}

function* matchesIn({ finder, session }: TextEditor, from: number, to: number) {
  const { find } = session.getState();
  if (!find) return;
  const all = finder.matches();
  const starts = startsOf(all);
  for (let i = Math.max(0, lowerBound(starts, from) - 1); i < all.length; i++) {
    const place = all[i];
    if (!place || place.start > to) return;
    if (place.end > from) yield { place, isCurrent: i === find.current };
  }
}

const known = new WeakMap<object, number[]>();

function startsOf(matches: readonly { start: number }[]): number[] {
  const found = known.get(matches) ?? matches.map(({ start }) => start);
  known.set(matches, found);
  return found;
}
