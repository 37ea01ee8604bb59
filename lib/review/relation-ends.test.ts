import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { relationEnds } from "./relation-ends";

function annotation(id: string, geometry: Annotation["geometry"]): Annotation {
  const rest = { attributes: {}, order: 0, score: null, source: "manual", groupId: null } as const;
  return { id, labelId: "label", geometry, ...rest };
}

const ada = annotation("ada", { kind: "interval", start: 0, end: 3 });
const london = annotation("london", { kind: "interval", start: 8, end: 14 });
const lives = annotation("lives", { kind: "relation", from: "ada", to: "london" });

test("ends are those of the layer that has the relation, not of another one", () => {
  const layers = [
    { id: "a", annotations: [ada, london, lives] },
    { id: "result", annotations: [ada] },
  ];
  expect(relationEnds({ layerId: "a", annotation: lives }, layers)).toEqual([ada, london]);
  expect(relationEnds({ layerId: "result", annotation: lives }, layers)).toBeNull();
  expect(relationEnds({ layerId: "a", annotation: ada }, layers)).toBeNull();
  expect(relationEnds({ layerId: "gone", annotation: lives }, layers)).toBeNull();
});
