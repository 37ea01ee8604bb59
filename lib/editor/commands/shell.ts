import type { CommandGroup } from "@/lib/commands/command";
import type { EditorCommand, ShellAction } from "./context";

type Binding = { group: CommandGroup; shortcuts: readonly string[] };

const BINDINGS: Readonly<Record<ShellAction, Binding>> = {
  nextItem: { group: "navigate", shortcuts: ["f", "."] },
  previousItem: { group: "navigate", shortcuts: ["d", ","] },
  leave: { group: "navigate", shortcuts: ["u"] },
  submitAndNext: { group: "item", shortcuts: ["enter"] },
  skip: { group: "item", shortcuts: ["s"] },
  nothingHere: { group: "item", shortcuts: ["e"] },
  save: { group: "item", shortcuts: ["mod+s"] },
  history: { group: "item", shortcuts: [] },
  copyLink: { group: "item", shortcuts: [] },
  guide: { group: "app", shortcuts: ["i"] },
  search: { group: "app", shortcuts: ["/"] },
  palette: { group: "app", shortcuts: ["mod+k"] },
  help: { group: "app", shortcuts: ["?"] },
};

/** Commands whose work the page does. */
export const shellCommands: readonly EditorCommand[] = Object.entries(BINDINGS).map(
  ([name, { group, shortcuts }]) => {
    const action = name as ShellAction;
    return {
      id: `${group}.${action}`,
      group,
      title: `${group}.${action}`,
      shortcuts,
      isEnabled: ({ editor, shell }) =>
        shell[action] !== undefined &&
        (action !== "nothingHere" || editor.document.current().size === 0),
      run: ({ shell }, press) => {
        // A held key would submit one item after the other unseen.
        if (group === "item" && press?.isRepeat) return;
        return shell[action]?.();
      },
    };
  },
);
