import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Patch } from "@/lib/annotation/patch";
import { boundsOf, type Geometry } from "@/lib/geometry/geometry";
import type { EditorDocument } from "../document";
import { createSpatialIndex, type SpatialIndex } from "../spatial-index";
import { covers } from "./covers";

/** Who made the suggestions of a layer. */
export type SuggestionModel = { versionId: string; name: string; version: string };

/** A layer of suggestions as it is opened: whoever saves it listens to its document. */
export type SuggestionSource = {
  layerId: string;
  /** Null: an import's. */
  model: SuggestionModel | null;
  /** Of an import's; else null. */
  title: string | null;
  document: EditorDocument;
  /** Kept in this page alone, because the server could not be told. */
  isUnsent?: boolean;
};

/** What a layer is called. */
export function layerName({ model, title }: Pick<SuggestionSource, "model" | "title">): string {
  return model ? `${model.name} ${model.version}`.trim() : (title ?? "");
}

/** One layer of suggestions beside the item's annotations. Kept in step with both documents. */
export interface SuggestionLayer extends SuggestionSource {
  readonly index: SpatialIndex;
  /** Neither accepted nor rejected, and not there already as somebody's own work. */
  isUndecided(suggestion: Annotation): boolean;
  /** After a change of the item's annotations: the suggestions that are decided by it, or open again. */
  follow(patch: Patch<Annotation>): Annotation[];
  dispose(): void;
}

export function createSuggestionLayer(
  source: SuggestionSource,
  options: {
    annotations: EditorDocument;
    /** The item's annotations that touch the geometry, or more. */
    touching(geometry: Geometry): Iterable<Annotation>;
    onChange(patch: Patch<Annotation>): void;
  },
): SuggestionLayer {
  const { annotations, touching, onChange } = options;
  const { document } = source;
  const index = createSpatialIndex(document.current().values());
  const covered = new Set<AnnotationId>();
  for (const suggestion of document.current().values()) look(suggestion);

  function look(suggestion: Annotation): void {
    for (const annotation of touching(suggestion.geometry)) {
      if (!covers(annotation, suggestion)) continue;
      covered.add(suggestion.id);
      return;
    }
    covered.delete(suggestion.id);
  }

  const end = document.subscribe((patch) => {
    index.update(patch);
    for (const [id, { after }] of patch) {
      if (after) look(after);
      else covered.delete(id);
    }
    onChange(patch);
  });

  return {
    ...source,
    index,
    isUndecided: ({ id }) => !covered.has(id) && !annotations.current().has(id),
    follow(patch) {
      const near = new Map<AnnotationId, Annotation>();
      const changed = new Map<AnnotationId, Annotation>();
      for (const [id, { before, after }] of patch) {
        const same = document.current().get(id);
        if (same && (before === null) !== (after === null)) changed.set(id, same);
        for (const annotation of [before, after]) {
          if (!annotation) continue;
          for (const each of index.visible(boundsOf(annotation.geometry))) near.set(each.id, each);
        }
      }
      for (const suggestion of near.values()) {
        const wasCovered = covered.has(suggestion.id);
        look(suggestion);
        if (covered.has(suggestion.id) !== wasCovered) changed.set(suggestion.id, suggestion);
      }
      return [...changed.values()];
    },
    dispose: end,
  };
}
