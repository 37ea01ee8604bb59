import type { AnnotationId } from "@/lib/annotation/annotation";
import { isRelation, type Relation } from "@/lib/editor/text/relations";
import { isSpan } from "@/lib/editor/text/span-index";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import { assignLanes } from "@/lib/geometry/interval";
import type { Rect } from "./block-element";
import type { BlockWindow } from "./block-window";
import type { TextPlace } from "./text-place";

const SVG = "http://www.w3.org/2000/svg";
/** Lanes of the margin: where the first one is beyond the text, and how far apart they are. */
const MARGIN_PX = 14;
const LANE_PX = 9;
const MAX_LANES = 5;
/** Between the ends of several arcs at one span. */
const SPREAD_PX = 5;
const CORNER_PX = 4;
/** Above the lower edge of a line, where nothing else is drawn. */
const GAP_PX = 4;

type End = { rect: Rect | null; y: number };
type Arc = { relation: Relation; from: End; to: End; lane: number };

/** What relates spans: from below the one through the gap between lines, down the margin, up to the other. */
export interface Arcs {
  /** Finds out where the spans are; the function that it returns draws. `rectOf`: in the column, null when not on the page. */
  measure(rectOf: (id: AnnotationId) => Rect | null): () => void;
  dispose(): void;
}

export function createArcs(options: {
  editor: TextEditor;
  column: HTMLElement;
  window: BlockWindow;
  place: TextPlace;
}): Arcs {
  const { editor, column, window } = options;
  const { points, blocks } = editor;
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("class", "tx-arcs");
  root.ariaHidden = "true";
  column.append(root);

  function visibleRelations(): Relation[] {
    const first = Math.min(...window.mounted.keys());
    const last = Math.max(...window.mounted.keys());
    if (!Number.isFinite(first)) return [];
    const start = points.toOffset(blocks.startOf(first));
    const end = points.toOffset(blocks.endOf(last));
    const found = new Map<AnnotationId, Relation>();
    const { hidden, selection } = editor.session.getState();
    for (const { id } of editor.spans.within({ start, end: Math.max(end, start + 1) })) {
      for (const relation of editor.relations.of(id)) found.set(relation.id, relation);
    }
    for (const id of selection) {
      const annotation = editor.document.current().get(id);
      if (annotation && isRelation(annotation)) found.set(id, annotation);
    }
    return [...found.values()].filter(
      ({ id, geometry: { from, to } }) => ![id, from, to].some((each) => hidden.has(each)),
    );
  }

  function endOf(id: AnnotationId, rectOf: (id: AnnotationId) => Rect | null): End | null {
    const span = editor.document.current().get(id);
    if (!span || !isSpan(span)) return null;
    const rect = rectOf(id);
    if (rect) return { rect, y: rect.y + rect.h };
    return { rect: null, y: window.topOf(blocks.at(points.toIndex(span.geometry.start))) };
  }

  return {
    measure(rectOf) {
      const arcs = visibleRelations().flatMap((relation): Omit<Arc, "lane">[] => {
        const from = endOf(relation.geometry.from, rectOf);
        const to = endOf(relation.geometry.to, rectOf);
        return from && to && (from.rect || to.rect) ? [{ relation, from, to }] : [];
      });
      const width = arcs.length > 0 ? column.clientWidth : 0;
      const { textSizePx, showLabelNames } = editor.preferences.getState();
      const lineHeightPx = Math.round(textSizePx * (showLabelNames ? 2.4 : 1.9));
      return () => {
        const lanes = assignLanes(arcs.map(({ from, to }) => between(from.y, to.y)));
        const uses = new Map<AnnotationId, number>();
        root.replaceChildren(
          ...arcs.map((arc, i) =>
            drawArc(
              editor,
              { ...arc, lane: (lanes[i] ?? 0) % MAX_LANES },
              {
                width,
                lineHeightPx,
                uses,
              },
            ),
          ),
        );
      };
    },
    dispose: () => root.remove(),
  };
}

function between(a: number, b: number) {
  return { start: Math.min(a, b), end: Math.max(a, b) + 1 };
}

type Frame = { width: number; lineHeightPx: number; uses: Map<AnnotationId, number> };

function drawArc(editor: TextEditor, arc: Arc, frame: Frame): SVGElement {
  const { relation, from, to } = arc;
  const { labels, selection, hover } = editor.session.getState();
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", "tx-arc");
  group.style.setProperty("--c", labels.colorOf(relation.labelId));
  group.dataset["relation"] = relation.id;
  const { from: source, to: target } = relation.geometry;
  const isNear = [relation.id, source, target].some((id) => selection.has(id) || hover?.id === id);
  group.classList.toggle("is-selected", selection.has(relation.id));
  group.classList.toggle("is-near", isNear);
  const startX = from.rect ? spread(frame.uses, source, from.rect) : null;
  const endX = to.rect ? spread(frame.uses, target, to.rect) : null;
  const marginX = frame.width + MARGIN_PX + arc.lane * LANE_PX;
  const isSameLine = from.rect !== null && to.rect !== null && Math.abs(from.y - to.y) < 4;
  // On one line the arc goes over the words, where no names stand; else between the lines to the margin.
  const gapOf = ({ rect, y }: End) =>
    rect === null
      ? y
      : isSameLine
        ? rect.y - GAP_PX - arc.lane * 3
        : rect.y + (rect.h + frame.lineHeightPx) / 2 - GAP_PX;
  const edgeOf = ({ rect, y }: End) => (isSameLine && rect ? rect.y + 1 : y + 1);
  const startGap = gapOf(from);
  const endGap = gapOf(to);
  const corners: [number, number][] = [];
  if (startX !== null) corners.push([startX, edgeOf(from)], [startX, startGap]);
  if (!isSameLine) corners.push([marginX, startGap], [marginX, endGap]);
  if (endX !== null) corners.push([endX, endGap], [endX, edgeOf(to)]);
  for (const className of ["tx-arc-hit", "tx-arc-line"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", className);
    path.setAttribute("d", rounded(corners));
    group.append(path);
  }
  if (endX !== null) {
    const head = document.createElementNS(SVG, "path");
    head.setAttribute("class", "tx-arc-head");
    const tip = isSameLine ? "l-3.5 -6 h7 z" : "l-3.5 6 h7 z";
    head.setAttribute("d", `M${endX} ${edgeOf(to)} ${tip}`);
    group.append(head);
  }
  const name = document.createElementNS(SVG, "text");
  name.setAttribute("class", "tx-arc-name");
  name.textContent = labels.get(relation.labelId)?.name ?? "";
  const place = isSameLine
    ? { x: ((startX ?? 0) + (endX ?? 0)) / 2, y: startGap - 3, anchor: "middle" }
    : { x: marginX + 5, y: nameY(startGap, endGap, from, to), anchor: "start" };
  name.setAttribute("x", String(place.x));
  name.setAttribute("y", String(place.y));
  name.setAttribute("text-anchor", place.anchor);
  group.append(name);
  return group;
}

/** In the middle of an arc; near the end that can be seen when the other cannot. */
function nameY(startGap: number, endGap: number, from: End, to: End): number {
  const down = endGap > startGap ? 1 : -1;
  if (from.rect && !to.rect) return startGap + down * 18;
  if (to.rect && !from.rect) return endGap - down * 18;
  return (startGap + endGap) / 2 + 4;
}

function spread(uses: Map<AnnotationId, number>, id: AnnotationId, rect: Rect): number {
  const used = uses.get(id) ?? 0;
  uses.set(id, used + 1);
  return rect.x + Math.min(Math.max(4, rect.w - 4), 8 + used * SPREAD_PX);
}

function rounded(corners: readonly [number, number][]): string {
  return corners
    .map(([x, y], i) => {
      const before = corners[i - 1];
      const next = corners[i + 1];
      if (!before) return `M${x} ${y}`;
      if (!next) return `L${x} ${y}`;
      const [ax, ay] = towards([x, y], before);
      const [bx, by] = towards([x, y], next);
      return `L${ax} ${ay} Q${x} ${y} ${bx} ${by}`;
    })
    .join(" ");
}

function towards([x, y]: [number, number], [toX, toY]: [number, number]): [number, number] {
  const length = Math.hypot(toX - x, toY - y);
  const part = length === 0 ? 0 : Math.min(CORNER_PX, length / 2) / length;
  return [x + (toX - x) * part, y + (toY - y) * part];
}
