import { createHash } from "node:crypto";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ModelVersion, PutSuggestions } from "@/lib/api/models";
import type { Geometry } from "@/lib/geometry/geometry";

export type SentSuggestion = PutSuggestions["results"][number]["suggestions"][number];

/** What computers differ in from run to run is less than this, in the unit of the geometry. */
const ID_STEP = { box: 0.1, interval: 0.001 };
const ID_LENGTH = 32;

/**
 * The id of a suggestion follows from what it says, so that a model which runs again says it under the same id
 * and what people decided stays decided. Its score is left out: it differs a little from computer to computer.
 */
export function suggestionId(
  layerId: string,
  { geometry, classIndex, text }: SentSuggestion,
): string {
  return idOf([layerId, classIndex, rounded(geometry), text ?? null]);
}

function idOf(said: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, ID_LENGTH);
}

function rounded(geometry: Geometry): unknown[] {
  const step = (value: number, size: number) => Math.round(value / size);
  switch (geometry.kind) {
    case "box": {
      const { x, y, w, h } = geometry;
      return ["box", ...[x, y, w, h].map((value) => step(value, ID_STEP.box))];
    }
    case "interval": {
      const { start, end } = geometry;
      return ["interval", ...[start, end].map((value) => step(value, ID_STEP.interval))];
    }
    case "whole":
      return ["whole"];
    case "relation":
      return ["relation", geometry.from, geometry.to];
  }
}

/** The label of each class that the project uses, by class index. */
export type ClassLabels = ReadonlyMap<number, string>;

export function classLabels(
  version: ModelVersion,
  mapping: Readonly<Record<string, string | null>>,
): ClassLabels {
  const labels = new Map<number, string>();
  version.classes.forEach((_, index) => {
    const labelId = mapping[String(index)];
    if (labelId) labels.set(index, labelId);
  });
  return labels;
}

/** As they are stored: those of classes that the project does not use are left out, the surest come first. */
export function toAnnotations(
  layerId: string,
  suggestions: readonly SentSuggestion[],
  labels: ClassLabels,
): Map<string, Annotation> {
  const annotations = new Map<string, Annotation>();
  for (const suggestion of suggestions.toSorted((a, b) => b.score - a.score)) {
    const labelId = labels.get(suggestion.classIndex);
    if (labelId === undefined) continue;
    const id = suggestionId(layerId, suggestion);
    if (annotations.has(id)) continue;
    const { geometry, score, text, attributes = {} } = suggestion;
    annotations.set(id, {
      ...{ id, labelId, geometry, attributes, score },
      ...(text === undefined ? {} : { text }),
      ...{ order: annotations.size, source: "model", groupId: null },
    });
  }
  return annotations;
}

export type ImportedSuggestion = Omit<Annotation, "id" | "source" | "order">;

/** As they are stored, in the order of the file; what is said twice is kept once. Ids as for models. */
export function toImportedAnnotations(
  layerId: string,
  suggestions: readonly ImportedSuggestion[],
): Map<string, Annotation> {
  const annotations = new Map<string, Annotation>();
  for (const suggestion of suggestions) {
    const { labelId, geometry, text } = suggestion;
    const id = idOf([layerId, "import", labelId, rounded(geometry), text ?? null]);
    if (annotations.has(id)) continue;
    annotations.set(id, { ...suggestion, id, order: annotations.size, source: "import" });
  }
  return annotations;
}
