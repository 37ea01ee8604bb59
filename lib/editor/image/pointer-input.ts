import type { Point } from "@/lib/geometry/box";
import type { Modifiers, PointerKind, ToolEvent } from "@/lib/tools/tool";
import type { Pinch } from "./viewport";

/** A Pointer Event in plain data; x and y are screen px from the canvas's upper left corner. */
export type EditorPointerEvent = {
  type: "down" | "move" | "up" | "cancel" | "leave";
  id: number;
  kind: PointerKind;
  /** What was pressed or let go; of no meaning for the other types. */
  button: "primary" | "middle" | "secondary";
  x: number;
  y: number;
  modifiers: Modifiers;
};

export interface PointerTarget {
  toImage(screen: Point): Point;
  /** Does Space hold the hand? */
  isHandHeld(): boolean;
  tool(event: ToolEvent): void;
  hand(event: ToolEvent): void;
  pinch(fingers: Pinch): void;
  /** Image px, or null when the pointer went away. */
  hover(point: Point | null): void;
}

/** Who has the canvas: one pointer with the tool or the hand, two fingers, or nobody. */
type Gesture =
  | { type: "none" }
  | { type: "drawing" | "panning"; id: number; kind: PointerKind }
  /** Two fingers came down; nothing else starts until the last is lifted. */
  | { type: "pinching" };

/** Turns pointers into tool events: one gesture at a time, the middle button pans, two fingers pinch. */
export function createPointerInput(target: PointerTarget): (event: EditorPointerEvent) => void {
  const fingers = new Map<number, Point>();
  let gesture: Gesture = { type: "none" };

  function send(to: "drawing" | "panning", event: EditorPointerEvent): void {
    const point = target.toImage(event);
    const { modifiers, kind: pointer } = event;
    const { type } = event;
    if (type === "cancel" || type === "leave") sendTo(to, { type: "cancel" });
    else sendTo(to, { type, point, pointer, modifiers });
  }

  function sendTo(to: "drawing" | "panning", event: ToolEvent): void {
    if (to === "drawing") target.tool(event);
    else target.hand(event);
  }

  function down(event: EditorPointerEvent): void {
    if (event.kind === "touch") {
      fingers.set(event.id, { x: event.x, y: event.y });
      if (fingers.size > 1) {
        startPinch();
        return;
      }
    }
    if (gesture.type !== "none" || event.button === "secondary") return;
    const type = event.button === "middle" || target.isHandHeld() ? "panning" : "drawing";
    gesture = { type, id: event.id, kind: event.kind };
    send(type, event);
  }

  function startPinch(): void {
    // A palm beside the pen is not a second finger.
    if (gesture.type === "pinching" || ("kind" in gesture && gesture.kind === "pen")) return;
    if (gesture.type !== "none") sendTo(gesture.type, { type: "cancel" });
    gesture = { type: "pinching" };
  }

  function move(event: EditorPointerEvent): void {
    const at = { x: event.x, y: event.y };
    if (event.kind !== "touch") target.hover(target.toImage(at));
    const before = pair(fingers);
    if (fingers.has(event.id)) fingers.set(event.id, at);
    if (gesture.type === "pinching") {
      const after = pair(fingers);
      if (before && after) target.pinch({ from: before, to: after });
    } else if (gesture.type === "none") send("drawing", event);
    else if (gesture.id === event.id) send(gesture.type, event);
  }

  function end(event: EditorPointerEvent): void {
    fingers.delete(event.id);
    if (event.type === "leave") target.hover(null);
    if (gesture.type === "pinching") {
      if (fingers.size === 0) gesture = { type: "none" };
    } else if (gesture.type !== "none" && gesture.id === event.id) {
      const { type } = gesture;
      // A captured pointer may leave and come back; only its release or loss ends the gesture.
      if (event.type === "leave") return;
      gesture = { type: "none" };
      send(type, event);
    }
  }

  return (event) => {
    if (event.type === "down") down(event);
    else if (event.type === "move") move(event);
    else end(event);
  };
}

function pair(fingers: ReadonlyMap<number, Point>): [Point, Point] | null {
  const [a, b] = fingers.values();
  return a && b ? [a, b] : null;
}
