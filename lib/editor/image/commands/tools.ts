import { TOOL_IDS, type ToolId, toolOf } from "@/lib/tools/tools";
import type { ImageCommand } from "./context";

const SHORTCUTS: Readonly<Record<ToolId, readonly string[]>> = {
  select: ["v"],
  box: ["b"],
  pan: ["h"],
};

export const toolCommands: readonly ImageCommand[] = [
  ...TOOL_IDS.map(
    (tool): ImageCommand => ({
      id: `tools.${tool}`,
      group: "tools",
      title: `tools.${tool}`,
      shortcuts: SHORTCUTS[tool],
      isEnabled: ({ editor }) => !(editor.isReadOnly && toolOf(tool).draws),
      isActive: ({ editor }) => editor.session.getState().tool === tool,
      run: ({ editor }) => editor.setTool(tool),
    }),
  ),
  {
    id: "tools.place",
    group: "tools",
    title: "tools.place",
    shortcuts: ["n"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    run: ({ editor }) => editor.place(),
  },
];
