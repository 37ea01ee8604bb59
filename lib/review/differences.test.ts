import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Geometry } from "@/lib/geometry/geometry";
import {
  type ComparedLayer,
  type CompareOptions,
  compareLayers,
  differencesOf,
  resultEnds,
} from "./differences";
import { chosenLayers, pickPatch } from "./pick";

const OPTIONS: CompareOptions = { isExact: false, questionOf: () => null };

let made = 0;
function thing(labelId: string, geometry: Geometry, more: Partial<Annotation> = {}): Annotation {
  made += 1;
  const fixed = { order: made, score: null, source: "manual", groupId: null } as const;
  return { id: `t${made}`, labelId, geometry, attributes: {}, ...fixed, ...more };
}
const box = (labelId: string, x: number, y = 0, size = 10) =>
  thing(labelId, { kind: "box", x, y, w: size, h: size });
const span = (labelId: string, start: number, end: number, more?: Partial<Annotation>) =>
  thing(labelId, { kind: "interval", start, end }, more);
const layer = (id: string, ...annotations: Annotation[]): ComparedLayer => ({ id, annotations });
const kinds = (layers: ComparedLayer[], options = OPTIONS) =>
  compareLayers(layers, options).map(({ kind, members, missing }) => [
    kind,
    members.map(({ layerId }) => layerId).join(""),
    missing.join(""),
  ]);

describe("compareLayers", () => {
  test("tells what is only in one, called otherwise, and put elsewhere", () => {
    const a = layer("A", box("car", 0), box("car", 100), box("car", 200), box("car", 300));
    const b = layer("B", box("car", 0.2), box("bus", 100), box("car", 202), box("car", 400));
    expect(kinds([a, b])).toEqual([
      ["same", "AB", ""],
      ["label", "AB", ""],
      ["place", "AB", ""],
      ["missing", "A", "B"],
      ["missing", "B", "A"],
    ]);
  });

  test("knows what those who have a thing agree on", () => {
    const a = layer("A", box("car", 0), box("car", 100));
    const b = layer("B", box("car", 0), box("bus", 100));
    const clusters = compareLayers([a, b, layer("R")], OPTIONS);
    expect(clusters.map(({ kind, isAgreed, missing }) => [kind, isAgreed, missing])).toEqual([
      ["missing", true, ["R"]],
      ["missing", false, ["R"]],
    ]);
    const others = compareLayers([a, b, layer("R")], { ...OPTIONS, resultId: "R" });
    expect(others.map(({ kind }) => kind)).toEqual(["missing", "label"]);
  });

  test("joins what has one label before what merely overlaps more", () => {
    const a = layer("A", box("car", 1));
    const b = layer("B", box("person", 1, 1), box("car", 3));
    expect(kinds([a, b])).toEqual([
      ["place", "AB", ""],
      ["missing", "B", "A"],
    ]);
  });

  test("offsets of texts count to the point; seconds do not", () => {
    const layers = [layer("A", span("x", 1, 2.05)), layer("B", span("x", 1, 2))];
    expect(kinds(layers)).toEqual([["same", "AB", ""]]);
    expect(kinds(layers, { ...OPTIONS, isExact: true })).toEqual([["place", "AB", ""]]);
  });

  test("compares the words of regions, not those that spans cover", () => {
    const layers = [
      layer("A", span("x", 1, 2, { text: "hello" })),
      layer("B", span("x", 1, 2, { text: "hallo" })),
    ];
    expect(kinds(layers)).toEqual([["details", "AB", ""]]);
    expect(kinds(layers, { ...OPTIONS, isExact: true })).toEqual([["same", "AB", ""]]);
  });

  test("answers to one question are one thing", () => {
    const whole = (labelId: string) => thing(labelId, { kind: "whole" });
    const layers = [layer("A", whole("cat")), layer("B", whole("dog"))];
    const asked = { ...OPTIONS, questionOf: () => "animal" };
    expect(kinds(layers, asked)).toEqual([["label", "AB", ""]]);
    expect(kinds(layers).map(([kind]) => kind)).toEqual(["missing", "missing"]);
  });

  test("relations are the same where their ends are", () => {
    const ends = (id: string) => {
      const [from, to] = [span("a", 0, 5), span("b", 10, 15)];
      return layer(id, from, to, thing("of", { kind: "relation", from: from.id, to: to.id }));
    };
    expect(kinds([ends("A"), ends("B")]).map(([kind]) => kind)).toEqual(["same", "same", "same"]);
  });

  const anyLayer = (id: string) =>
    fc
      .array(fc.record({ label: fc.constantFrom("p", "q"), x: fc.nat(60), y: fc.nat(60) }), {
        maxLength: 12,
      })
      .map((places) => layer(id, ...places.map(({ label, x, y }) => box(label, x, y))));

  test("every thing is in one cluster, at most once per layer; to itself a layer has no difference", () => {
    fc.assert(
      fc.property(anyLayer("A"), anyLayer("B"), anyLayer("C"), (a, b, c) => {
        const clusters = compareLayers([a, b, c], OPTIONS);
        const found = clusters.flatMap(({ members }) => members.map((each) => each.annotation.id));
        const given = [a, b, c].flatMap(({ annotations }) => annotations.map(({ id }) => id));
        expect(found.sort()).toEqual(given.sort());
        for (const { members, missing } of clusters) {
          expect(new Set(members.map(({ layerId }) => layerId)).size).toBe(members.length);
          expect(members.length + missing.length).toBe(3);
        }
        expect(differencesOf(compareLayers([a, { ...a, id: "twin" }], OPTIONS))).toEqual([]);
      }),
    );
  });
});

describe("pickPatch", () => {
  function pick(layers: ComparedLayer[], at: number, layerId: string | null) {
    const result = layers.find(({ id }) => id === "R");
    const annotations = new Map(result?.annotations.map((each) => [each.id, each]));
    const clusters = compareLayers(layers, OPTIONS);
    const cluster = clusters[at];
    if (!cluster) throw new Error("There is no such cluster.");
    const endOf = resultEnds(clusters, "R");
    const options = { annotations, resultId: "R", endOf, order: 99, newId: () => "new" };
    const patch = pickPatch(cluster, layerId, options);
    return { patch, cluster, change: patch && [...patch.values()][0] };
  }

  test("takes one's version in place of the result's, adds it, or removes it", () => {
    const r = layer("R", box("car", 1));
    const layers = [layer("A", box("car", 0), box("bus", 100)), layer("B", box("car", 3)), r];
    const [before] = r.annotations;
    expect(pick(layers, 0, "B").change?.after).toMatchObject({
      id: before?.id,
      geometry: { x: 3 },
    });
    expect(pick(layers, 0, null).change).toEqual({ before, after: null });
    expect(pick(layers, 1, "A").change).toMatchObject({
      before: null,
      after: { labelId: "bus", order: 99 },
    });
    expect(pick(layers, 1, "B").patch?.size).toBe(0);
  });

  test("what was picked is known again", () => {
    const [a, b] = [layer("A", box("car", 0)), layer("B", box("bus", 0))];
    const { cluster, change } = pick([a, b, layer("R")], 0, "A");
    expect(chosenLayers(cluster, "R")).toEqual([]);
    if (!change?.after) throw new Error("Nothing was picked.");
    const after = pick([a, b, layer("R", change.after)], 0, "A");
    expect(chosenLayers(after.cluster, "R")).toEqual(["A"]);
    expect(after.patch?.size).toBe(0);
  });

  test("a relation is picked when its ends are in the result", () => {
    const [from, to] = [span("a", 0, 5), span("b", 10, 15)];
    const relation = thing("of", { kind: "relation", from: from.id, to: to.id });
    const a = layer("A", from, to, relation);
    expect(pick([a, layer("R")], 2, "A").patch).toBeNull();
    const inResult = layer("R", span("a", 0, 5), span("b", 10, 15));
    const [start, end] = inResult.annotations;
    expect(pick([a, inResult], 2, "A").change?.after?.geometry).toEqual({
      ...{ kind: "relation", from: start?.id, to: end?.id },
    });
  });
});
