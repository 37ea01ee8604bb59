import { hasSelection } from "../../commands/context";
import { labelNamesToggle, preferenceToggle } from "../../commands/preference-toggle";
import type { Preferences } from "../../preferences";
import type { TextCommand } from "./context";

const SIZES_PX = { min: 12, max: 32, usual: 16 } as const;

export const textViewCommands: readonly TextCommand[] = [
  {
    id: "view.zoom-in",
    group: "view",
    title: "text.larger",
    shortcuts: ["plus", "="],
    run: ({ editor }) => resize(editor.preferences, 1),
  },
  {
    id: "view.zoom-out",
    group: "view",
    title: "text.smaller",
    shortcuts: ["-"],
    run: ({ editor }) => resize(editor.preferences, -1),
  },
  {
    id: "view.actual-size",
    group: "view",
    title: "text.usualSize",
    shortcuts: ["shift+0"],
    run: ({ editor }) => editor.preferences.setState({ textSizePx: SIZES_PX.usual }),
  },
  {
    id: "view.zoom-to-selection",
    group: "view",
    title: "text.showSelected",
    shortcuts: ["z"],
    isEnabled: hasSelection,
    run: ({ editor }) => {
      const [id] = editor.session.getState().selection;
      if (id !== undefined) editor.focus(id);
    },
  },
  labelNamesToggle,
  preferenceToggle({
    id: "text.line-numbers",
    title: "text.lineNumbers",
    key: "showLineNumbers",
    shortcuts: ["h"],
  }),
  preferenceToggle({ id: "text.marks", title: "text.marks", key: "showMarks", shortcuts: ["v"] }),
  preferenceToggle({ id: "text.trim", title: "text.trim", key: "trimSelection", shortcuts: [] }),
];

function resize(
  preferences: { setState(change: (state: Preferences) => Partial<Preferences>): void },
  by: 1 | -1,
): void {
  preferences.setState(({ textSizePx }) => ({
    textSizePx: Math.min(SIZES_PX.max, Math.max(SIZES_PX.min, textSizePx + by)),
  }));
}
