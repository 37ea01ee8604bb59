import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Change, Patch } from "@/lib/annotation/patch";
import type { DocumentListener, EditorDocument, Origin } from "../document";
import type { Undoable } from "../history";

const PREFIX = "suggestion/";

/** Where a record of a model's layer is in the joint document. The item's own annotations keep their ids. */
export function suggestionKey(layerId: string, id: AnnotationId): string {
  return `${PREFIX}${layerId}/${id}`;
}

/** Null for an annotation of the item itself. */
export function readSuggestionKey(key: string): { layerId: string; id: AnnotationId } | null {
  if (!key.startsWith(PREFIX)) return null;
  const end = key.indexOf("/", PREFIX.length);
  return end < 0 ? null : { layerId: key.slice(PREFIX.length, end), id: key.slice(end + 1) };
}

/**
 * An item's annotations and the records of its models' layers as one document, so that accepting and rejecting are
 * entries of one history, also when one of them touches several layers.
 */
export interface JointDocument extends Undoable {
  reaches(key: string): boolean;
  /** Returns the function that takes the layer out again. */
  add(layerId: string, document: EditorDocument): () => void;
  /** No longer follows the item's annotations, which may outlive it. */
  dispose(): void;
}

export function createJointDocument(main: EditorDocument): JointDocument {
  const layers = new Map<string, EditorDocument>();
  const listeners = new Set<DocumentListener>();
  /** While a patch is handed out, its parts are not news. */
  let isHandingOut = false;

  function tell(patch: Patch<Annotation>, origin: Origin): void {
    if (isHandingOut) return;
    for (const listener of listeners) listener(patch, origin);
  }

  function documentOf(key: string): { document: EditorDocument; id: AnnotationId } | null {
    const place = readSuggestionKey(key);
    if (!place) return { document: main, id: key };
    const document = layers.get(place.layerId);
    return document ? { document, id: place.id } : null;
  }

  const endFollowing = main.subscribe(tell);
  return {
    dispose: endFollowing,
    current: () => ({
      get(key) {
        const place = documentOf(key);
        return place?.document.current().get(place.id);
      },
    }),
    reaches: (key) => documentOf(key) !== null,
    commit(patch, origin) {
      if (patch.size === 0) return;
      const parts = new Map<EditorDocument, Map<AnnotationId, Change<Annotation>>>();
      for (const [key, change] of patch) {
        const place = documentOf(key);
        if (!place) continue;
        const part = parts.get(place.document) ?? new Map();
        parts.set(place.document, part.set(place.id, change));
      }
      isHandingOut = true;
      try {
        for (const [document, part] of parts) document.commit(part, origin);
      } finally {
        isHandingOut = false;
      }
      tell(patch, origin);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(layerId, document) {
      layers.set(layerId, document);
      const end = document.subscribe((patch, origin) =>
        tell(
          new Map([...patch].map(([id, change]) => [suggestionKey(layerId, id), change])),
          origin,
        ),
      );
      return () => {
        end();
        if (layers.get(layerId) === document) layers.delete(layerId);
      };
    },
  };
}
