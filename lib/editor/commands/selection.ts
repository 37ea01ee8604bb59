import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Editor } from "../editor";
import { type EditorCommand, hasSelection } from "./context";

export const selectionCommands: readonly EditorCommand[] = [
  {
    id: "selection.all",
    group: "selection",
    title: "selection.all",
    shortcuts: ["mod+a"],
    run: ({ editor }) => editor.select(reachable(editor)),
  },
  {
    id: "selection.none",
    group: "selection",
    title: "selection.none",
    shortcuts: ["mod+shift+a"],
    isEnabled: hasSelection,
    run: ({ editor }) => editor.select([]),
  },
  {
    id: "selection.next",
    group: "selection",
    title: "selection.next",
    shortcuts: ["j"],
    run: ({ editor }) => step(editor, 1),
  },
  {
    id: "selection.previous",
    group: "selection",
    title: "selection.previous",
    shortcuts: ["k"],
    run: ({ editor }) => step(editor, -1),
  },
  {
    id: "selection.escape",
    group: "selection",
    title: "selection.escape",
    shortcuts: ["escape"],
    run: ({ editor }) => {
      editor.escape();
    },
  },
  {
    id: "selection.hide",
    group: "selection",
    title: "selection.hide",
    shortcuts: ["shift+h"],
    isEnabled: hasSelection,
    isActive: ({ editor }) => everySelectedIn(editor, "hidden"),
    run: ({ editor }) => toggle(editor, "hidden"),
  },
  {
    id: "selection.hide-others",
    group: "selection",
    title: "selection.hideOthers",
    shortcuts: ["shift+o"],
    isEnabled: hasSelection,
    run: ({ editor }) => {
      const { selection } = editor.session.getState();
      const others = [...editor.document.current().keys()].filter((id) => !selection.has(id));
      editor.session.setState({ hidden: new Set(others), hover: null });
    },
  },
  {
    id: "selection.show-all",
    group: "selection",
    title: "selection.showAll",
    shortcuts: ["shift+s"],
    isEnabled: ({ editor }) => editor.session.getState().hidden.size > 0,
    run: ({ editor }) => editor.session.setState({ hidden: new Set() }),
  },
  {
    id: "selection.lock",
    group: "selection",
    title: "selection.lock",
    shortcuts: ["l"],
    isEnabled: hasSelection,
    isActive: ({ editor }) => everySelectedIn(editor, "locked"),
    run: ({ editor }) => toggle(editor, "locked"),
  },
  {
    id: "selection.unlock-all",
    group: "selection",
    title: "selection.unlockAll",
    shortcuts: ["shift+l"],
    isEnabled: ({ editor }) => editor.session.getState().locked.size > 0,
    run: ({ editor }) => editor.session.setState({ locked: new Set() }),
  },
];

/** All that is neither hidden nor locked, in the order of the list. */
function reachable(editor: Editor): AnnotationId[] {
  const { hidden, locked } = editor.session.getState();
  return [...editor.document.current().values()]
    .filter(({ id }) => !hidden.has(id) && !locked.has(id))
    .sort(editor.compare)
    .map(({ id }) => id);
}

/** To the neighbour, round at the ends, and into view. */
function step(editor: Editor, by: 1 | -1): void {
  const ids = reachable(editor);
  const { selection } = editor.session.getState();
  const at = ids.findIndex((id) => selection.has(id));
  const from = at === -1 && by === -1 ? 0 : at;
  const id = ids[(from + by + ids.length) % ids.length];
  if (id === undefined) return;
  editor.select([id]);
  editor.reveal(id);
}

function everySelectedIn(editor: Editor, set: "hidden" | "locked"): boolean {
  const state = editor.session.getState();
  return state.selection.size > 0 && [...state.selection].every((id) => state[set].has(id));
}

function toggle(editor: Editor, set: "hidden" | "locked"): void {
  const state = editor.session.getState();
  const next = new Set(state[set]);
  const isOn = everySelectedIn(editor, set);
  for (const id of state.selection) {
    if (isOn) next.delete(id);
    else next.add(id);
  }
  editor.session.setState({ [set]: next, hover: null });
}
