import type { AnnotationId } from "@/lib/annotation/annotation";
import type { EditorBase } from "../editor-base";
import type { CaretControl } from "./caret";
import type { Relating } from "./relating";
import type { Span, SpanIndex } from "./span-index";
import type { TextSessionStore } from "./text-session";

export type Click = {
  /** Takes the span in or out of what is selected. */
  isAdding: boolean;
  /** The spans that are drawn there, where that is known. */
  among?: ReadonlySet<AnnotationId>;
};

/** Choosing spans by their place in the text. */
export interface SpanChoice {
  /**
   * A click: on a span it selects it, again the one that it lies in; elsewhere it puts the caret. While a relation
   * waits for its target, a click on a span is it.
   */
  click(offset: number, click?: Click): void;
  /** Selects the span at the caret; again the one that it lies in. */
  selectHere(): void;
}

export function createSpanChoice(
  base: EditorBase,
  parts: { session: TextSessionStore; spans: SpanIndex; caret: CaretControl; relating: Relating },
): SpanChoice {
  const { session, spans, caret, relating } = parts;
  const get = session.getState;

  function reachableAt(offset: number): Span[] {
    return spans.at(offset).filter(({ id }) => base.isFree(id));
  }

  /** The smallest there, or the next larger when one of them is selected already. */
  function chooseAmong(found: readonly Span[]): Span | undefined {
    const { selection } = get();
    const at = found.findIndex(({ id }) => selection.has(id));
    return at < 0 || selection.size > 1 ? found[0] : found[(at + 1) % found.length];
  }

  return {
    click(offset, { isAdding, among } = { isAdding: false }) {
      const found = reachableAt(offset).filter(({ id }) => among?.has(id) ?? true);
      const { notice, relating: pending } = get();
      if (notice) session.setState({ notice: null });
      if (pending) {
        const target = found.find(({ id }) => id !== pending.from);
        if (target) relating.finishAt(target.id);
        return;
      }
      const chosen = isAdding ? found[0] : chooseAmong(found);
      if (isAdding && chosen) base.select([chosen.id], "toggle");
      else base.select(chosen ? [chosen.id] : []);
      caret.put({ anchor: offset, focus: offset });
    },
    selectHere() {
      const { caret: at } = get();
      const chosen = at && chooseAmong(reachableAt(at.focus));
      if (!chosen) return;
      base.select([chosen.id]);
      // Where the person is stays where it is, so that the next larger one can be chosen.
      caret.put(at);
    },
  };
}
