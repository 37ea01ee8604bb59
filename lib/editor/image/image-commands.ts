import type { EditorCommand } from "../commands/context";
import { suggestionCommands } from "../commands/suggestions";
import { nudgeCommands } from "./commands/nudge";
import { orderCommands } from "./commands/order";
import { toolCommands } from "./commands/tools";
import { viewCommands } from "./commands/view";

/** What only the editor of an image can do, in the order of the help sheet. */
export const imageCommands: readonly EditorCommand[] = [
  ...toolCommands,
  ...nudgeCommands,
  ...orderCommands,
  ...viewCommands,
  ...suggestionCommands({ isKeyMFree: true }),
];
