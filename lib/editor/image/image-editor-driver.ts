import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Press } from "@/lib/commands/command";
import { runCommand } from "@/lib/commands/run-command";
import { boundsOf } from "@/lib/geometry/geometry";
import { type Modifiers, NO_MODIFIERS, type PointerKind } from "@/lib/tools/tool";
import { editorCommands } from "../commands";
import { createImageEditor, type ImageEditor, type ImageEditorOptions } from "./image-editor";

export const LABELS: readonly Label[] = ["car", "person"].map((name, position) => {
  const hotkey = String(position + 1);
  return { id: name, name, color: "#aa3355", hotkey, geometries: ["box"], position };
});

/** An editor of a 200 × 100 px image at 100 %, so that screen and image px are the same. For tests. */
export interface ImageDriver {
  editor: ImageEditor;
  down(x: number, y: number): ImageDriver;
  move(x: number, y: number): ImageDriver;
  up(): ImageDriver;
  drag(from: [number, number], to: [number, number]): ImageDriver;
  click(x: number, y: number): ImageDriver;
  with(pointer: { id?: number; kind?: PointerKind; button?: "primary" | "middle" }): ImageDriver;
  hold(modifiers: Partial<Modifiers>): ImageDriver;
  /** Runs a command by its id; `isRepeat` as if its key were held down. */
  run(id: string, press?: Press): ImageDriver;
  /** x, y, w, h of each annotation, in order of their making. */
  boxes(): number[][];
  selection(): AnnotationId[];
}

export function driveEditor(options: Partial<ImageEditorOptions> = {}): ImageDriver {
  let made = 0;
  const editor = createImageEditor({
    item: { id: "item", extent: { width: 200, height: 100 } },
    labels: LABELS,
    annotations: [],
    newId: () => `new${++made}`,
    ...options,
  });
  editor.resize({ width: 200, height: 100 });
  editor.setViewport(() => ({ scale: 1, x: 0, y: 0 }));
  let point = { x: 0, y: 0 };
  let modifiers = NO_MODIFIERS;
  let pointer = { id: 1, kind: "mouse" as PointerKind, button: "primary" as "primary" | "middle" };
  const send = (type: "down" | "move" | "up", x: number, y: number): ImageDriver => {
    point = { x, y };
    editor.pointer({ type, ...pointer, x, y, modifiers });
    return driver;
  };
  const driver: ImageDriver = {
    editor,
    down: (x, y) => send("down", x, y),
    move: (x, y) => send("move", x, y),
    up: () => send("up", point.x, point.y),
    drag: (from, to) =>
      driver
        .down(...from)
        .move(...to)
        .up(),
    click: (x, y) => driver.move(x, y).down(x, y).up(),
    with(change) {
      pointer = { ...pointer, ...change };
      return driver;
    },
    hold(held) {
      modifiers = { ...NO_MODIFIERS, ...held };
      editor.modifiers(modifiers);
      return driver;
    },
    run(id, press) {
      const { labels } = editor.session.getState();
      const command = editorCommands("image", labels.list).find((each) => each.id === id);
      if (!command) throw new Error(`There is no command ${id}.`);
      // Commands of the editor itself are done when this returns; only the shell's take time.
      void runCommand(command, { editor, shell: {} }, press);
      return driver;
    },
    boxes: () =>
      [...editor.document.annotations().values()]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ geometry }) => {
          const { x, y, w, h } = boundsOf(geometry);
          return [x, y, w, h];
        }),
    selection: () => [...editor.session.getState().selection],
  };
  return driver;
}

export function boxOf(id: string, x: number, y: number, w = 20, h = 10): Annotation {
  return {
    id,
    labelId: "car",
    geometry: { kind: "box", x, y, w, h },
    attributes: {},
    order: 0,
    score: null,
    source: "manual",
    groupId: null,
  };
}
