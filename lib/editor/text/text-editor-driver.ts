import type { Annotation } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Press } from "@/lib/commands/command";
import { runCommand } from "@/lib/commands/run-command";
import { indexCodePoints } from "@/lib/text/code-points";
import { editorCommands } from "../commands";
import { createTextEditor, type TextEditor, type TextEditorOptions } from "./text-editor";

function label(name: string, position: number, more: Partial<Label> = {}): Label {
  const hotkey = String(position + 1);
  return { id: name, name, color: "#aa3355", hotkey, geometries: ["interval"], position, ...more };
}

const topic = (name: string, position: number) =>
  label(name, position, { geometries: ["whole"], answer: { question: "Topic", kind: "one" } });
const tag = (name: string, position: number) => label(name, position, { geometries: ["whole"] });

export const TEXT_LABELS: readonly Label[] = [
  label("person", 0),
  label("place", 1, { geometries: [] }),
  label("livesIn", 2, { geometries: ["relation"] }),
  label("knows", 3, { geometries: ["relation"] }),
  topic("sport", 4),
  topic("politics", 5),
  tag("long", 6),
  tag("funny", 7),
  label("summary", 8, {
    geometries: ["whole"],
    answer: { question: "Summary", kind: "text" },
  }),
];

/** An editor of a text, worked on by commands as a keyboard does. For tests. */
export interface TextDriver {
  editor: TextEditor;
  /** Runs commands by their ids, in order. */
  run(...ids: string[]): TextDriver;
  /** As if the key were held down. */
  hold(id: string): TextDriver;
  /** Selects this piece of the text, as a pointer would; `nth` from 0. */
  mark(piece: string, nth?: number): TextDriver;
  /** Marks and labels it; the span becomes the selected one. */
  span(piece: string, labelId: string, nth?: number): TextDriver;
  /** Each span as "label:surface", in reading order. */
  spans(): string[];
  /** Every annotation that is not a span. */
  others(): Annotation[];
  /** What is selected of the text. */
  marked(): string | null;
}

export function driveText(text: string, options: Partial<TextEditorOptions> = {}): TextDriver {
  let made = 0;
  const points = indexCodePoints(text);
  const editor = createTextEditor({
    item: { id: "item", points },
    labels: TEXT_LABELS,
    annotations: [],
    newId: () => `new${String(++made).padStart(3, "0")}`,
    ...options,
  });
  function execute(id: string, press?: Press): void {
    const { labels } = editor.session.getState();
    const command = editorCommands("text", labels.list).find((each) => each.id === id);
    if (!command) throw new Error(`There is no command ${id}.`);
    // Commands of the editor itself are done when this returns; only the shell's take time.
    void runCommand(command, { editor, shell: {} }, press);
  }
  const sorted = () => [...editor.document.annotations().values()].sort(editor.compare);
  const driver: TextDriver = {
    editor,
    run(...ids) {
      for (const id of ids) execute(id);
      return driver;
    },
    hold(id) {
      execute(id, { isRepeat: true });
      return driver;
    },
    mark(piece, nth = 0) {
      let index = -1;
      for (let i = 0; i <= nth; i++) index = text.indexOf(piece, index + 1);
      if (index < 0) throw new Error(`There is no “${piece}” in the text.`);
      const [anchor, focus] = [points.toOffset(index), points.toOffset(index + piece.length)];
      editor.caret.put({ anchor, focus });
      return driver;
    },
    span: (piece, labelId, nth) => driver.mark(piece, nth).run(`labels.use-${labelId}`),
    spans: () =>
      sorted().flatMap(({ geometry, labelId, text: surface }) =>
        geometry.kind === "interval" ? [`${labelId}:${surface}`] : [],
      ),
    others: () => sorted().filter(({ geometry }) => geometry.kind !== "interval"),
    marked() {
      const range = editor.caret.range();
      return range && points.slice(range.start, range.end);
    },
  };
  return driver;
}
