import type { Label } from "@/lib/annotation/label";
import { nudgeCommands as audioNudgeCommands } from "./audio/commands/nudge";
import { regionCommands } from "./audio/commands/regions";
import { transportCommands } from "./audio/commands/transport";
import { audioViewCommands } from "./audio/commands/view";
import type { EditorCommand } from "./commands/context";
import { editCommands } from "./commands/edit";
import { labelCommands } from "./commands/labels";
import { panelCommands } from "./commands/panel";
import { selectionCommands } from "./commands/selection";
import { shellCommands } from "./commands/shell";
import { nudgeCommands } from "./image/commands/nudge";
import { orderCommands } from "./image/commands/order";
import { toolCommands } from "./image/commands/tools";
import { viewCommands } from "./image/commands/view";
import type { EditorKind } from "./media-part";
import { caretCommands } from "./text/commands/caret";
import { findCommands } from "./text/commands/find";
import { relateCommands } from "./text/commands/relate";
import { spanCommands } from "./text/commands/spans";
import { textViewCommands } from "./text/commands/view";

/** Commands of every kind of media. */
const COMMON: readonly EditorCommand[] = [
  ...shellCommands,
  ...editCommands,
  ...selectionCommands,
  ...panelCommands,
];

/**
 * All that the editor of a kind can do but choose labels, in the order of the help sheet. A kind's own
 * commands are only ever run on an editor of that kind.
 */
export const COMMANDS_OF: Readonly<Record<EditorKind, readonly EditorCommand[]>> = {
  image: [...COMMON, ...toolCommands, ...nudgeCommands, ...orderCommands, ...viewCommands],
  text: [
    ...COMMON,
    ...spanCommands,
    ...relateCommands,
    ...findCommands,
    ...caretCommands,
    ...textViewCommands,
  ],
  audio: [
    ...COMMON,
    ...transportCommands,
    ...regionCommands,
    ...audioNudgeCommands,
    ...audioViewCommands,
  ],
};

/** Those of all kinds: the keys that no label may have. */
export const EDITOR_COMMANDS: readonly EditorCommand[] = [
  ...new Set(Object.values(COMMANDS_OF).flat()),
];

/** With one command per label. They come last: a label's hotkey never takes another command's key. */
export function editorCommands(
  kind: EditorKind,
  labels: Iterable<Label>,
): readonly EditorCommand[] {
  return [...COMMANDS_OF[kind], ...labelCommands(labels)];
}
