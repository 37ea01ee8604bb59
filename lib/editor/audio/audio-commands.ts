import type { EditorCommand } from "../commands/context";
import { suggestionCommands } from "../commands/suggestions";
import { nudgeCommands } from "./commands/nudge";
import { regionCommands } from "./commands/regions";
import { transportCommands } from "./commands/transport";
import { audioViewCommands } from "./commands/view";

/** What only the editor of a recording can do, in the order of the help sheet. */
export const audioCommands: readonly EditorCommand[] = [
  ...transportCommands,
  ...regionCommands,
  ...nudgeCommands,
  ...audioViewCommands,
  ...suggestionCommands({ isKeyMFree: false }),
];
