import type { TextCommand } from "./context";

export const relateCommands: readonly TextCommand[] = [
  {
    id: "text.relate",
    group: "tools",
    title: "text.relate",
    shortcuts: ["r"],
    isEnabled: ({ editor }) => editor.relating.isPossible(),
    isActive: ({ editor }) => editor.session.getState().relating !== null,
    run: ({ editor }) => {
      editor.relating.relate();
    },
  },
];
