import { v7 } from "uuid";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ProjectModel } from "@/lib/api/models";
import { createDocument } from "@/lib/editor/document";
import type { SuggestionSource } from "@/lib/editor/suggestions/suggestion-layer";
import type { Size } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import type { Suggestion } from "@/lib/models/adapter";

/**
 * What a model said while the server cannot be told: a layer of this page alone, made as the server would make it. Its
 * ids are new, because those of the server follow from the id of a layer that is not there yet; what is accepted from it
 * is not suggested again, as it then lies where the suggestion would.
 */
export function unsentLayer(
  { version, settings }: ProjectModel,
  suggestions: readonly Suggestion[],
  extent: Size,
): SuggestionSource {
  const records = [...suggestions]
    .sort((a, b) => b.score - a.score)
    .flatMap((suggestion, order): Annotation[] => {
      const { classIndex, score, text, attributes = {} } = suggestion;
      const labelId = settings.mapping[String(classIndex)];
      const geometry = geometrySpec(suggestion.geometry).normalise(suggestion.geometry, extent);
      if (!labelId || !geometry) return [];
      const said = text === undefined ? {} : { text };
      const rest = { order, score, source: "model" as const, groupId: null };
      return [{ id: v7(), labelId, geometry, attributes, ...said, ...rest }];
    });
  const { id: versionId, name } = version;
  return {
    layerId: `unsent-${versionId}`,
    model: { versionId, name, version: version.version },
    title: null,
    document: createDocument(records),
    isUnsent: true,
  };
}
