import { type Interval, lowerBound } from "@/lib/geometry/interval";
import type { CodePoints } from "@/lib/text/code-points";
import { findText, type TextQuery } from "@/lib/text/find";
import type { Segments } from "@/lib/text/segments";
import type { TextSessionStore } from "./text-session";

const NOTHING: readonly Interval[] = [];

/** Searching the text. */
export interface Finder {
  /** Opens the search, with these words in it if there are any. */
  open(text: string, options?: { isLabelling: boolean }): void;
  close(): void;
  setQuery(change: Partial<TextQuery>): void;
  matches(): readonly Interval[];
  /** To the next or previous match, round at the ends; from the place in the text at first. */
  step(by: 1 | -1): void;
}

export function createFinder(options: {
  session: TextSessionStore;
  points: CodePoints;
  segments: Segments;
}): Finder {
  const { session, points, segments } = options;
  const get = session.getState;
  let found: { query: TextQuery; matches: readonly Interval[] } | null = null;

  function matches(): readonly Interval[] {
    const { find } = get();
    if (!find) return NOTHING;
    if (found?.query !== find.query) {
      const isBoundary = (offset: number) => segments.isBoundary(offset, "word");
      found = { query: find.query, matches: findText(points, find.query, isBoundary) };
    }
    return found.matches;
  }

  return {
    open(text, { isLabelling } = { isLabelling: false }) {
      const { find } = get();
      const before = find?.query ?? { text: "", isCase: false, isWhole: false };
      const query = text === "" ? before : { ...before, text };
      const opened = (find?.opened ?? 0) + 1;
      session.setState({ find: { query, current: null, isLabelling, opened } });
    },
    close: () => session.setState({ find: null }),
    setQuery(change) {
      const { find } = get();
      if (find) {
        session.setState({ find: { ...find, query: { ...find.query, ...change }, current: null } });
      }
    },
    matches,
    step(by) {
      const { find, caret } = get();
      const all = matches();
      if (!find || all.length === 0) return;
      const starts = all.map(({ start }) => start);
      const from = caret ? Math.min(caret.anchor, caret.focus) : 0;
      const fresh = lowerBound(starts, from) + (by > 0 ? 0 : -1);
      const next = find.current === null ? fresh : find.current + by;
      const current = ((next % all.length) + all.length) % all.length;
      const place = all[current];
      if (!place) return;
      session.setState({
        find: { ...find, current },
        caret: { anchor: place.start, focus: place.end },
        scrollTarget: { place, align: "middle" },
      });
    },
  };
}
