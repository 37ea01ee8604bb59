import type { AnnotationId } from "@/lib/annotation/annotation";
import { createPatch } from "../edit";
import type { EditorBase } from "../editor-base";
import { labelTakes } from "../label-takes";
import type { Relations } from "./relations";
import { isSpan } from "./span-index";
import type { TextSessionStore } from "./text-session";

/** Makes relations: from the selected span to the one that is chosen next, or between two that are selected. */
export interface Relating {
  /** Starts, or finishes at what is selected. `labelId`: default the one used last. False when nothing could be done. */
  relate(labelId?: string): boolean;
  /** False when there is no relation under way, or it cannot end there. */
  finishAt(id: AnnotationId): boolean;
  cancel(): boolean;
  isPossible(): boolean;
}

export function createRelating(
  base: EditorBase,
  { session, relations }: { session: TextSessionStore; relations: Relations },
): Relating {
  const get = session.getState;
  let lastLabelId: string | null = null;

  function labelOf(labelId: string | undefined): string | null {
    const { labels } = get();
    const fits = labels.list.filter((label) => labelTakes(label, "relation"));
    const wanted = labelId ?? lastLabelId;
    return (fits.find(({ id }) => id === wanted) ?? fits[0])?.id ?? null;
  }

  function selectedSpans(): AnnotationId[] {
    return [...get().selection].filter((id) => {
      const annotation = base.document.current().get(id);
      return annotation !== undefined && isSpan(annotation);
    });
  }

  function create(made: { from: AnnotationId; to: AnnotationId; labelId: string }): boolean {
    const { from, to, labelId } = made;
    const same = relations
      .of(from)
      .find(
        ({ geometry, labelId: each }) =>
          geometry.from === from && geometry.to === to && each === labelId,
      );
    session.setState({ relating: null });
    lastLabelId = labelId;
    if (same) {
      base.select([same.id]);
      return true;
    }
    const id = base.newId();
    const geometry = { kind: "relation" as const, from, to };
    const isMade = base.commit(createPatch(base.document.current(), { id, labelId, geometry }));
    if (isMade) base.select([id]);
    return isMade;
  }

  function finishAt(id: AnnotationId): boolean {
    const { relating } = get();
    const target = base.document.current().get(id);
    if (!relating || !target || !isSpan(target) || relating.from === id) return false;
    return create({ from: relating.from, to: id, labelId: relating.labelId });
  }

  return {
    relate(wanted) {
      if (base.isReadOnly) return false;
      const labelId = labelOf(wanted);
      const [first, second, ...more] = selectedSpans();
      if (labelId === null) {
        base.notify("noRelationLabel");
        return false;
      }
      const { relating } = get();
      if (relating) {
        if (wanted !== undefined) session.setState({ relating: { ...relating, labelId } });
        if (first !== undefined && first !== relating.from) return finishAt(first);
        return wanted !== undefined;
      }
      if (first === undefined || more.length > 0) {
        base.notify("noSource");
        return false;
      }
      if (second !== undefined) return create({ from: first, to: second, labelId });
      session.setState({ relating: { from: first, labelId } });
      return true;
    },
    finishAt,
    cancel() {
      if (!get().relating) return false;
      session.setState({ relating: null });
      return true;
    },
    isPossible: () => !base.isReadOnly && labelOf(undefined) !== null,
  };
}
