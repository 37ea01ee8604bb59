import { boxTool } from "./box";
import { panTool } from "./pan";
import { selectTool } from "./select";
import type { AnyTool } from "./tool";

/** Every tool, in the order of the tool bar. */
export const TOOLS = { select: selectTool, box: boxTool, pan: panTool } satisfies Record<
  string,
  AnyTool
>;
export type ToolId = keyof typeof TOOLS;
export const TOOL_IDS = Object.keys(TOOLS) as ToolId[];

export function toolOf(id: ToolId): AnyTool {
  return TOOLS[id];
}
