import type { Interval } from "@/lib/geometry/interval";
import type { Suggestion, Suggestions } from "../suggestions/suggestions";
import { createSpanIndex, type Lane, type Span, type SpanIndex } from "./span-index";
import type { TextSessionStore } from "./text-session";

/** A suggestion where it is drawn: in lanes below those of the spans that lie there. */
export type SuggestedSpan = Lane & { span: Span; isFocused: boolean };

/** The open suggestions of a text by their place; found anew when others are open or shown. */
export interface SuggestedSpans {
  /** All that share a character with the range, in reading order. */
  within(range: Interval): SuggestedSpan[];
}

export function createSuggestedSpans(parts: {
  session: TextSessionStore;
  suggestions: Suggestions;
  spans: SpanIndex;
}): SuggestedSpans {
  const { session, suggestions, spans } = parts;
  let made: { open: readonly Suggestion[]; index: SpanIndex } | null = null;

  function indexed(): SpanIndex {
    const open = suggestions.open();
    if (made?.open !== open) {
      made = { open, index: createSpanIndex(open.map(({ annotation }) => annotation)) };
    }
    return made.index;
  }

  return {
    within(range) {
      const { layers, focus } = session.getState().suggestions;
      if (layers.length === 0) return [];
      const focused = focus === null ? null : suggestions.focused()?.annotation.id;
      const index = indexed();
      return index.within(range).map((span) => {
        const { lane, lanes } = index.laneOf(span);
        const above = spans
          .within(span.geometry)
          .reduce((most, other) => Math.max(most, spans.laneOf(other).lanes), 0);
        return {
          span,
          lane: above + lane,
          lanes: above + lanes,
          isFocused: span.id === focused,
        };
      });
    },
  };
}
