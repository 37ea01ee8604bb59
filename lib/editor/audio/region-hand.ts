import type { AnnotationId } from "@/lib/annotation/annotation";
import { type Interval, intervalBetween, moveInterval } from "@/lib/geometry/interval";
import type { EditorBase } from "../editor-base";
import type { Suggestions } from "../suggestions/suggestions";
import type { AudioSessionStore, RegionDrag } from "./audio-session";
import type { RegionMaker } from "./region-maker";

/** What the pointer does with regions. The document changes once, when it is released. */
export interface RegionHand {
  /** A new region from here on, or a range only. */
  draw(at: number, options: { isRegion: boolean; isExact: boolean }): void;
  /** One end of a region. */
  grabEnd(id: AnnotationId, end: "start" | "end"): void;
  /** The selected regions, or the suggestion in focus, by the moment that was pressed on. */
  grab(at: number): void;
  /** `isExact`: without snapping. */
  dragTo(at: number, options: { isExact: boolean }): void;
  /** Puts down what is in the hand. */
  release(): void;
  /** False when there was nothing. */
  cancel(): boolean;
  /** How the region is shown now: as it is in the hand, or null when it is not. */
  draftOf(id: AnnotationId): Interval | null;
}

export function createRegionHand(
  base: EditorBase,
  parts: {
    session: AudioSessionStore;
    maker: RegionMaker;
    suggestions: Suggestions;
    durationS: number;
    snap(at: number, without: ReadonlySet<AnnotationId>): number;
  },
): RegionHand {
  const { session, maker, suggestions, durationS, snap } = parts;
  const get = session.getState;
  const set = (drag: RegionDrag | null) => session.setState({ drag });
  const none: ReadonlySet<AnnotationId> = new Set();

  function to(at: number, isExact: boolean, without: ReadonlySet<AnnotationId>): number {
    const inside = Math.min(durationS, Math.max(0, at));
    return isExact ? inside : snap(inside, without);
  }

  /** Either end of what is moved may snap; the nearer one wins. */
  function snappedMove(drag: RegionDrag & { kind: "move" }, at: number, isExact: boolean): number {
    const ids = new Set(drag.ranges.keys());
    const starts = [...drag.ranges.values()].map(({ start }) => start);
    const ends = [...drag.ranges.values()].map(({ end }) => end);
    const first = Math.min(...starts);
    const last = Math.max(...ends);
    const whole = { start: first, end: last };
    const by = moveInterval(whole, at - drag.from, durationS).start - first;
    if (isExact) return by;
    const offsets = [first + by, last + by].map((edge) => snap(edge, ids) - edge);
    const moved = offsets
      .filter((offset) => offset !== 0)
      .sort((a, b) => Math.abs(a) - Math.abs(b));
    return moveInterval(whole, by + (moved[0] ?? 0), durationS).start - first;
  }

  return {
    draw(at, { isRegion, isExact }) {
      const anchor = to(at, isExact, none);
      const canDraw = isRegion && !base.isReadOnly;
      set({ kind: "draw", anchor, range: { start: anchor, end: anchor }, isRegion: canDraw });
    },
    grabEnd(id, end) {
      const region = document(id);
      if (!region || !base.isEditable(id)) return;
      const anchor = end === "start" ? region.end : region.start;
      set({ kind: "end", id, end, anchor, range: region });
    },
    grab(at) {
      const ranges = new Map(
        maker.movableRegions().map(({ id, geometry }) => [id, { ...geometry } as Interval]),
      );
      if (ranges.size > 0) set({ kind: "move", from: at, ranges, by: 0 });
    },
    dragTo(at, { isExact }) {
      const { drag } = get();
      if (!drag) return;
      if (drag.kind === "move") {
        set({ ...drag, by: snappedMove(drag, at, isExact) });
        return;
      }
      const without = drag.kind === "end" ? new Set([drag.id]) : none;
      set({ ...drag, range: intervalBetween(drag.anchor, to(at, isExact, without)) });
    },
    release() {
      const { drag } = get();
      set(null);
      if (!drag) return;
      if (drag.kind === "draw") {
        const isMade = drag.isRegion && maker.create(drag.range);
        if (!isMade && drag.range.end > drag.range.start) {
          session.setState({ range: drag.range, selection: none });
        }
        return;
      }
      if (drag.kind === "end") {
        maker.place(drag.id, drag.range);
        return;
      }
      const geometries = new Map(
        [...drag.ranges].map(([id, { start, end }]) => [
          id,
          { kind: "interval" as const, start: start + drag.by, end: end + drag.by },
        ]),
      );
      suggestions.place(geometries);
    },
    cancel() {
      if (!get().drag) return false;
      set(null);
      return true;
    },
    draftOf(id) {
      const { drag } = get();
      if (drag?.kind === "end" && drag.id === id) return drag.range;
      const range = drag?.kind === "move" ? drag.ranges.get(id) : undefined;
      if (!range || drag?.kind !== "move") return null;
      return { start: range.start + drag.by, end: range.end + drag.by };
    },
  };

  function document(id: AnnotationId): Interval | null {
    const annotation = base.document.current().get(id) ?? suggestions.find(id)?.annotation;
    const geometry = annotation?.geometry;
    return geometry?.kind === "interval" ? { start: geometry.start, end: geometry.end } : null;
  }
}
