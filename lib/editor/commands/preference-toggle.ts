import type { Preferences } from "../preferences";
import type { EditorCommand } from "./context";

type Switch = {
  [K in keyof Preferences]: Preferences[K] extends boolean ? K : never;
}[keyof Preferences];

/** A command that turns a preference on and off, of whatever kind of media. */
export function preferenceToggle(made: {
  id: string;
  title: string;
  key: Switch;
  shortcuts: readonly string[];
}): EditorCommand {
  const { id, title, key, shortcuts } = made;
  return {
    id,
    group: "view",
    title,
    shortcuts,
    isActive: ({ editor }) => editor.preferences.getState()[key],
    run: ({ editor }) => editor.preferences.setState((state) => ({ [key]: !state[key] })),
  };
}

/** Whether names are written beside annotations: asked of every kind of media that writes them. */
export const labelNamesToggle = preferenceToggle({
  id: "view.label-names",
  title: "view.labelNames",
  key: "showLabelNames",
  shortcuts: ["t"],
});
