import type { EditorCommand } from "../commands/context";
import { suggestionCommands } from "../commands/suggestions";
import { caretCommands } from "./commands/caret";
import { findCommands } from "./commands/find";
import { relateCommands } from "./commands/relate";
import { spanCommands } from "./commands/spans";
import { textViewCommands } from "./commands/view";

/** What only the editor of a text can do, in the order of the help sheet. */
export const textCommands: readonly EditorCommand[] = [
  ...spanCommands,
  ...relateCommands,
  ...findCommands,
  ...caretCommands,
  ...textViewCommands,
  ...suggestionCommands({ isKeyMFree: false }),
];
