import type { EditorCommand } from "./context";
import { preferenceToggle } from "./preference-toggle";

export const panelCommands: readonly EditorCommand[] = [
  preferenceToggle({
    id: "view.panel",
    title: "view.panel",
    key: "isPanelOpen",
    shortcuts: ["mod+b"],
  }),
];
