import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import type { Box } from "@/lib/geometry/box";
import { boundsOf, type Geometry } from "@/lib/geometry/geometry";
import { geometryPatch } from "../edit";
import type { EditorBase } from "../editor-base";
import { acceptPatch } from "./accept-patch";
import { covers } from "./covers";
import type { Suggestion } from "./suggestions";

/** What a person makes of suggestions. Each is one entry of the history; none does anything in a read-only editor. */
export interface Decisions {
  /** With another label when one is given. The one in focus gives it to the next. */
  accept(suggestion: Suggestion, labelId?: string): void;
  /** All that are open and shown. Of two models that say the same the stronger is taken. */
  acceptAll(): void;
  reject(suggestions: readonly Suggestion[]): void;
  rejectAll(): void;
  /** Gives annotations and suggestions (by id) another geometry: a suggestion is accepted with it. */
  place(
    geometries: ReadonlyMap<AnnotationId, Geometry>,
    options?: { isJoining?: boolean },
  ): boolean;
}

export function createDecisions(
  base: EditorBase,
  parts: {
    open(): readonly Suggestion[];
    focused(): Suggestion | null;
    near(box: Box): Suggestion[];
    goTo(suggestion: Suggestion | null): void;
  },
): Decisions {
  const { document, joint, session, isReadOnly } = base;
  const { open, focused, near, goTo } = parts;
  const labels = () => session.getState().labels.list;

  /** The focus goes on from what is decided: to the next that is still open, else to the first. */
  function goingOn(decide: () => void): void {
    const before = open();
    const at = before.findIndex(({ key }) => key === focused()?.key);
    decide();
    if (at < 0 || focused()) return;
    const still = new Set(open().map(({ key }) => key));
    const next = before.slice(at + 1).find(({ key }) => still.has(key)) ?? open()[0];
    goTo(next ?? null);
  }

  function accept(suggestions: readonly Annotation[]): void {
    goingOn(() => base.commit(acceptPatch(document.current(), suggestions, labels())));
  }

  function reject(suggestions: readonly Suggestion[]): void {
    if (isReadOnly || suggestions.length === 0) return;
    const patch: Patch<Annotation> = new Map(
      suggestions.map(({ key, annotation }) => [key, { before: annotation, after: null }]),
    );
    goingOn(() => joint.commit(patch, "local"));
  }

  /** Without those that a stronger one of another model says as well. */
  function withoutDoubles(suggestions: readonly Suggestion[]): Suggestion[] {
    const taken = new Set<string>();
    const strongestFirst = [...suggestions].sort(
      (a, b) => (b.annotation.score ?? 1) - (a.annotation.score ?? 1),
    );
    for (const suggestion of strongestFirst) {
      const { annotation, layerId, key } = suggestion;
      const isDouble = near(boundsOf(annotation.geometry)).some(
        (other) =>
          other.layerId !== layerId && taken.has(other.key) && covers(other.annotation, annotation),
      );
      if (!isDouble) taken.add(key);
    }
    return suggestions.filter(({ key }) => taken.has(key));
  }

  return {
    accept: ({ annotation }, labelId = annotation.labelId) =>
      accept([labelId === annotation.labelId ? annotation : { ...annotation, labelId }]),
    acceptAll() {
      const all = open();
      const isOneLayer = all.every(({ layerId }) => layerId === all[0]?.layerId);
      const chosen = isOneLayer ? all : withoutDoubles(all);
      accept(chosen.map(({ annotation }) => annotation));
    },
    reject,
    rejectAll: () => reject(open()),
    place(geometries, options) {
      const annotations = document.current();
      const suggested = open().filter(({ annotation }) => geometries.has(annotation.id));
      const corrected = suggested.map(({ annotation }) => {
        const geometry = geometries.get(annotation.id) ?? annotation.geometry;
        return { ...annotation, geometry };
      });
      const patch = new Map([
        ...geometryPatch(annotations, geometries),
        ...acceptPatch(annotations, corrected, labels()),
      ]);
      if (!base.commit(patch, options)) return false;
      if (corrected.length > 0) base.select(corrected.map(({ id }) => id));
      return true;
    },
  };
}
