import { editableSelection, hasEditableSelection } from "../../commands/context";
import { ORDER_MOVES, type OrderMove, orderPatch } from "../../order-patch";
import type { ImageCommand } from "./context";

const ORDER_SHORTCUTS: Readonly<Record<OrderMove, readonly string[]>> = {
  forward: ["pageup", "]"],
  backward: ["pagedown", "["],
  front: ["shift+pageup"],
  back: ["shift+pagedown"],
};

/** What lies in front of what. */
export const orderCommands: readonly ImageCommand[] = ORDER_MOVES.map(
  (move): ImageCommand => ({
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
);
