import type { Point } from "@/lib/geometry/box";
import { NO_DRAFTS, type Tool } from "./tool";

/** `grab` is the image point held under the pointer. */
type PanState = { type: "idle" } | { type: "panning"; grab: Point };
const START: PanState = { type: "idle" };

export const panTool: Tool<PanState> = {
  id: "pan",
  title: "pan.title",
  cursor: "grab",
  draws: false,
  start: START,
  on(state, event) {
    switch (event.type) {
      case "down":
        return { state: { type: "panning", grab: event.point } };
      case "move": {
        if (state.type === "idle") return { state };
        const dx = event.point.x - state.grab.x;
        const dy = event.point.y - state.grab.y;
        // The view has moved when the next event is translated, so the grabbed point stays the same.
        return dx === 0 && dy === 0 ? { state } : { state, emit: [{ type: "pan", dx, dy }] };
      }
      case "up":
      case "cancel":
        return { state: START };
      case "modifiers":
      case "place":
        return { state };
    }
  },
  preview: () => null,
  drafts: () => NO_DRAFTS,
  marquee: () => null,
  hint: (state) => (state.type === "panning" ? "pan.hint.panning" : "pan.hint.idle"),
};
