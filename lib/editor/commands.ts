import type { Label } from "@/lib/annotation/label";
import type { EditorCommand } from "./commands/context";
import { editCommands } from "./commands/edit";
import { labelCommands } from "./commands/labels";
import { selectionCommands } from "./commands/selection";
import { shellCommands } from "./commands/shell";
import { toolCommands } from "./commands/tools";
import { viewCommands } from "./commands/view";

/** Every command of the editor but those of the labels, in the order of the help sheet. */
export const EDITOR_COMMANDS: readonly EditorCommand[] = [
  ...shellCommands,
  ...toolCommands,
  ...editCommands,
  ...selectionCommands,
  ...viewCommands,
];

/** With one command per label. They come last: a label's hotkey never takes another command's key. */
export function editorCommands(labels: Iterable<Label>): readonly EditorCommand[] {
  return [...EDITOR_COMMANDS, ...labelCommands(labels)];
}
