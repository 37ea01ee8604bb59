"use client";

import { useEffect, useRef } from "react";
import type { LiveKind } from "@/lib/api/live";
import { useLive } from "./use-live";

/**
 * Calls back soon after something of `kinds` happened, once for all that happens meanwhile: while many work there is
 * always something, so waiting for silence would wait for ever. `kinds` and `withinMs` are those of the first render.
 */
export function useNews(
  projectId: string,
  { kinds, withinMs }: { kinds: readonly LiveKind[]; withinMs: number },
  onNews: () => void,
): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onNews);
  useEffect(() => {
    latest.current = onNews;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(projectId, kinds, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, withinMs);
  });
}
