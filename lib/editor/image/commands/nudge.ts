import type { Press } from "@/lib/commands/command";
import { editableSelection, hasDecidable, hasEditableSelection } from "../../commands/context";
import { movePatch, resizePatch } from "../nudge";
import type { ImageCommand, ImageCommandContext } from "./context";

/** How far the arrow keys go, in image px, alone and with Shift. */
const STEP_PX = 1;
const LARGE_STEP_PX = 10;

const DIRECTIONS = [
  { name: "left", key: "arrowleft", x: -1, y: 0 },
  { name: "right", key: "arrowright", x: 1, y: 0 },
  { name: "up", key: "arrowup", x: 0, y: -1 },
  { name: "down", key: "arrowdown", x: 0, y: 1 },
] as const;

/** Moving and resizing by keys. */
export const nudgeCommands: readonly ImageCommand[] = [
  ...DIRECTIONS.flatMap(({ name, key, x, y }): ImageCommand[] =>
    [STEP_PX, LARGE_STEP_PX].flatMap((step): ImageCommand[] => {
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
          isEnabled: (context) => hasEditableSelection(context) || hasDecidable(context),
          run: (context, press) => change(context, { make: movePatch, by, press }),
        },
        {
          id: `edit.resize-${suffix}`,
          group: "edit",
          title: `edit.resize.${title}`,
          shortcuts: [isLarge ? `mod+shift+${key}` : `mod+${key}`],
          isEnabled: (context) => hasEditableSelection(context) || hasDecidable(context),
          run: (context, press) => change(context, { make: resizePatch, by, press }),
        },
      ];
    }),
  ),
];

/** A held arrow key is one gesture, and one entry of the history. A suggestion in focus is accepted where it goes. */
function change(
  context: ImageCommandContext,
  {
    make,
    by,
    press,
  }: { make: typeof movePatch; by: { dx: number; dy: number }; press: Press | undefined },
): void {
  const { editor } = context;
  const { extent } = editor.item;
  const isJoining = press?.isRepeat ?? false;
  const suggested = editor.suggestions.focused()?.annotation;
  if (suggested) {
    const moved = make(new Map([[suggested.id, suggested]]), [suggested.id], { ...by, extent });
    const geometry = moved.get(suggested.id)?.after?.geometry;
    if (geometry) editor.suggestions.place(new Map([[suggested.id, geometry]]));
    return;
  }
  const patch = make(editor.document.current(), editableSelection(context), { ...by, extent });
  editor.commit(patch, { isJoining });
}
