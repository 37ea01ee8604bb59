import { describe, expect, test } from "vitest";
import { fittingLabels, mappingOf, namesToCreate, proposedTargets, targetsOf } from "./mapping";

const named = (names: readonly string[]) => names.map((name, classIndex) => ({ classIndex, name }));

const car = { id: "a", name: "Car", geometries: [] };
const trafficLight = { id: "b", name: "traffic-light", geometries: ["box"] };
const scene = { id: "c", name: "scene", geometries: ["whole"] };

describe("what is proposed", () => {
  test("labels of the same name, however it is written", () => {
    const many = named(["car", "traffic light", "bus", "dog", "cat", "zebra"]);
    expect(proposedTargets(many, [car, trafficLight])).toEqual([
      { kind: "label", labelId: "a" },
      { kind: "label", labelId: "b" },
      ...Array.from({ length: 4 }, () => ({ kind: "ignore" })),
    ]);
  });

  test("all classes of a model that has few", () => {
    expect(proposedTargets(named(["face"]), [car])).toEqual([{ kind: "create" }]);
  });
});

test("labels of other geometries are not offered", () => {
  const adapter = { geometry: "box", media: "image" } as const;
  expect(fittingLabels([car, trafficLight, scene], adapter)).toEqual([car, trafficLight]);
});

test("what is created is stored under the label that came of it; one label for two classes of one name", () => {
  const classes = named(["Face", "face", "hand"]);
  const targets = [{ kind: "create" }, { kind: "create" }, { kind: "ignore" }] as const;
  expect(namesToCreate(classes, targets)).toEqual(["face"]);
  const mapping = mappingOf(classes, targets, [{ id: "n", name: "face", geometries: [] }]);
  expect(mapping).toEqual({ "0": "n", "1": "n" });
  expect(targetsOf(classes, mapping)).toEqual([
    { kind: "label", labelId: "n" },
    { kind: "label", labelId: "n" },
    { kind: "ignore" },
  ]);
});
