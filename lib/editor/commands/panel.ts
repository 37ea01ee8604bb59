import type { EditorCommand } from "./context";

export const panelCommands: readonly EditorCommand[] = [
  {
    id: "view.panel",
    group: "view",
    title: "view.panel",
    shortcuts: ["mod+b"],
    isActive: ({ editor }) => editor.preferences.getState().isPanelOpen,
    run: ({ editor }) =>
      editor.preferences.setState(({ isPanelOpen }) => ({ isPanelOpen: !isPanelOpen })),
  },
];
