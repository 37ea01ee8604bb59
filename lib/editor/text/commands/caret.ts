import { directionOf } from "@/lib/text/direction";
import type { CaretStep } from "../caret";
import type { TextEditor } from "../text-editor";
import type { TextCommand } from "./context";

type Move = {
  name: string;
  keys: readonly string[];
  step: CaretStep;
  /** The arrow points where the text goes on: in a paragraph from right to left it is the other way round. */
  isAlongLine?: boolean;
};

const MOVES: readonly Move[] = [
  {
    name: "previousCharacter",
    keys: ["arrowleft"],
    step: { to: "previous", unit: "character" },
    isAlongLine: true,
  },
  {
    name: "nextCharacter",
    keys: ["arrowright"],
    step: { to: "next", unit: "character" },
    isAlongLine: true,
  },
  {
    name: "previousWord",
    keys: ["mod+arrowleft"],
    step: { to: "previous", unit: "word" },
    isAlongLine: true,
  },
  {
    name: "nextWord",
    keys: ["mod+arrowright"],
    step: { to: "next", unit: "word" },
    isAlongLine: true,
  },
  {
    name: "previousSentence",
    keys: ["mod+arrowup"],
    step: { to: "previous", unit: "sentence" },
  },
  { name: "nextSentence", keys: ["mod+arrowdown"], step: { to: "next", unit: "sentence" } },
  { name: "up", keys: ["arrowup"], step: { to: "up" } },
  { name: "down", keys: ["arrowdown"], step: { to: "down" } },
  { name: "pageUp", keys: ["pageup"], step: { to: "pageUp" } },
  { name: "pageDown", keys: ["pagedown"], step: { to: "pageDown" } },
  { name: "lineStart", keys: ["home"], step: { to: "lineStart" } },
  { name: "lineEnd", keys: ["end"], step: { to: "lineEnd" } },
  { name: "start", keys: ["mod+home"], step: { to: "start" } },
  { name: "end", keys: ["mod+end"], step: { to: "end" } },
];

/** Everything that a mouse can select, the keyboard selects too: each step alone, and with Shift. */
export const caretCommands: readonly TextCommand[] = [
  ...MOVES.flatMap((move) => [command(move, false), command(move, true)]),
  {
    id: "text.grow",
    group: "selection",
    title: "text.grow",
    shortcuts: ["w"],
    isEnabled: ({ editor }) => editor.session.getState().caret !== null,
    run: ({ editor }) => editor.caret.grow(),
  },
  {
    id: "text.shrink",
    group: "selection",
    title: "text.shrink",
    shortcuts: ["shift+w"],
    run: ({ editor }) => editor.caret.shrink(),
  },
  {
    id: "text.select-here",
    group: "selection",
    title: "text.selectHere",
    shortcuts: ["x"],
    isEnabled: ({ editor }) => editor.session.getState().caret !== null,
    run: ({ editor }) => editor.selectHere(),
  },
];

function command(
  { name, keys, step, isAlongLine = false }: Move,
  isExtending: boolean,
): TextCommand {
  const verb = isExtending ? "extend" : "go";
  return {
    id: `text.${verb}-${name}`,
    group: "selection",
    title: `text.${verb}.${name}`,
    shortcuts: keys.map((key) => (isExtending ? withShift(key) : key)),
    run: ({ editor }) => {
      if (!isExtending && editor.session.getState().selection.size > 0) leaveSelection(editor);
      editor.caret.move(isAlongLine ? turned(editor, step) : step, isExtending);
    },
  };
}

/** A key that goes on reading leaves what was selected, unless a relation waits for its target. */
function leaveSelection(editor: TextEditor): void {
  if (!editor.session.getState().relating) editor.session.setState({ selection: new Set() });
}

function turned(editor: TextEditor, step: CaretStep): CaretStep {
  if (!("unit" in step)) return step;
  const { points, blocks } = editor;
  const block = blocks.at(points.toIndex(editor.session.getState().caret?.focus ?? 0));
  const paragraph = points.text.slice(blocks.startOf(block), blocks.endOf(block));
  if (directionOf(paragraph) === "ltr") return step;
  return { ...step, to: step.to === "next" ? "previous" : "next" };
}

function withShift(key: string): string {
  return key.startsWith("mod+") ? `mod+shift+${key.slice(4)}` : `shift+${key}`;
}
