import type { LabelView } from "@/lib/api/labels";
import type { ModelSettings } from "@/lib/api/models";
import { MEDIA } from "@/lib/media/media";
import type { ModelAdapter } from "@/lib/models/adapter";

/** A class that suggestions can have, by its index in the model and its name for a person. */
export type ModelClass = { classIndex: number; name: string };

/** What becomes of a class: a label, a new label of its name, or nothing. */
export type ClassTarget =
  | { kind: "label"; labelId: string }
  | { kind: "create" }
  | { kind: "ignore" };

/** So few classes are surely wanted, all of them. */
const FEW = 5;

type LabelFacts = Pick<LabelView, "id" | "name" | "geometries">;

/** Names that mean the same: case, spaces, hyphens and a plural s do not matter. */
function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}

/** The labels that can stand for what the adapter makes. */
export function fittingLabels<L extends LabelFacts>(
  labels: readonly L[],
  { geometry, media }: Pick<ModelAdapter, "geometry" | "media">,
): L[] {
  const everything = MEDIA[media].geometries;
  return labels.filter(({ geometries }) =>
    (geometries.length === 0 ? everything : geometries).some((kind) => kind === geometry),
  );
}

/** The classes that are to be mapped. */
export function classesOf(
  adapter: Pick<ModelAdapter, "usedClasses">,
  classes: readonly string[],
): readonly ModelClass[] {
  return (
    adapter.usedClasses?.(classes) ?? classes.map((name, classIndex) => ({ classIndex, name }))
  );
}

/** What is proposed for each class, before a person looks at it: labels of the same name; of a few classes, all. */
export function proposedTargets(
  classes: readonly ModelClass[],
  labels: readonly LabelFacts[],
): ClassTarget[] {
  const byName = new Map(labels.map(({ id, name }) => [plainName(name), id]));
  return classes.map(({ name }): ClassTarget => {
    const labelId = byName.get(plainName(name));
    if (labelId !== undefined) return { kind: "label", labelId };
    return { kind: classes.length <= FEW ? "create" : "ignore" };
  });
}

export function targetsOf(
  classes: readonly ModelClass[],
  mapping: ModelSettings["mapping"],
): ClassTarget[] {
  return classes.map(({ classIndex }): ClassTarget => {
    const labelId = mapping[String(classIndex)];
    return labelId ? { kind: "label", labelId } : { kind: "ignore" };
  });
}

/** Names to create, each once: classes of one name share a label. */
export function namesToCreate(
  classes: readonly ModelClass[],
  targets: readonly ClassTarget[],
): string[] {
  const wanted = classes.filter((_, index) => targets[index]?.kind === "create");
  return [...new Map(wanted.map(({ name }) => [plainName(name), name])).values()];
}

/** The mapping to store, once what was to be created is there. */
export function mappingOf(
  classes: readonly ModelClass[],
  targets: readonly ClassTarget[],
  labels: readonly LabelFacts[],
): ModelSettings["mapping"] {
  const byName = new Map(labels.map(({ id, name }) => [plainName(name), id]));
  return Object.fromEntries(
    classes.flatMap(({ classIndex, name }, index) => {
      const target = targets[index];
      const labelId =
        target?.kind === "label"
          ? target.labelId
          : target?.kind === "create"
            ? byName.get(plainName(name))
            : undefined;
      return labelId === undefined ? [] : [[String(classIndex), labelId]];
    }),
  );
}
