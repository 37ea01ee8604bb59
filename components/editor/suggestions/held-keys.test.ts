import { expect, test } from "vitest";
import { editorCommands } from "@/lib/editor/commands";
import { driveEditor } from "@/lib/editor/image/image-editor-driver";
import { layerOf, suggested } from "@/lib/editor/suggestions/testing/suggested";
import { createHeldKeys } from "./held-keys";

const box = (x: number) => ({ kind: "box" as const, x, y: 10, w: 20, h: 10 });
const likely = suggested({ id: "likely", score: 0.8, geometry: box(10) });
const doubtful = suggested({ id: "doubtful", score: 0.55, geometry: box(100) });

function opened() {
  const keys = createHeldKeys();
  const { editor } = driveEditor({ suggestions: [layerOf("nano", [likely, doubtful])] });
  const context = { editor, shell: {} };
  const commands = keys.hold(editorCommands("image", []));
  const press = (...ids: string[]) => {
    for (const id of ids) {
      const command = commands.find((each) => each.id === id);
      if (command?.isEnabled?.(context) ?? true) void command?.run(context, { isRepeat: false });
    }
  };
  let runs = 0;
  /** What `SuggestionsHost` does once it is there. */
  const arrive = () => {
    editor.suggestions.recommend("nano@1", 0.7);
    editor.suggestions.attachRunner(() => {
      runs += 1;
    });
    keys.release(context);
  };
  return {
    keys,
    editor,
    press,
    arrive,
    runs: () => runs,
    ids: () => [...editor.document.current().keys()],
  };
}

test("keys that come before the code that runs models are heard once it is there, in their order", () => {
  const { press, arrive, runs, ids, editor } = opened();
  press("suggestions.run", "suggestions.next", "suggestions.accept");
  expect(ids()).toEqual([]);
  arrive();
  expect(runs()).toBe(1);
  expect(ids()).toEqual(["likely"]);
  press("suggestions.run");
  expect(runs()).toBe(2);
  press("edit.undo");
  expect(editor.document.current().size).toBe(0);
});

test("accepting all waits for the project's threshold, and takes nothing below it", () => {
  const { press, arrive, ids } = opened();
  press("suggestions.accept-all");
  arrive();
  expect(ids()).toEqual(["likely"]);
});

test("what was asked of an item that is left is forgotten; other commands never wait", () => {
  const { press, arrive, runs, keys, editor } = opened();
  press("suggestions.run", "suggestions.next", "view.zoom-in");
  expect(editor.session.getState().viewport.scale).toBeGreaterThan(1);
  keys.drop();
  arrive();
  expect(runs()).toBe(0);
  expect(editor.suggestions.focused()).toBeNull();
});
