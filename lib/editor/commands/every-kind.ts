import type { EditorCommand } from "./context";
import { editCommands } from "./edit";
import { panelCommands } from "./panel";
import { selectionCommands } from "./selection";
import { shellCommands } from "./shell";

/** What the editors of all kinds can do, then what only one kind can. */
export function withEveryKind(ofKind: readonly EditorCommand[]): readonly EditorCommand[] {
  return [...shellCommands, ...editCommands, ...selectionCommands, ...panelCommands, ...ofKind];
}
