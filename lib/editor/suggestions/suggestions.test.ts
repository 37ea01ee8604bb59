import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { boxIou } from "@/lib/geometry/box";
import { boundsOf } from "@/lib/geometry/geometry";
import { boxOf, driveEditor } from "../image/image-editor-driver";
import { suggestionKey } from "./joint-document";
import { layerOf, suggested } from "./testing/suggested";

const box = (x: number, y: number, w = 20, h = 10) => ({ kind: "box" as const, x, y, w, h });
const car = suggested({ id: "car1", score: 0.9, geometry: box(10, 10) });
const far = suggested({ id: "car2", score: 0.7, geometry: box(100, 50) });
const weak = suggested({ id: "car3", score: 0.2, geometry: box(150, 80) });

function opened(options: Partial<Parameters<typeof driveEditor>[0]> = {}) {
  const nano = layerOf("nano", [far, car, weak]);
  const driver = driveEditor({ suggestions: [nano], ...options });
  const { suggestions, session, document } = driver.editor;
  return {
    ...driver,
    nano,
    suggestions,
    open: () => suggestions.open().map(({ annotation }) => annotation.id),
    focused: () => suggestions.focused()?.annotation.id ?? null,
    state: () => session.getState(),
    annotations: () => [...document.current().values()],
  };
}

describe("deciding", () => {
  test("steps through the strongest first, round at the ends, and Esc leaves", () => {
    const { run, open, focused } = opened();
    expect(open()).toEqual(["car1", "car2"]);
    run("suggestions.next");
    expect(focused()).toBe("car1");
    run("suggestions.next").run("suggestions.next");
    expect(focused()).toBe("car1");
    run("suggestions.previous");
    expect(focused()).toBe("car2");
    run("selection.escape");
    expect(focused()).toBeNull();
  });

  test("accepting keeps id, score and source, goes on to the next, and is one undo", () => {
    const { run, open, focused, annotations, editor } = opened();
    run("suggestions.next").run("suggestions.accept");
    expect(annotations()).toEqual([{ ...car, order: 0 }]);
    expect(open()).toEqual(["car2"]);
    expect(focused()).toBe("car2");
    run("edit.undo");
    expect(annotations()).toEqual([]);
    expect(focused()).toBe("car1");
    run("edit.redo");
    expect(annotations()).toHaveLength(1);
    expect(editor.session.getState().selection).toEqual(new Set(["car1"]));
  });

  test("a label key accepts under that label, but not while a box is being drawn", () => {
    const { run, annotations, state } = opened();
    run("suggestions.next").run("labels.use-person");
    expect(annotations()).toMatchObject([{ id: "car1", labelId: "person", score: 0.9 }]);
    run("tools.box").run("labels.use-person");
    expect(annotations()).toHaveLength(1);
    expect(state().activeLabelId).toBe("person");
  });

  test("rejecting takes it out of the model's layer; undo brings it back", () => {
    const { run, open, focused, nano } = opened();
    run("suggestions.next").run("suggestions.reject");
    expect(open()).toEqual(["car2"]);
    expect(focused()).toBe("car2");
    run("edit.delete");
    expect([...nano.document.current().keys()]).toEqual(["car3"]);
    run("edit.undo").run("edit.undo");
    expect(open()).toEqual(["car1", "car2"]);
    expect(focused()).toBe("car1");
    run("edit.redo");
    expect(open()).toEqual(["car2"]);
  });

  test("all at or above the threshold are accepted, or rejected, in one undo each", () => {
    const { run, annotations, nano, open } = opened();
    run("suggestions.accept-all");
    expect(annotations().map(({ id, order }) => [id, order])).toEqual([
      ["car1", 0],
      ["car2", 1],
    ]);
    run("edit.undo").run("suggestions.reject-all");
    expect(nano.document.current().size).toBe(1);
    run("edit.undo");
    expect(open()).toHaveLength(2);
  });

  test("dragging one accepts it where it is put, in one entry", () => {
    const { drag, annotations, selection, run, open } = opened();
    drag([20, 15], [40, 25]);
    expect(annotations()).toMatchObject([
      { id: "car1", score: 0.9, source: "model", geometry: box(30, 20) },
    ]);
    expect(selection()).toEqual(["car1"]);
    run("edit.undo");
    expect(annotations()).toEqual([]);
    expect(open()).toContain("car1");
  });

  test("a handle of the one in focus corrects it", () => {
    const { click, drag, annotations } = opened();
    click(20, 15);
    drag([30, 20], [50, 40]);
    expect(annotations()).toMatchObject([{ id: "car1", geometry: box(10, 10, 40, 30) }]);
  });

  test("arrow keys accept the one in focus where they move it, held down in one entry", () => {
    const { click, run, annotations } = opened();
    click(20, 15).run("edit.move-right");
    run("edit.move-right", { isRepeat: true }).run("edit.resize-down", { isRepeat: true });
    expect(annotations()).toMatchObject([{ id: "car1", geometry: box(12, 10, 20, 11) }]);
    run("edit.undo");
    expect(annotations()).toEqual([]);
  });

  test("a drag that is called off accepts nothing", () => {
    const { down, move, up, run, annotations } = opened();
    down(20, 15);
    move(40, 25);
    run("selection.escape");
    up();
    expect(annotations()).toEqual([]);
  });

  test("a click brings it into focus, a second the next below; what is selected is left", () => {
    const { click, focused, selection } = opened({ annotations: [boxOf("mine", 0, 0, 60, 60)] });
    click(20, 15);
    expect(focused()).toBe("car1");
    click(20, 15);
    expect(selection()).toEqual(["mine"]);
    expect(focused()).toBeNull();
    click(20, 15);
    expect(focused()).toBe("car1");
    expect(selection()).toEqual([]);
    click(195, 5);
    expect(focused()).toBeNull();
  });

  test("who may only look sees and steps, and decides nothing", () => {
    const { run, click, focused, annotations, nano, drag, state } = opened({ isReadOnly: true });
    click(20, 15);
    expect(focused()).toBe("car1");
    run("suggestions.accept").run("edit.delete").run("suggestions.accept-all");
    run("labels.use-person").run("suggestions.reject-all");
    drag([20, 15], [40, 25]);
    expect(annotations()).toEqual([]);
    expect(nano.document.current().size).toBe(3);
    expect(state().suggestions.focus).not.toBeNull();
  });
});

describe("what is shown", () => {
  test("the threshold is kept per version of the model, for the next item too", () => {
    const { run, open, suggestions, editor } = opened();
    suggestions.setThreshold("layer-nano", 0.1);
    expect(open()).toEqual(["car1", "car2", "car3"]);
    const { preferences } = editor;
    const next = driveEditor({ preferences, suggestions: [layerOf("nano", [weak])] });
    expect(next.editor.suggestions.open()).toHaveLength(1);
    const other = driveEditor({ preferences, suggestions: [layerOf("other", [weak])] });
    expect(other.editor.suggestions.open()).toHaveLength(0);
    run("suggestions.fewer");
    expect(suggestions.thresholdOf("layer-nano")).toBe(0.15);
  });

  test("the project's threshold holds until the person has chosen", () => {
    const { open, suggestions } = opened();
    suggestions.recommend("nano@1", 0.8);
    expect(open()).toEqual(["car1"]);
    suggestions.setThreshold("layer-nano", 0.6);
    expect(open()).toEqual(["car1", "car2"]);
  });

  test("layers can be shown one by one, and all hidden; what is hidden cannot be hit", () => {
    const { run, open, click, focused, suggestions } = opened();
    suggestions.add(layerOf("pico", [suggested({ id: "p", score: 0.8, geometry: box(50, 50) })]));
    expect(open()).toEqual(["car1", "p", "car2"]);
    suggestions.setOn("layer-nano", false);
    expect(open()).toEqual(["p"]);
    click(20, 15);
    expect(focused()).toBeNull();
    run("suggestions.toggle");
    expect(open()).toEqual([]);
    run("suggestions.toggle");
    suggestions.setOn("layer-nano", true);
    expect(open()).toEqual(["car1", "p", "car2"]);
  });

  test("what is there already under the same label is not suggested again", () => {
    const { open, editor } = opened({ annotations: [boxOf("mine", 10.2, 10, 20, 10)] });
    expect(open()).toEqual(["car2"]);
    const mine = editor.document.current().get("mine");
    if (!mine) throw new Error("It is there.");
    const person: Annotation = { ...mine, labelId: "person" };
    editor.commit(new Map([["mine", { before: mine, after: person }]]));
    expect(open()).toEqual(["car1", "car2"]);
    editor.undo();
    expect(open()).toEqual(["car2"]);
  });

  test("of two models that say the same, accepting all takes the stronger", () => {
    const { run, suggestions, annotations } = opened();
    const same = suggested({ id: "p", score: 0.95, geometry: box(10, 10.2) });
    suggestions.add(layerOf("pico", [same]));
    run("suggestions.accept-all");
    expect(annotations().map(({ id }) => id)).toEqual(["p", "car2"]);
  });

  test("whatever is drawn, moved and decided: open is what nobody has decided or drawn", () => {
    const spot = fc.record({ x: fc.nat(60), y: fc.nat(30), w: fc.constant(20) });
    const step = fc.oneof(
      fc.record({ do: fc.constant("draw" as const), at: spot }),
      fc.record({ do: fc.constantFrom("accept", "reject", "undo", "redo" as const), at: spot }),
    );
    const run = fc.property(fc.array(spot, { maxLength: 12 }), fc.array(step), (spots, steps) => {
      const records = spots.map(({ x, y, w }, i) =>
        suggested({ id: `s${i}`, score: 1, geometry: box(x, y, w) }),
      );
      const layer = layerOf("nano", records);
      const { editor } = driveEditor({ suggestions: [layer] });
      steps.forEach(({ do: what, at }, i) => {
        const { suggestions } = editor;
        const first = suggestions.open()[0];
        if (what === "undo") editor.undo();
        else if (what === "redo") editor.redo();
        else if (what === "draw") {
          const after = boxOf(`d${i}`, at.x, at.y, at.w, 10);
          editor.commit(new Map([[after.id, { before: null, after }]]));
        } else if (first && what === "accept") suggestions.accept(first);
        else if (first) suggestions.reject([first]);
      });
      const drawn = [...editor.document.current().values()];
      const expected = [...layer.document.current().values()].filter(
        ({ id, geometry }) =>
          !drawn.some(
            (mine) => mine.id === id || boxIou(boundsOf(mine.geometry), boundsOf(geometry)) >= 0.9,
          ),
      );
      const open = editor.suggestions.open().map(({ annotation }) => annotation.id);
      expect(open.sort()).toEqual(expected.map(({ id }) => id).sort());
    });
    fc.assert(run);
  });
});

test("the history survives a reload, over both the item and the model's layer", () => {
  const before = opened();
  before.run("suggestions.next").run("suggestions.reject").run("suggestions.accept");
  const kept: unknown = JSON.parse(JSON.stringify(before.editor.history.save()));
  const after = opened({
    history: kept,
    annotations: before.annotations(),
    suggestions: [layerOf("nano", [...before.nano.document.current().values()])],
  });
  expect(after.open()).toEqual([]);
  after.run("edit.undo").run("edit.undo");
  expect(after.open()).toEqual(["car1", "car2"]);
  expect(after.annotations()).toEqual([]);
});

test("undo leaves a layer alone that is here no more, and reaches what came before", () => {
  const { run, suggestions, annotations, editor } = opened();
  run("tools.place").run("tools.select").run("suggestions.next").run("suggestions.reject");
  suggestions.remove("layer-nano");
  run("edit.undo");
  expect(annotations()).toEqual([]);
  expect(editor.history.canRedo()).toBe(true);
});

test("others' decisions come into the list, and take the focus with them", () => {
  const { run, nano, open, focused, suggestions } = opened();
  run("suggestions.next");
  nano.document.commit(new Map([["car1", { before: car, after: null }]]), "remote");
  expect(open()).toEqual(["car2"]);
  expect(focused()).toBeNull();
  suggestions.focus(suggestionKey("layer-nano", "car2"));
  expect(focused()).toBe("car2");
});
