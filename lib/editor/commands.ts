import type { Label } from "@/lib/annotation/label";
import { audioCommands } from "./audio/audio-commands";
import type { EditorCommand } from "./commands/context";
import { withEveryKind } from "./commands/every-kind";
import { labelCommands } from "./commands/labels";
import { imageCommands } from "./image/image-commands";
import type { EditorKind } from "./media-part";
import { textCommands } from "./text/text-commands";

/**
 * All that the editor of a kind can do but choose labels, in the order of the help sheet. A kind's own
 * commands are only ever run on an editor of that kind.
 *
 * For whoever must know all kinds. The editor's page does not import this: it loads one kind.
 */
export const COMMANDS_OF: Readonly<Record<EditorKind, readonly EditorCommand[]>> = {
  image: withEveryKind(imageCommands),
  text: withEveryKind(textCommands),
  audio: withEveryKind(audioCommands),
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
