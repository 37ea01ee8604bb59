"use client";

import { useEffect, useRef, useState } from "react";
import { apiFetch } from "@/lib/api/client";
import { neighboursSchema } from "@/lib/api/items";
import { forgetItem, readReturn, rememberPlace } from "./return-memory";
import { withQuery } from "./view-state";

/**
 * Brings the list back to where it was left for the editor. `onItem` is told the index of the item
 * that was open last, when it is still among those that the filter shows.
 */
export function useReturn(options: {
  projectId: string;
  /** Query strings of the whole view, and of its filter. */
  view: string;
  filter: string;
  onItem(index: number): void;
}): {
  /** Where the list begins; null: at its top, as usual. */
  startTopPx: number | null;
  isReturning: boolean;
  onScroll(scrollTop: number): void;
} {
  const { projectId, view, filter, onItem } = options;
  // Read once: no part of what is drawn first depends on it, so the server's page agrees.
  const [back] = useState(() => (typeof window === "undefined" ? null : readReturn(projectId)));
  const [firstView] = useState(view);
  const latest = useRef(onItem);
  useEffect(() => {
    latest.current = onItem;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the view that was come back to
  useEffect(() => {
    if (back === null) return;
    forgetItem(projectId);
    const scope = new AbortController();
    const path = withQuery(`/api/v1/items/${back.itemId}/neighbours`, filter);
    apiFetch(path, { schema: neighboursSchema, signal: scope.signal })
      .then(({ index }) => (index === null ? undefined : latest.current(index - 1)))
      // Deleted meanwhile: then there is nothing to show.
      .catch(() => undefined);
    return () => scope.abort();
  }, [back]);
  const isSamePlace = back?.place?.view === view && view === firstView;
  return {
    startTopPx: isSamePlace ? (back?.place?.scrollTop ?? null) : null,
    isReturning: back !== null && view === firstView,
    onScroll: (scrollTop) => rememberPlace(projectId, { view, scrollTop }),
  };
}
