import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Press } from "@/lib/commands/command";
import {
  deletePatch,
  movePatch,
  ORDER_MOVES,
  type OrderMove,
  orderPatch,
  pastePatch,
  resizePatch,
} from "../edit";
import type { Editor } from "../editor";
import {
  type EditorCommand,
  type EditorCommandContext,
  editableSelection,
  hasEditableSelection,
  hasSelection,
} from "./context";

/** How far the arrow keys go, in image px, alone and with Shift. */
const STEP_PX = 1;
const LARGE_STEP_PX = 10;

const DIRECTIONS = [
  { name: "left", key: "arrowleft", x: -1, y: 0 },
  { name: "right", key: "arrowright", x: 1, y: 0 },
  { name: "up", key: "arrowup", x: 0, y: -1 },
  { name: "down", key: "arrowdown", x: 0, y: 1 },
] as const;

const ORDER_SHORTCUTS: Readonly<Record<OrderMove, readonly string[]>> = {
  forward: ["pageup", "]"],
  backward: ["pagedown", "["],
  front: ["shift+pageup"],
  back: ["shift+pagedown"],
};

export const editCommands: readonly EditorCommand[] = [
  {
    id: "edit.undo",
    group: "edit",
    title: "edit.undo",
    shortcuts: ["mod+z"],
    isEnabled: ({ editor }) =>
      !editor.isReadOnly && (editor.history.canUndo() || isDrawing(editor)),
    run: ({ editor }) => editor.undo(),
  },
  {
    id: "edit.redo",
    group: "edit",
    title: "edit.redo",
    shortcuts: ["mod+shift+z", "mod+y"],
    isEnabled: ({ editor }) => !editor.isReadOnly && editor.history.canRedo(),
    run: ({ editor }) => editor.redo(),
  },
  {
    id: "edit.delete",
    group: "edit",
    title: "edit.delete",
    shortcuts: ["delete", "backspace"],
    isEnabled: hasEditableSelection,
    run: (context) => {
      const { editor } = context;
      editor.commit(deletePatch(editor.document.current(), editableSelection(context)));
    },
  },
  {
    id: "edit.duplicate",
    group: "edit",
    title: "edit.duplicate",
    shortcuts: ["mod+d"],
    isEnabled: (context) => !context.editor.isReadOnly && hasSelection(context),
    run: ({ editor }) => addCopies(editor, selected(editor), true),
  },
  {
    id: "edit.copy",
    group: "edit",
    title: "edit.copy",
    shortcuts: ["mod+c"],
    isEnabled: hasSelection,
    run: ({ editor }) => copy(editor),
  },
  {
    id: "edit.cut",
    group: "edit",
    title: "edit.cut",
    shortcuts: ["mod+x"],
    isEnabled: hasEditableSelection,
    run: (context) => {
      const { editor } = context;
      const ids = editableSelection(context);
      copy(editor, new Set(ids));
      editor.commit(deletePatch(editor.document.current(), ids));
    },
  },
  {
    id: "edit.paste",
    group: "edit",
    title: "edit.paste",
    shortcuts: ["mod+v"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    run: ({ editor }) => paste(editor),
  },
  ...DIRECTIONS.flatMap(({ name, key, x, y }): EditorCommand[] =>
    [STEP_PX, LARGE_STEP_PX].flatMap((step): EditorCommand[] => {
      const isLarge = step === LARGE_STEP_PX;
      const suffix = isLarge ? `${name}-far` : name;
      const title = isLarge ? `${name}Far` : name;
      const by = { dx: x * step, dy: y * step };
      return [
        {
          id: `edit.move-${suffix}`,
          group: "edit",
          title: `edit.move.${title}`,
          shortcuts: [isLarge ? `shift+${key}` : key],
          isEnabled: hasEditableSelection,
          run: (context, press) => change(context, { make: movePatch, by, press }),
        },
        {
          id: `edit.resize-${suffix}`,
          group: "edit",
          title: `edit.resize.${title}`,
          shortcuts: [isLarge ? `mod+shift+${key}` : `mod+${key}`],
          isEnabled: hasEditableSelection,
          run: (context, press) => change(context, { make: resizePatch, by, press }),
        },
      ];
    }),
  ),
  ...ORDER_MOVES.map(
    (move): EditorCommand => ({
      id: `edit.order-${move}`,
      group: "edit",
      title: `edit.order.${move}`,
      shortcuts: ORDER_SHORTCUTS[move],
      isEnabled: hasEditableSelection,
      run: (context) => {
        const { editor } = context;
        editor.commit(orderPatch(editor.document.current(), editableSelection(context), move));
      },
    }),
  ),
];

/** A held arrow key is one gesture, and one entry of the history. */
function change(
  context: EditorCommandContext,
  {
    make,
    by,
    press,
  }: { make: typeof movePatch; by: { dx: number; dy: number }; press: Press | undefined },
): void {
  const { editor } = context;
  const { extent } = editor.item;
  const patch = make(editor.document.current(), editableSelection(context), { ...by, extent });
  editor.commit(patch, { isJoining: press?.isRepeat ?? false });
}

function isDrawing(editor: Editor): boolean {
  return editor.preview() !== null || editor.drafts().size > 0;
}

function selected(editor: Editor, ids = editor.session.getState().selection) {
  return [...ids].flatMap((id) => editor.document.current().get(id) ?? []);
}

function copy(editor: Editor, ids?: ReadonlySet<AnnotationId>): void {
  const annotations = selected(editor, ids);
  const { labels } = editor.session.getState();
  const names = annotations.flatMap(({ labelId }) => {
    const label = labels.get(labelId);
    return label ? [[label.id, label.name]] : [];
  });
  editor.clipboard.setState({
    itemId: editor.item.id,
    annotations,
    labelNames: Object.fromEntries(names),
  });
}

function paste(editor: Editor): void {
  const { itemId, annotations, labelNames } = editor.clipboard.getState();
  if (annotations.length === 0) {
    editor.notify("nothingToPaste");
    return;
  }
  const { labels } = editor.session.getState();
  const copied = annotations.map((annotation) => {
    if (labels.get(annotation.labelId)) return annotation;
    const sameName = labels.byName(labelNames[annotation.labelId] ?? "");
    return sameName ? { ...annotation, labelId: sameName.id } : annotation;
  });
  addCopies(editor, copied, itemId === editor.item.id);
}

function addCopies(editor: Editor, copied: readonly Annotation[], isAside: boolean): void {
  const { extent } = editor.item;
  const { newId } = editor;
  const options = { copied, extent, isAside, newId };
  const patch = pastePatch(editor.document.current(), options);
  if (editor.commit(patch)) editor.select(patch.keys());
}
