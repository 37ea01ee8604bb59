import type { Press } from "@/lib/commands/command";
import type { EditorCommand, EditorCommandContext } from "@/lib/editor/commands/context";

type Held = { command: EditorCommand; press: Press | undefined };

/**
 * What was asked of the suggestions before they were ready: the code that runs models, and the thresholds of the project,
 * come after the item. It is done then, in the order in which it was asked for, unless another item is open by then.
 */
export interface HeldKeys {
  /** The same commands; those that have to do with suggestions wait until `release`. */
  hold(commands: readonly EditorCommand[]): readonly EditorCommand[];
  /** Does what waits, as far as it is possible, and holds nothing any more. */
  release(context: EditorCommandContext): void;
  /** Forgets what waits. */
  drop(): void;
}

export function createHeldKeys(): HeldKeys {
  let isReady = false;
  let held: Held[] = [];
  return {
    hold: (commands) =>
      commands.map((command) =>
        command.group === "suggestions"
          ? {
              ...command,
              isEnabled: (context) => !isReady || (command.isEnabled?.(context) ?? true),
              run(context, press) {
                if (isReady) return command.run(context, press);
                held.push({ command, press });
              },
            }
          : command,
      ),
    release(context) {
      const waiting = held;
      held = [];
      isReady = true;
      for (const { command, press } of waiting) {
        if (command.isEnabled?.(context) ?? true) void command.run(context, press);
      }
    },
    drop() {
      held = [];
    },
  };
}
