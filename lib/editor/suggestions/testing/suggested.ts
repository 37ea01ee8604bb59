import type { Annotation } from "@/lib/annotation/annotation";
import type { Geometry } from "@/lib/geometry/geometry";
import { createDocument } from "../../document";
import type { SuggestionSource } from "../suggestion-layer";

/** As a model suggests it. */
export function suggested(made: {
  id: string;
  score: number;
  geometry: Geometry;
  labelId?: string;
}): Annotation {
  return {
    labelId: "car",
    attributes: {},
    order: 0,
    source: "model",
    groupId: null,
    ...made,
  };
}

export function importOf(title: string, records: readonly Annotation[]): SuggestionSource {
  return { layerId: `import-${title}`, model: null, title, document: createDocument(records) };
}

export function layerOf(name: string, records: readonly Annotation[]): SuggestionSource {
  return {
    layerId: `layer-${name}`,
    model: { versionId: `${name}@1`, name, version: "1" },
    title: null,
    document: createDocument(records),
  };
}
