"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { ItemFilter } from "@/lib/api/items";
import { readViewState, type ViewState, viewQuery, withQuery } from "./view-state";

/** The view as the address has it, and the way to change it. */
export function useViewState(): {
  view: ViewState;
  setView(change: Partial<ViewState>): void;
  setFilter(change: Partial<ItemFilter>): void;
} {
  const text = useSearchParams().toString();
  const view = useMemo(() => readViewState(new URLSearchParams(text)), [text]);
  return useMemo(() => {
    const setView = (change: Partial<ViewState>) => {
      const query = viewQuery({ ...view, ...change });
      // The page itself does not depend on the query: no need to ask the server for it again.
      window.history.replaceState(null, "", withQuery(window.location.pathname, query));
    };
    return {
      view,
      setView,
      setFilter: (change) => setView({ filter: { ...view.filter, ...change } }),
    };
  }, [view]);
}
