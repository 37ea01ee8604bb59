import type { AnnotationId } from "@/lib/annotation/annotation";
import { dragEnd, type Interval } from "@/lib/geometry/interval";
import type { CodePoints } from "@/lib/text/code-points";
import type { Segments, TextUnit } from "@/lib/text/segments";
import { createAllPatch, createPatch } from "../edit";
import type { EditorBase } from "../editor-base";
import { labelTakes } from "../label-takes";
import type { Suggestions } from "../suggestions/suggestions";
import type { CaretControl } from "./caret";
import { isSpan } from "./span-index";
import type { TextSessionStore } from "./text-session";

/** Makes spans and moves their ends. */
export interface SpanMaker {
  /** A span of the selected range; default label: the active one. False when there is no range or no label. */
  create(labelId?: string): boolean;
  /** What the release of the pointer does: in paint mode the range becomes a span. */
  endRange(): void;
  /** One entry of the history. Returns how many were new: a match that is labelled so already is left out. */
  labelAll(places: Iterable<Interval>, labelId: string): number;
  /** Moves one end of the selected spans to the next or previous end of a unit; never over the other end. */
  moveEnd(change: {
    end: "start" | "end";
    by: 1 | -1;
    unit: TextUnit;
    isJoining?: boolean;
  }): boolean;
  /** Sets both ends, for fields that are typed in. False when it would be empty or outside. */
  place(id: AnnotationId, place: Interval, options?: { isJoining?: boolean }): boolean;
  beginDrag(id: AnnotationId, end: "start" | "end"): void;
  /** Ends snap to words; `isExact` stops that. */
  dragTo(offset: number, options: { isExact: boolean }): void;
  /** Commits what is in the hand. */
  endDrag(): void;
}

export function createSpanMaker(
  base: EditorBase,
  parts: {
    session: TextSessionStore;
    caret: CaretControl;
    points: CodePoints;
    segments: Segments;
    suggestions: Suggestions;
  },
): SpanMaker {
  const { session, caret, points, segments, suggestions } = parts;
  const { document } = base;
  const get = session.getState;

  function labelId(wanted: string | undefined): string | null {
    const fits = get().labels.list.filter((label) => labelTakes(label, "interval"));
    return (fits.find(({ id }) => id === (wanted ?? get().activeLabelId)) ?? fits[0])?.id ?? null;
  }

  /** Of a suggestion as well: moving an end of it accepts it. */
  function editable(id: AnnotationId): Interval | null {
    const annotation = document.current().get(id) ?? suggestions.find(id)?.annotation;
    return annotation && isSpan(annotation) && base.isEditable(id) ? annotation.geometry : null;
  }

  function inHand(): AnnotationId[] {
    const focused = suggestions.focused();
    return focused ? [focused.annotation.id] : [...get().selection];
  }

  function place(id: AnnotationId, to: Interval, { isJoining = false } = {}): boolean {
    if (!editable(id) || to.start >= to.end || !points.has(to.start) || !points.has(to.end)) {
      return false;
    }
    const geometry = { kind: "interval" as const, start: to.start, end: to.end };
    return suggestions.place(new Map([[id, geometry]]), { isJoining });
  }

  function moved(
    { start, end }: Interval,
    change: { end: "start" | "end"; by: 1 | -1; unit: TextUnit },
  ): Interval {
    const step = change.by > 0 ? segments.next : segments.previous;
    if (change.end === "start") {
      // Going in, the start lands on the start of the next word, not behind the one it was on.
      const to =
        change.by > 0 && change.unit !== "character"
          ? startAfter(start, change.unit)
          : step(start, change.unit);
      return { start: to < end ? to : start, end };
    }
    const to =
      change.by < 0 && change.unit !== "character"
        ? endBefore(end, change.unit)
        : step(end, change.unit);
    return { start, end: to > start ? to : end };
  }

  function startAfter(offset: number, unit: TextUnit): number {
    const end = segments.next(offset, unit);
    return segments.previous(segments.next(end, unit), unit);
  }

  function endBefore(offset: number, unit: TextUnit): number {
    const start = segments.previous(offset, unit);
    return segments.next(segments.previous(start, unit), unit);
  }

  const maker: SpanMaker = {
    create(wanted) {
      const range = caret.range();
      if (!range) return false;
      const label = labelId(wanted);
      if (label === null) {
        base.notify("noLabel");
        return false;
      }
      const id = base.newId();
      const geometry = { kind: "interval" as const, ...range };
      const patch = createPatch(document.current(), { id, labelId: label, geometry });
      if (!base.commit(patch)) return false;
      session.setState({ selection: new Set([id]), hover: null, activeLabelId: label });
      caret.put({ anchor: range.end, focus: range.end });
      return true;
    },
    endRange() {
      if (get().isPainting) maker.create();
    },
    labelAll(places, wanted) {
      const taken = new Set(
        [...document.current().values()].flatMap((annotation) =>
          isSpan(annotation) && annotation.labelId === wanted ? [keyOf(annotation.geometry)] : [],
        ),
      );
      const wantedPlaces = [...places].filter((each) => !taken.has(keyOf(each)));
      const patch = createAllPatch(
        document.current(),
        wantedPlaces.map(({ start, end }) => ({
          id: base.newId(),
          labelId: wanted,
          geometry: { kind: "interval" as const, start, end },
        })),
      );
      if (!base.commit(patch)) return 0;
      session.setState({ selection: new Set(patch.keys()), hover: null });
      return patch.size;
    },
    moveEnd({ isJoining = false, ...change }) {
      const geometries = new Map(
        inHand().flatMap((id) => {
          const span = editable(id);
          return span ? [[id, { kind: "interval" as const, ...moved(span, change) }] as const] : [];
        }),
      );
      const isChanged = suggestions.place(geometries, { isJoining });
      const [only] = geometries.size === 1 ? geometries.values() : [];
      if (only) {
        const at = change.end === "start" ? only.start : only.end;
        caret.put({ anchor: at, focus: at });
        session.setState({ scrollTarget: { place: { start: at, end: at }, align: "nearest" } });
      }
      return isChanged;
    },
    place,
    beginDrag(id, end) {
      const span = editable(id);
      if (span) session.setState({ drag: { id, end, span } });
    },
    dragTo(offset, { isExact }) {
      const { drag } = get();
      const span = drag && editable(drag.id);
      if (!drag || !span) return;
      const to = isExact ? offset : segments.snap(offset, "word");
      const next = dragEnd(span, { end: drag.end, to, length: points.length });
      if (next.start === next.end) return;
      if (next.start === drag.span.start && next.end === drag.span.end) return;
      session.setState({ drag: { ...drag, span: next } });
    },
    endDrag() {
      const { drag } = get();
      session.setState({ drag: null });
      if (drag) place(drag.id, drag.span);
    },
  };
  return maker;
}

function keyOf({ start, end }: Interval): string {
  return `${start} ${end}`;
}
