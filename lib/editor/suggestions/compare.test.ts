import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { boxOf, driveEditor } from "../image/image-editor-driver";
import { type Compared, type ComparedPair, compareLayers, differencesOf } from "./compare";
import { OWN_WORK } from "./suggestions";
import { importOf, layerOf, suggested } from "./testing/suggested";

const box = (x: number, w = 20) => ({ kind: "box" as const, x, y: 10, w, h: 10 });
const at = (id: string, x: number, given: { score?: number; labelId?: string } = {}): Annotation =>
  suggested({ id, score: 0.9, geometry: box(x), ...given });

const someBox = fc.record({
  x: fc.integer({ min: 0, max: 40 }),
  w: fc.integer({ min: 1, max: 20 }),
  labelId: fc.constantFrom("car", "person"),
});
const someLayer = (id: string) =>
  fc.array(someBox, { maxLength: 12 }).map(
    (boxes): Compared => ({
      id,
      annotations: boxes.map(({ x, w, labelId }, n) =>
        suggested({ id: `${id}${n}`, score: 0.5, geometry: box(x, w), labelId }),
      ),
    }),
  );

const counts = (pairs: readonly ComparedPair[] | null) =>
  pairs?.map(({ a, b, both, onlyA, onlyB }) => `${a} ${b}: ${both} ${onlyA.size} ${onlyB.size}`) ??
  null;

describe("what is the same", () => {
  test("has one label and overlaps by a half, and is taken once", () => {
    const pairs = compareLayers([
      { id: "a", annotations: [at("a1", 0), at("a2", 50), at("a3", 90, { labelId: "person" })] },
      { id: "b", annotations: [at("b1", 5), at("b2", 2), at("b3", 65), at("b4", 90)] },
    ]);
    // a1 goes to b2, which overlaps it more; a2 and b3 share too little, a3 and b4 have other labels.
    expect(counts(pairs)).toEqual(["a b: 1 2 3"]);
    expect(differencesOf(pairs, "a")).toEqual(new Set(["a2", "a3"]));
    expect(differencesOf(pairs, "b")).toEqual(new Set(["b1", "b3", "b4"]));
  });

  test("says the same text, where it is an answer about the whole", () => {
    const whole = (id: string, text?: string): Annotation => ({
      ...suggested({ id, score: 1, geometry: { kind: "whole" } }),
      ...(text === undefined ? {} : { text }),
    });
    const pairs = compareLayers([
      { id: "a", annotations: [whole("a1", "yes"), whole("a2")] },
      { id: "b", annotations: [whole("b1", "no"), whole("b2")] },
    ]);
    expect(counts(pairs)).toEqual(["a b: 1 1 1"]);
  });

  test("is no relation: its ends are of its own layer", () => {
    const relation = suggested({
      ...{ id: "r", score: 1 },
      geometry: { kind: "relation", from: "a", to: "b" },
    });
    const pairs = compareLayers([
      { id: "a", annotations: [relation] },
      { id: "b", annotations: [] },
    ]);
    expect(counts(pairs)).toEqual(["a b: 0 0 0"]);
  });

  test("comes to the same from either side, adds up, and a layer has nothing over itself", () => {
    fc.assert(
      fc.property(someLayer("a"), someLayer("b"), (a, b) => {
        const [there] = compareLayers([a, b]);
        const [back] = compareLayers([b, a]);
        expect(back).toEqual({
          ...{ a: "b", b: "a", both: there?.both },
          ...{ onlyA: there?.onlyB, onlyB: there?.onlyA },
        });
        expect((there?.both ?? 0) + (there?.onlyA.size ?? 0)).toBe(a.annotations.length);
        const n = a.annotations.length;
        expect(counts(compareLayers([a, { ...a, id: "again" }]))).toEqual([`a again: ${n} 0 0`]);
      }),
    );
  });
});

function opened() {
  const nano = layerOf("nano", [at("n1", 10), at("n2", 60), at("weak", 120, { score: 0.2 })]);
  const file = importOf("results.json", [
    { ...at("i1", 11), score: null, source: "import" },
    { ...at("i2", 90), score: null, source: "import" },
  ]);
  const driver = driveEditor({ suggestions: [nano, file] });
  const { suggestions } = driver.editor;
  suggestions.attachComparer({ compareLayers, differencesOf });
  return {
    ...driver,
    ...{ nano, file, suggestions },
    open: () => suggestions.open().map(({ annotation }) => annotation.id),
  };
}

describe("layers that are compared", () => {
  test("are those that are shown, from their thresholds on, and what people made", () => {
    const { suggestions, file, nano, run } = opened();
    const pairs = () => counts(suggestions.comparison());
    expect(pairs()).toEqual(["layer-nano import-results.json: 1 1 1"]);
    suggestions.setThreshold(nano.layerId, 0.1);
    expect(pairs()).toEqual(["layer-nano import-results.json: 1 2 1"]);
    suggestions.setThreshold(nano.layerId, 0.5);
    suggestions.setOn(file.layerId, false);
    expect(suggestions.canCompare()).toBe(false);
    expect(pairs()).toBeNull();
    run("suggestions.next").run("suggestions.accept");
    expect(suggestions.canCompare()).toBe(true);
    expect(pairs()).toEqual([`layer-nano ${OWN_WORK}: 1 1 0`]);
    suggestions.setOn(file.layerId, true);
    expect(pairs()).toHaveLength(3);
    run("suggestions.toggle");
    expect(pairs()).toBeNull();
  });

  test("show only where they differ on demand: by list, point and place; all that is shown is accepted", () => {
    const { editor, suggestions, run, open } = opened();
    run("suggestions.next");
    expect(suggestions.focused()?.annotation.id).toBe("i1");
    run("suggestions.differences");
    expect(suggestions.focused()).toBeNull();
    expect(open()).toEqual(["i2", "n2"]);
    expect(suggestions.find("n1")).toBeNull();
    expect(suggestions.hit({ x: 15, y: 15 }, 1)).toEqual([]);
    run("suggestions.accept-all");
    expect([...editor.document.current().keys()].sort()).toEqual(["i2", "n2"]);
    // On the others the layers agree, whatever the person has so far.
    expect(open()).toEqual([]);
    run("edit.undo").run("suggestions.differences");
    expect(open()).toHaveLength(4);
  });

  test("differ from what people make where one of them is shown alone, while they draw", () => {
    const { editor, suggestions, file, run, open } = opened();
    suggestions.setOn(file.layerId, false);
    const draw = (id: string, x: number) =>
      editor.commit(new Map([[id, { before: null, after: boxOf(id, x, 10) }]]));
    draw("far", 150);
    run("suggestions.differences");
    expect(open()).toEqual(["n1", "n2"]);
    // Not so near that it would be taken for the same, but it means the same thing.
    draw("near", 14);
    expect(open()).toEqual(["n2"]);
    run("edit.undo");
    expect(open()).toEqual(["n1", "n2"]);
  });

  test("are shown one at a time by a key, then all again", () => {
    const { suggestions, run } = opened();
    const shown = () =>
      suggestions.layers().flatMap(({ layerId }) => (suggestions.isOn(layerId) ? [layerId] : []));
    const all = ["layer-nano", "import-results.json"];
    expect(shown()).toEqual(all);
    run("suggestions.next-layer");
    expect(shown()).toEqual(all.slice(0, 1));
    run("suggestions.next-layer");
    expect(shown()).toEqual(all.slice(1));
    run("suggestions.next-layer");
    expect(shown()).toEqual(all);
  });
});

test("what an import suggests is shown whatever its score, each title with a slider of its own", () => {
  const scored = importOf("a", [at("a1", 10, { score: 0.1 })]);
  const other = importOf("b", [at("b1", 60, { score: 0.1 })]);
  const { editor } = driveEditor({ suggestions: [scored, other] });
  const open = () => editor.suggestions.open().map(({ annotation }) => annotation.id);
  expect(open()).toEqual(["a1", "b1"]);
  editor.suggestions.setThreshold(scored.layerId, 0.2);
  expect(open()).toEqual(["b1"]);
  editor.suggestions.setOn(other.layerId, false);
  expect(open()).toEqual([]);
});
