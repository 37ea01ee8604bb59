"use client";

import { startTransition, useEffect, useState } from "react";
import type { Annotation } from "@/lib/annotation/annotation";
import { useEditor } from "./editor-context";

/** However busy the page is, lists are never older than this. */
const MAX_AGE_MS = 250;

/**
 * All annotations, a moment late: a commit only leaves word, and the copy for the lists is made
 * when the browser has time. What must be right in the same frame reads the document itself.
 */
export function useIdleAnnotations(): ReadonlyMap<string, Annotation> {
  const { document } = useEditor();
  const [annotations, setAnnotations] = useState(document.annotations);
  useEffect(() => {
    let cancel: (() => void) | null = null;
    const update = () => {
      cancel = null;
      startTransition(() => setAnnotations(document.annotations()));
    };
    const schedule = () => {
      cancel ??= whenIdle(update);
    };
    // Something may have happened between the first render and now.
    schedule();
    const unsubscribe = document.subscribe(schedule);
    return () => {
      unsubscribe();
      cancel?.();
    };
  }, [document]);
  return annotations;
}

/** Runs the work when the browser has time, at the latest after a moment. Returns what calls it off. */
export function whenIdle(work: () => void): () => void {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(work, MAX_AGE_MS / 5);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: MAX_AGE_MS });
  return () => cancelIdleCallback(handle);
}
