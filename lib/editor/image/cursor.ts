import type { Handle } from "@/lib/geometry/box";
import type { panTool } from "@/lib/tools/pan";
import { toolOf } from "@/lib/tools/tools";
import type { ImageSessionState } from "./image-session";

const HANDLE_CURSORS: Readonly<Record<Handle, string>> = {
  nw: "nwse-resize",
  se: "nwse-resize",
  ne: "nesw-resize",
  sw: "nesw-resize",
  n: "ns-resize",
  s: "ns-resize",
  e: "ew-resize",
  w: "ew-resize",
};

/** CSS cursor for what the pointer would do now. */
export function cursorOf({ heldPan, hover, tool, toolState }: ImageSessionState): string {
  const hand = heldPan ?? (tool === "pan" ? toolState : null);
  if (hand) return (hand as typeof panTool.start).type === "panning" ? "grabbing" : "grab";
  if (tool !== "select" || !hover) return toolOf(tool).cursor;
  return hover.handle ? HANDLE_CURSORS[hover.handle] : "move";
}
