import type { Annotation } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";

/**
 * Who changed the document: the person here (saved and put on the undo stack), their undo or redo
 * (saved only), or the server and other tabs (neither).
 */
export type Origin = "local" | "history" | "remote";
export type DocumentListener = (patch: Patch<Annotation>, origin: Origin) => void;

/**
 * The finished annotations of one item, changed only through `commit`; drafts and half-drawn shapes
 * live in the session.
 */
export interface EditorDocument {
  /**
   * An immutable map, the same one until the next commit. Copied when first asked for after a
   * commit, which takes some ms with 20,000 annotations.
   */
  annotations(): ReadonlyMap<string, Annotation>;
  /** The same without the copy: to be read at once and not kept, because commits change it. */
  current(): ReadonlyMap<string, Annotation>;
  /** Applies the patch at once and tells every listener. An empty patch does nothing. */
  commit(patch: Patch<Annotation>, origin: Origin): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: DocumentListener): () => void;
}

export function createDocument(initial: Iterable<Annotation>): EditorDocument {
  const live = new Map([...initial].map((annotation) => [annotation.id, annotation]));
  let snapshot: ReadonlyMap<string, Annotation> | null = null;
  const listeners = new Set<DocumentListener>();
  return {
    annotations() {
      snapshot ??= new Map(live);
      return snapshot;
    },
    current: () => live,
    commit(patch, origin) {
      if (patch.size === 0) return;
      for (const [id, { after }] of patch) {
        if (after === null) live.delete(id);
        else live.set(id, after);
      }
      snapshot = null;
      for (const listener of listeners) listener(patch, origin);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
