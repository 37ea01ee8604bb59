import { expect, test } from "vitest";
import { createClipboard } from "../clipboard";
import { createPreferences } from "../preferences";
import { boxOf, driveEditor, LABELS } from "./image-editor-driver";
import { toImage } from "./viewport";

test("draw, undo, redo", () => {
  const user = driveEditor().run("tools.box").drag([10, 10], [40, 50]);
  expect(user.boxes()).toEqual([[10, 10, 30, 40]]);
  expect(user.selection()).toEqual(["new1"]);
  expect(user.run("edit.undo").boxes()).toEqual([]);
  expect(user.selection()).toEqual([]);
  expect(user.run("edit.redo").boxes()).toEqual([[10, 10, 30, 40]]);
});

test("while drawing nothing is in the document, and undo takes back the half shape only", () => {
  const user = driveEditor().run("tools.box").drag([10, 10], [40, 50]).down(60, 10).move(90, 40);
  expect(user.editor.preview()).toEqual({ kind: "box", x: 60, y: 10, w: 30, h: 30 });
  expect(user.boxes()).toHaveLength(1);
  expect(user.run("edit.undo").editor.preview()).toBeNull();
  expect(user.up().boxes()).toHaveLength(1);
});

test("without a mouse: place, move, resize, relabel, one entry per key held", () => {
  const user = driveEditor().run("tools.place");
  expect(user.boxes()).toEqual([[75, 37.5, 50, 25]]);
  user.run("edit.move-left").run("edit.move-left", { isRepeat: true }).run("edit.move-down-far");
  user.run("edit.resize-right-far").run("edit.resize-up");
  user.run("tools.select").run("labels.use-person");
  expect(user.boxes()).toEqual([[73, 47.5, 60, 24]]);
  expect(user.editor.document.annotations().get("new1")?.labelId).toBe("person");
  user.run("edit.undo").run("edit.undo").run("edit.undo").run("edit.undo").run("edit.undo");
  expect(user.boxes()).toEqual([[75, 37.5, 50, 25]]);
});

test("a drag shows drafts and handles there, and commits on release", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)] })
    .down(20, 15)
    .move(50, 45);
  expect(user.editor.drafts().get("a")).toMatchObject({ x: 40, y: 40 });
  expect(user.editor.handles()[0]?.point).toEqual({ x: 40, y: 40 });
  expect(user.boxes()).toEqual([[10, 10, 20, 10]]);
  expect(user.up().boxes()).toEqual([[40, 40, 20, 10]]);
});

test("someone else's change to what is being dragged ends the drag", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)] })
    .down(20, 15)
    .move(50, 45);
  const before = boxOf("a", 10, 10);
  user.editor.document.commit(new Map([["a", { before, after: boxOf("a", 0, 0) }]]), "remote");
  expect(user.up().boxes()).toEqual([[0, 0, 20, 10]]);
});

test("Esc steps back one level at a time", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)] }).run("tools.box");
  user.run("selection.all").down(60, 60).move(80, 80);
  expect(user.run("selection.escape").editor.preview()).toBeNull();
  expect(user.selection()).toEqual(["a"]);
  expect(user.run("selection.escape").selection()).toEqual([]);
  expect(user.run("selection.escape").editor.session.getState().tool).toBe("select");
  expect(user.editor.escape()).toBe(false);
});

test("the middle button and Space pan without leaving the tool, even between two clicks", () => {
  const user = driveEditor().run("tools.box").click(10, 10);
  user.with({ button: "middle" }).drag([100, 50], [120, 60]);
  expect(toImage(user.editor.session.getState().viewport, { x: 120, y: 60 })).toEqual({
    x: 100,
    y: 50,
  });
  user.with({ button: "primary" }).editor.holdHand(true);
  user.drag([120, 60], [100, 50]).editor.holdHand(false);
  expect(user.editor.session.getState().heldPan).toBeNull();
  expect(user.click(40, 50).boxes()).toEqual([[10, 10, 30, 40]]);
});

test("two fingers pinch and drop what the first had begun", () => {
  const user = driveEditor()
    .run("tools.box")
    .with({ id: 1, kind: "touch" })
    .down(50, 50)
    .move(80, 80);
  user.with({ id: 2 }).down(120, 80).move(160, 80);
  expect(user.editor.session.getState().viewport.scale).toBe(2);
  user.up().with({ id: 1 }).up();
  expect(user.boxes()).toEqual([]);
});

test("hidden and locked things are out of reach, and come back", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10), boxOf("b", 60, 10)] });
  user.click(20, 15).run("selection.hide").run("selection.escape");
  expect(user.editor.visible().map(({ id }) => id)).toEqual(["b"]);
  expect(user.click(20, 15).selection()).toEqual([]);
  user.run("selection.show-all").click(70, 15).run("selection.lock").run("edit.delete");
  expect(user.boxes()).toHaveLength(2);
  user.run("selection.unlock-all").run("edit.delete");
  expect(user.boxes()).toEqual([[10, 10, 20, 10]]);
});

test("copies go to another item, find their label by name, and keep inside its image", () => {
  const clipboard = createClipboard();
  const annotations = [boxOf("a", 10, 10), boxOf("b", 170, 80)];
  driveEditor({ annotations, clipboard }).run("selection.all").run("edit.copy");
  const labels = [{ ...LABELS[0], id: "coche", name: "car" }].flatMap((each) =>
    each.color
      ? [{ hotkey: null, geometries: ["box"], position: 0, ...each, color: each.color }]
      : [],
  );
  const item = { id: "other", extent: { width: 100, height: 100 } };
  const there = driveEditor({ clipboard, item, labels }).run("edit.paste");
  expect(there.boxes()).toEqual([[10, 10, 20, 10]]);
  expect(there.editor.document.annotations().get("new1")?.labelId).toBe("coche");
});

test("a duplicate lies a little aside and in front", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)] })
    .run("selection.all")
    .run("edit.duplicate");
  expect(user.boxes()).toEqual([
    [10, 10, 20, 10],
    [20, 20, 20, 10],
  ]);
  expect(user.selection()).toEqual(["new1"]);
});

test("the drawing order changes for the moved only", () => {
  const annotations = ["a", "b", "c", "d"].map((id, order) => ({ ...boxOf(id, 10, 10), order }));
  const user = driveEditor({ annotations });
  const after = (command: string) => {
    user.run(command);
    return user.editor
      .visible()
      .map(({ id }) => id)
      .join("");
  };
  user.editor.select(["b"]);
  expect(after("edit.order-forward")).toBe("acbd");
  expect(after("edit.order-front")).toBe("acdb");
  expect(after("edit.order-back")).toBe("bacd");
  user.editor.select(["b", "a"]);
  expect(after("edit.order-forward")).toBe("cbad");
  expect(after("edit.order-backward")).toBe("bacd");
  expect(user.editor.document.annotations().get("d")?.order).toBe(3);
});

test("orders that tie are numbered anew", () => {
  const user = driveEditor({ annotations: ["a", "b", "c", "d"].map((id) => boxOf(id, 10, 10)) });
  user.editor.select(["a"]);
  user.run("edit.order-forward");
  expect(user.editor.visible().map(({ id }) => id)).toEqual(["b", "a", "c", "d"]);
});

test("labels may change under an open editor", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)] });
  user.editor.setLabels(LABELS.slice(1));
  const { labels, activeLabelId } = user.editor.session.getState();
  expect(activeLabelId).toBe("person");
  expect(labels.colorOf("car")).toMatch(/^#/);
  user.click(20, 15).run("labels.use-person");
  expect(user.editor.document.annotations().get("a")?.labelId).toBe("person");
  user.editor.setLabels([]);
  user.run("tools.box").drag([60, 10], [90, 40]);
  expect(user.boxes()).toHaveLength(1);
  expect(user.editor.session.getState().notice).toBe("noLabel");
});

test("read-only: look and copy, change nothing", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)], isReadOnly: true });
  user.run("tools.box").drag([60, 10], [90, 40]).drag([20, 15], [60, 60]);
  user.run("selection.all").run("edit.delete").run("edit.duplicate").run("edit.move-left");
  expect(user.boxes()).toEqual([[10, 10, 20, 10]]);
  expect(user.selection()).toEqual(["a"]);
});

test("stepping through selects in drawing order and round", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10), boxOf("b", 60, 10)] });
  expect(user.run("selection.next").selection()).toEqual(["a"]);
  expect(user.run("selection.next").run("selection.next").selection()).toEqual(["a"]);
  expect(user.run("selection.previous").selection()).toEqual(["b"]);
});

test("preferences outlive the page, unreadable ones fall back one by one", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  createPreferences(storage).setState({ showGrid: true, brightness: 1.5 });
  expect(createPreferences(storage).getState()).toMatchObject({ showGrid: true, brightness: 1.5 });
  storage.setItem("trazo.editor.preferences", '{"showGrid":true,"brightness":"loud"}');
  expect(createPreferences(storage).getState()).toMatchObject({ showGrid: true, brightness: 1 });
  storage.setItem("trazo.editor.preferences", "{");
  expect(createPreferences(storage).getState().showGrid).toBe(false);
});

test("history survives a reload through the editor", () => {
  const user = driveEditor().run("tools.box").drag([10, 10], [40, 50]);
  const annotations = [...user.editor.document.annotations().values()];
  const again = driveEditor({ annotations, history: user.editor.history.save() });
  expect(again.run("edit.undo").boxes()).toEqual([]);
});

test("the cursor says what the pointer would do", () => {
  const user = driveEditor({ annotations: [boxOf("a", 10, 10)] });
  expect(user.editor.cursor()).toBe("default");
  expect(user.move(20, 15).editor.cursor()).toBe("move");
  expect(user.click(20, 15).move(30, 20).editor.cursor()).toBe("nwse-resize");
  expect(user.run("tools.box").editor.cursor()).toBe("crosshair");
  user.editor.holdHand(true);
  expect(user.editor.cursor()).toBe("grab");
  expect(user.down(50, 50).editor.cursor()).toBe("grabbing");
});

test("however the hand moves, releasing commits once", () => {
  const user = driveEditor().run("tools.box");
  let commits = 0;
  user.editor.document.subscribe(() => commits++);
  user.down(10, 10).move(20, 20).move(30, 30).move(40, 50).up();
  expect(commits).toBe(1);
});

test("while drawing, a label key is for the next shape and leaves the last one alone", () => {
  const user = driveEditor().run("tools.box").drag([10, 10], [40, 40]).run("labels.use-person");
  user.drag([60, 10], [90, 40]);
  const made = [...user.editor.document.annotations().values()].map(({ labelId }) => labelId);
  expect(made).toEqual(["car", "person"]);
});
