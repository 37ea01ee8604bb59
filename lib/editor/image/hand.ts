import { panTool } from "@/lib/tools/pan";
import type { ToolContext, ToolEvent } from "@/lib/tools/tool";
import type { ImageSessionStore } from "./image-session";

type HandState = typeof panTool.start;

/** The hand over the chosen tool, as long as Space or the middle button holds it. */
export interface Hand {
  dispatch(event: ToolEvent): void;
  /** Space was pressed or let go. */
  hold(isHeld: boolean): void;
  isHeld(): boolean;
}

export function createHand(options: {
  session: ImageSessionStore;
  context(): ToolContext;
  pan(by: { dx: number; dy: number }): void;
}): Hand {
  const { session } = options;
  let isSpaceHeld = false;
  const held = () => session.getState().heldPan as HandState | null;
  return {
    dispatch(event) {
      const { state, emit = [] } = panTool.on(held() ?? panTool.start, event, options.context());
      const isOver = state.type === "idle" && !isSpaceHeld;
      session.setState({ heldPan: isOver ? null : state });
      for (const effect of emit) if (effect.type === "pan") options.pan(effect);
    },
    hold(isHeld) {
      if (isSpaceHeld === isHeld) return;
      isSpaceHeld = isHeld;
      // A drag that began with Space goes on to its own end when Space is let go first.
      if (isHeld) session.setState({ heldPan: held() ?? panTool.start });
      else if (held()?.type !== "panning") session.setState({ heldPan: null });
    },
    isHeld: () => isSpaceHeld,
  };
}
