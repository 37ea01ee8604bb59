import { expect, test } from "vitest";
import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import { runCommand } from "@/lib/commands/run-command";
import type { Geometry } from "@/lib/geometry/geometry";
import { editCommands } from "./commands/edit";
import { labelCommands } from "./commands/labels";
import { selectionCommands } from "./commands/selection";
import { createPatch } from "./edit";
import { type Editor, editorActions } from "./editor";
import { createEditorBase, documentOf } from "./editor-base";
import type { MediaPart } from "./media-part";
import { createSession } from "./session";
import { createSuggestions } from "./suggestions/suggestions";

const LABELS: readonly Label[] = ["name", "place"].map((name, position) => ({
  id: name,
  name,
  color: "#aa3355",
  hotkey: String(position + 1),
  geometries: ["interval"],
  position,
}));
const LENGTH = 100;

/** The smallest editor there can be: intervals on a line, without a view, a pointer or tools. */
function editLine(ids: readonly string[]): { editor: Editor; run(id: string): void } {
  const annotations = ids.map((id, order) => spanOf(id, 10 * (ids.length - order), order));
  const document = documentOf(annotations);
  let made = 0;
  const session = createSession({});
  const item = { id: "line" };
  const newId = () => `new${++made}`;
  const base = createEditorBase({ item, labels: LABELS, document, session, newId });
  const part: MediaPart = {
    kind: "image",
    isBusy: () => false,
    cancelGesture: () => false,
    isDrawing: () => false,
    leaveTool: () => false,
    reveal: () => {},
    focus: () => true,
    hint: () => "",
    placeCopies: (originals) => new Map([...originals].filter(([, each]) => endOf(each) <= LENGTH)),
    compare: (a, b) => startOf(a.geometry) - startOf(b.geometry),
  };
  const suggestions = createSuggestions(base, {
    order: "place",
    compare: part.compare,
    touching: () => document.current().values(),
    show: () => {},
  });
  const actions = editorActions(base, { ...part, suggestions });
  const editor: Editor = { ...base, ...part, ...actions, suggestions };
  const commands = [...editCommands, ...selectionCommands, ...labelCommands(LABELS)];
  return {
    editor,
    run(id) {
      const command = commands.find((each) => each.id === id);
      if (!command) throw new Error(`There is no command ${id}.`);
      void runCommand(command, { editor, shell: {} });
    },
  };
}

function spanOf(id: AnnotationId, start: number, order: number): Annotation {
  const geometry: Geometry = { kind: "interval", start, end: start + 5 };
  const patch = createPatch(new Map(), { id, labelId: "name", geometry });
  const made = patch.get(id)?.after;
  if (!made) throw new Error("A new annotation is in its own patch.");
  return { ...made, order };
}

function startOf(geometry: Geometry): number {
  return geometry.kind === "interval" ? geometry.start : 0;
}

function endOf(geometry: Geometry): number {
  return geometry.kind === "interval" ? geometry.end : 0;
}

test("the common commands serve annotations that lie on no plane", () => {
  const { editor, run } = editLine(["c", "b", "a"]);
  const selection = () => [...editor.session.getState().selection];
  // In the order of their places, not of their making.
  for (const id of ["a", "b", "c", "a"]) {
    run("selection.next");
    expect(selection()).toEqual([id]);
  }
  run("labels.use-place");
  expect(editor.document.current().get("a")?.labelId).toBe("place");
  run("edit.cut");
  expect([...editor.document.current().keys()]).toEqual(["c", "b"]);
  run("edit.paste");
  expect(editor.document.current().get("new1")).toMatchObject({
    labelId: "place",
    geometry: { kind: "interval", start: 10, end: 15 },
  });
  for (let n = 0; n < 3; n += 1) run("edit.undo");
  expect([...editor.document.current().keys()].sort()).toEqual(["a", "b", "c"]);
  expect(editor.document.current().get("a")?.labelId).toBe("name");
});

test("copies for which there is no room are left out", () => {
  const { editor, run } = editLine(["a"]);
  editor.document.commit(
    new Map([["far", { before: null, after: spanOf("far", 98, 9) }]]),
    "remote",
  );
  run("selection.all");
  run("edit.duplicate");
  expect([...editor.document.current().keys()]).toEqual(["a", "far", "new1"]);
});

test("what is removed elsewhere is no longer selected, and Esc leaves the rest", () => {
  const { editor, run } = editLine(["a", "b"]);
  run("selection.all");
  const before = editor.document.current().get("a") ?? null;
  editor.document.commit(new Map([["a", { before, after: null }]]), "remote");
  expect([...editor.session.getState().selection]).toEqual(["b"]);
  expect(editor.escape()).toBe(true);
  expect(editor.escape()).toBe(false);
});
