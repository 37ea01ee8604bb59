import { type Interval, intervalBetween } from "@/lib/geometry/interval";
import type { CodePoints } from "@/lib/text/code-points";
import type { Segments, TextUnit } from "@/lib/text/segments";
import type { PreferencesStore } from "../preferences";
import type { Caret, TextSessionStore } from "./text-session";

/** What only a view knows: how the text is broken into lines on screen. Offsets are code points. */
export interface TextView {
  /** To the next or previous line on screen, as near as possible to `goalPx`; null: where the offset is. */
  vertical(
    offset: number,
    step: { by: 1 | -1; goalPx: number | null },
  ): { offset: number; goalPx: number };
  /** A screenful up or down. */
  page(offset: number, by: 1 | -1): number;
  /** The line on screen that the offset is on. */
  lineAround(offset: number): Interval;
}

export type CaretStep =
  | { to: "next" | "previous"; unit: TextUnit }
  | { to: "up" | "down" | "pageUp" | "pageDown" | "lineStart" | "lineEnd" | "start" | "end" };

/** The person's place and range in the text. */
export interface CaretControl {
  /** The range as a label would take it: grown to units, trimmed. Null when there is none. */
  range(): Interval | null;
  put(caret: Caret | null): void;
  move(step: CaretStep, isExtending: boolean): void;
  /** From a place to its word, its sentence, its paragraph, all: each time to the next larger. */
  grow(): void;
  shrink(): void;
  attachView(view: TextView | null): void;
}

export function createCaret(options: {
  session: TextSessionStore;
  preferences: PreferencesStore;
  points: CodePoints;
  segments: Segments;
  /** The paragraph around an offset, without its line break. */
  paragraphAround(offset: number): Interval;
}): CaretControl {
  const { session, preferences, points, segments } = options;
  const get = session.getState;
  let view: TextView | null = null;
  let goalPx: number | null = null;
  let grown: Caret[] = [];

  function put(caret: Caret | null, isKeepingGoal = false): void {
    if (!isKeepingGoal) goalPx = null;
    const clamped = caret && { anchor: clamp(caret.anchor), focus: clamp(caret.focus) };
    session.setState({ caret: clamped });
  }

  function clamp(offset: number): number {
    return Math.min(points.length, Math.max(0, Math.round(offset)));
  }

  function range(): Interval | null {
    const { caret, unit } = get();
    if (!caret || caret.anchor === caret.focus) return null;
    const raw = intervalBetween(caret.anchor, caret.focus);
    const whole = unit === "character" ? raw : segments.expand(raw, unit);
    const taken = preferences.getState().trimSelection ? segments.trim(whole) : whole;
    return taken.start === taken.end ? null : taken;
  }

  function target(from: number, step: CaretStep): number {
    switch (step.to) {
      case "next":
      case "previous":
        return segments[step.to](from, step.unit);
      case "up":
      case "down":
        return vertical(from, step.to === "up" ? -1 : 1);
      case "pageUp":
      case "pageDown":
        return view?.page(from, step.to === "pageUp" ? -1 : 1) ?? from;
      case "lineStart":
        return (view?.lineAround(from) ?? options.paragraphAround(from)).start;
      case "lineEnd":
        return (view?.lineAround(from) ?? options.paragraphAround(from)).end;
      case "start":
        return 0;
      case "end":
        return points.length;
    }
  }

  function vertical(from: number, by: 1 | -1): number {
    if (!view) {
      const { start, end } = options.paragraphAround(from);
      return by < 0 ? Math.max(0, start - 1) : Math.min(points.length, end + 1);
    }
    const moved = view.vertical(from, { by, goalPx });
    goalPx = moved.goalPx;
    return moved.offset;
  }

  return {
    range,
    put(caret) {
      grown = [];
      put(caret);
    },
    move(step, isExtending) {
      grown = [];
      const { anchor, focus } = get().caret ?? { anchor: 0, focus: 0 };
      const isCollapsing =
        !isExtending && anchor !== focus && (step.to === "next" || step.to === "previous");
      const ends = intervalBetween(anchor, focus);
      const isVertical = step.to === "up" || step.to === "down";
      const to = isCollapsing
        ? step.to === "next"
          ? ends.end
          : ends.start
        : clamp(target(focus, step));
      put({ anchor: isExtending ? anchor : to, focus: to }, isVertical);
      session.setState({ scrollTarget: { place: { start: to, end: to }, align: "nearest" } });
    },
    grow() {
      const { caret } = get();
      if (!caret) return;
      const now = intervalBetween(caret.anchor, caret.focus);
      const at = now.start;
      const steps = [
        segments.around(at, "word"),
        segments.around(at, "sentence"),
        options.paragraphAround(at),
        { start: 0, end: points.length },
      ];
      const larger = steps.find(
        ({ start, end }) =>
          start <= now.start && end >= now.end && end - start > now.end - now.start,
      );
      if (!larger) return;
      grown.push(caret);
      put({ anchor: larger.start, focus: larger.end });
    },
    shrink() {
      const last = grown.pop();
      if (last) put(last);
    },
    attachView(next) {
      view = next;
    },
  };
}
