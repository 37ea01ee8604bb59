import {
  type Box,
  boxFromCorners,
  clamp,
  clipBox,
  type Point,
  type Size,
} from "@/lib/geometry/box";
import { boxGeometry } from "@/lib/geometry/box-geometry";
import type { BoxGeometry } from "@/lib/geometry/geometry";
import {
  isDrag,
  type Modifiers,
  NO_DRAFTS,
  type PointerKind,
  type Tool,
  type ToolContext,
  type ToolEvent,
  type ToolStep,
} from "./tool";

/** A box put down without a pointer takes this share of the visible part, each way. */
const PLACED_SHARE = 0.25;

type Drawing = { from: Point; to: Point; modifiers: Modifiers; box: BoxGeometry };
type BoxState =
  | { type: "idle" }
  /** The pointer is down and has not strayed yet: a click or a drag. */
  | { type: "pressing"; at: Point; pointer: PointerKind }
  /** Drawing with the pointer held; releasing finishes. */
  | ({ type: "dragging" } & Drawing)
  /** The first corner was clicked; the next click finishes. `isPressed`: that click is under way. */
  | ({ type: "stretching"; isPressed: boolean } & Drawing);

const START: BoxState = { type: "idle" };

export const boxTool: Tool<BoxState> = {
  id: "box",
  title: "box.title",
  cursor: "crosshair",
  draws: true,
  start: START,
  on(state, event, context) {
    if (event.type === "cancel") return { state: START };
    if (event.type === "place") {
      const box = placedBox(event.point, context);
      return state.type === "idle" && box
        ? { state: START, emit: [{ type: "create", geometry: box }] }
        : { state };
    }
    if (event.type === "modifiers") {
      if (state.type !== "dragging" && state.type !== "stretching") return { state };
      return {
        state: { ...state, ...draw(state.from, state.to, event.modifiers, context.extent) },
      };
    }
    return onPointer(state, event, context);
  },
  preview: (state) => ("box" in state ? state.box : null),
  drafts: () => NO_DRAFTS,
  marquee: () => null,
  hint: (state) => `box.hint.${state.type}`,
};

type PointerToolEvent = Extract<ToolEvent, { type: "down" | "move" | "up" }>;

function onPointer(
  state: BoxState,
  event: PointerToolEvent,
  { extent, scale }: ToolContext,
): ToolStep<BoxState> {
  const { point, modifiers, pointer } = event;
  switch (state.type) {
    case "idle":
      return event.type === "down"
        ? { state: { type: "pressing", at: clampPoint(point, extent), pointer } }
        : { state };
    case "pressing":
      if (event.type === "down") return { state };
      if (isDrag({ from: state.at, to: point, pointer, scale })) {
        const drawing = draw(state.at, point, modifiers, extent);
        return event.type === "up"
          ? finish(drawing, extent)
          : { state: { type: "dragging", ...drawing } };
      }
      if (event.type === "move") return { state };
      return {
        state: {
          type: "stretching",
          isPressed: false,
          ...draw(state.at, point, modifiers, extent),
        },
      };
    case "dragging": {
      const drawing = draw(state.from, point, modifiers, extent);
      return event.type === "up" ? finish(drawing, extent) : { state: { ...state, ...drawing } };
    }
    case "stretching": {
      const drawing = draw(state.from, point, modifiers, extent);
      if (event.type === "down") return { state: { ...state, ...drawing, isPressed: true } };
      if (event.type === "move") return { state: { ...state, ...drawing } };
      // The second click of a double click lies where the first did: that is not a box yet.
      const isSameSpot = !isDrag({ from: state.from, to: point, pointer, scale });
      if (!state.isPressed || isSameSpot)
        return { state: { ...state, ...drawing, isPressed: false } };
      return finish(drawing, extent);
    }
  }
}

function finish({ box }: Drawing, extent: Size): ToolStep<BoxState> {
  const geometry = boxGeometry.normalise(box, extent);
  return geometry ? { state: START, emit: [{ type: "create", geometry }] } : { state: START };
}

function draw(start: Point, end: Point, modifiers: Modifiers, extent: Size): Drawing {
  const from = clampPoint(start, extent);
  const to = clampPoint(end, extent);
  const box = modifiers.alt
    ? boxAround(from, to, modifiers.shift, extent)
    : modifiers.shift
      ? squareFrom(from, to, extent)
      : boxFromCorners(from, to);
  // Clipped once more, because sums of floats can end a hair outside.
  return { from, to, modifiers, box: { kind: "box", ...clipBox(box, extent) } };
}

/** The square with a corner at `from`, as large as the longer way to `to`, as far as the image goes. */
function squareFrom(from: Point, to: Point, extent: Size): Box {
  const signX = to.x < from.x ? -1 : 1;
  const signY = to.y < from.y ? -1 : 1;
  const roomX = signX < 0 ? from.x : extent.width - from.x;
  const roomY = signY < 0 ? from.y : extent.height - from.y;
  const side = Math.min(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)), roomX, roomY);
  return boxFromCorners(from, { x: from.x + signX * side, y: from.y + signY * side });
}

/** The box with its middle at `centre`, as far as the image goes. */
function boxAround(centre: Point, to: Point, isSquare: boolean, extent: Size): Box {
  const roomX = Math.min(centre.x, extent.width - centre.x);
  const roomY = Math.min(centre.y, extent.height - centre.y);
  let halfW = Math.min(Math.abs(to.x - centre.x), roomX);
  let halfH = Math.min(Math.abs(to.y - centre.y), roomY);
  if (isSquare) halfW = halfH = Math.min(Math.max(halfW, halfH), roomX, roomY);
  return { x: centre.x - halfW, y: centre.y - halfH, w: 2 * halfW, h: 2 * halfH };
}

function placedBox(point: Point, { extent, view }: ToolContext): BoxGeometry | null {
  const centre = clampPoint(point, extent);
  const visible = clipBox(view, extent);
  const w = (visible.w || extent.width) * PLACED_SHARE;
  const h = (visible.h || extent.height) * PLACED_SHARE;
  const box: BoxGeometry = { kind: "box", x: centre.x - w / 2, y: centre.y - h / 2, w, h };
  return boxGeometry.normalise(boxGeometry.move(box, 0, 0, extent), extent);
}

function clampPoint(point: Point, extent: Size): Point {
  return { x: clamp(point.x, 0, extent.width), y: clamp(point.y, 0, extent.height) };
}
