import type { TextEditor } from "../text-editor";
import type { TextCommand } from "./context";

/** Longer selections are not what somebody looks for. */
const MAX_QUERY = 200;

export const findCommands: readonly TextCommand[] = [
  {
    id: "text.find",
    group: "tools",
    title: "text.find",
    shortcuts: ["mod+f"],
    isActive: ({ editor }) => editor.session.getState().find !== null,
    run: ({ editor }) => editor.finder.open(chosenText(editor)),
  },
  {
    id: "text.find-next",
    group: "navigate",
    title: "text.findNext",
    shortcuts: ["n"],
    isEnabled: ({ editor }) => editor.session.getState().find !== null,
    run: ({ editor }) => editor.finder.step(1),
  },
  {
    id: "text.find-previous",
    group: "navigate",
    title: "text.findPrevious",
    shortcuts: ["shift+n"],
    isEnabled: ({ editor }) => editor.session.getState().find !== null,
    run: ({ editor }) => editor.finder.step(-1),
  },
  {
    id: "text.label-matches",
    group: "edit",
    title: "text.labelMatches",
    shortcuts: ["m"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    run: ({ editor }) => editor.finder.open(chosenText(editor), { isLabelling: true }),
  },
];

/** The selected range, or the text of the one selected span. */
function chosenText(editor: TextEditor): string {
  const range = editor.caret.range() ?? selectedPlace(editor);
  const text = range ? editor.points.slice(range.start, range.end) : "";
  return text.length > MAX_QUERY ? "" : text;
}

function selectedPlace(editor: TextEditor) {
  const { selection } = editor.session.getState();
  const [id] = selection.size === 1 ? selection : [];
  const geometry = id === undefined ? undefined : editor.document.current().get(id)?.geometry;
  return geometry?.kind === "interval" ? geometry : null;
}
