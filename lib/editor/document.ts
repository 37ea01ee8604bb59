import type { Annotation } from "@/lib/annotation/annotation";
import { applyPatch, type Patch } from "@/lib/annotation/patch";

/**
 * Who changed the document: the person here (saved and put on the undo stack), their undo or redo
 * (saved only), or the server and other tabs (neither).
 */
export type Origin = "local" | "history" | "remote";
export type DocumentListener = (patch: Patch<Annotation>, origin: Origin) => void;

/**
 * The finished annotations of one item. Immutable map, changed only through `commit`;
 * drafts and half-drawn shapes live in the session.
 */
export interface EditorDocument {
  annotations(): ReadonlyMap<string, Annotation>;
  /** Applies the patch at once and tells every listener. An empty patch does nothing. */
  commit(patch: Patch<Annotation>, origin: Origin): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: DocumentListener): () => void;
}

export function createDocument(initial: Iterable<Annotation>): EditorDocument {
  let annotations: ReadonlyMap<string, Annotation> = new Map(
    [...initial].map((annotation) => [annotation.id, annotation]),
  );
  const listeners = new Set<DocumentListener>();
  return {
    annotations: () => annotations,
    commit(patch, origin) {
      if (patch.size === 0) return;
      annotations = applyPatch(annotations, patch);
      for (const listener of listeners) listener(patch, origin);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
