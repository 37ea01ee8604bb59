import type { AnnotationId } from "@/lib/annotation/annotation";
import { type Box, boxFromCorners, type Handle, type Point } from "@/lib/geometry/box";
import { type Geometry, geometrySpec } from "@/lib/geometry/geometry";
import { moveTogether } from "@/lib/geometry/move-together";
import {
  type HoverTarget,
  isDrag,
  NO_DRAFTS,
  type PointerKind,
  reachPx,
  type SelectMode,
  type Tool,
  type ToolContext,
  type ToolEffect,
  type ToolEvent,
  type ToolStep,
} from "./tool";

/** On a small shape a handle reaches at most this share of its shorter side, so that it can still be moved. */
const HANDLE_SHARE = 0.3;

type Drafts = ReadonlyMap<AnnotationId, Geometry>;
type Pressing = {
  type: "pressing";
  at: Point;
  pointer: PointerKind;
  /** What lies under the pointer, smallest first, and the handle if one was grabbed. */
  hits: readonly AnnotationId[];
  handle: HoverTarget | null;
  isAdding: boolean;
};
type SelectState =
  | { type: "idle" }
  | Pressing
  | { type: "moving"; from: Point; originals: Drafts; drafts: Drafts }
  | {
      type: "resizing";
      id: AnnotationId;
      handle: Handle;
      original: Geometry;
      grab: Point;
      drafts: Drafts;
    }
  | { type: "marquee"; from: Point; rect: Box; isAdding: boolean };

const START: SelectState = { type: "idle" };

export const selectTool: Tool<SelectState> = {
  id: "select",
  title: "select.title",
  cursor: "default",
  draws: false,
  start: START,
  on(state, event, context) {
    if (event.type === "cancel") return { state: START };
    if (event.type === "place" || event.type === "modifiers") return { state };
    switch (state.type) {
      case "idle":
        return onIdle(event, context);
      case "pressing":
        return onPressing(state, event, context);
      case "moving": {
        if (event.type === "down") return { state };
        const dx = event.point.x - state.from.x;
        const dy = event.point.y - state.from.y;
        const drafts = moveTogether(state.originals, { dx, dy, extent: context.extent });
        return event.type === "up" ? change(drafts, context) : { state: { ...state, drafts } };
      }
      case "resizing": {
        if (event.type === "down") return { state };
        const to = { x: event.point.x + state.grab.x, y: event.point.y + state.grab.y };
        const spec = geometrySpec(state.original);
        const geometry = spec.dragHandle(state.original, state.handle, to, context.extent);
        const drafts = new Map([[state.id, geometry]]);
        return event.type === "up" ? change(drafts, context) : { state: { ...state, drafts } };
      }
      case "marquee": {
        if (event.type === "down") return { state };
        const rect = boxFromCorners(state.from, event.point);
        if (event.type === "move") return { state: { ...state, rect } };
        const ids = context.within(rect).map(({ id }) => id);
        return { state: START, emit: [select(ids, state.isAdding ? "add" : "replace")] };
      }
    }
  },
  preview: () => null,
  drafts: (state) => ("drafts" in state ? state.drafts : NO_DRAFTS),
  marquee: (state) => (state.type === "marquee" ? state.rect : null),
  hint: (state) => `select.hint.${state.type}`,
};

type PointerToolEvent = Extract<ToolEvent, { type: "down" | "move" | "up" }>;

function onIdle(event: PointerToolEvent, context: ToolContext): ToolStep<SelectState> {
  const { point, pointer, modifiers } = event;
  if (event.type === "up") return { state: START };
  const handle = handleAt(point, pointer, context);
  const hits = context.hit(point, reachPx(pointer) / 2 / context.scale).map(({ id }) => id);
  if (event.type === "move") {
    const id = hits[0];
    const target = handle ?? (id === undefined ? null : { id, handle: null });
    return { state: START, emit: [{ type: "hover", target }] };
  }
  return {
    state: { type: "pressing", at: point, pointer, hits, handle, isAdding: modifiers.shift },
  };
}

function onPressing(
  state: Pressing,
  event: PointerToolEvent,
  context: ToolContext,
): ToolStep<SelectState> {
  if (event.type === "down") return { state };
  const { point, pointer } = event;
  if (!isDrag({ from: state.at, to: point, pointer, scale: context.scale })) {
    return event.type === "move" ? { state } : { state: START, emit: click(state, context) };
  }
  const { state: dragging, emit = [] } = startDrag(state, context);
  // The way already gone counts, also when press and release came with nothing in between.
  const step = selectTool.on(dragging, event, context);
  return { state: step.state, emit: [...emit, ...(step.emit ?? [])] };
}

function startDrag(state: Pressing, context: ToolContext): ToolStep<SelectState> {
  const { at, hits, handle, isAdding } = state;
  const resized = handle && context.byId(handle.id)?.geometry;
  if (handle?.handle && resized) {
    const corner = geometrySpec(resized)
      .handles(resized)
      .find((h) => h.handle === handle.handle);
    const grab = corner ? { x: corner.point.x - at.x, y: corner.point.y - at.y } : { x: 0, y: 0 };
    return {
      state: {
        type: "resizing",
        id: handle.id,
        handle: handle.handle,
        original: resized,
        grab,
        drafts: NO_DRAFTS,
      },
    };
  }
  const [top] = hits;
  if (top === undefined) {
    return { state: { type: "marquee", from: at, rect: boxFromCorners(at, at), isAdding } };
  }
  // What is selected already moves, even from under something smaller.
  const isHeld = hits.some((id) => context.selection.has(id));
  const ids = isHeld ? [...context.selection] : isAdding ? [...context.selection, top] : [top];
  const originals = new Map<AnnotationId, Geometry>();
  for (const id of ids) {
    const annotation = context.byId(id);
    if (annotation && context.isEditable(id)) originals.set(id, annotation.geometry);
  }
  const moving: SelectState = { type: "moving", from: at, originals, drafts: NO_DRAFTS };
  return isHeld
    ? { state: moving }
    : { state: moving, emit: [select([top], isAdding ? "add" : "replace")] };
}

/** A click takes the smallest; clicking again goes through what lies under it. */
function click({ hits, isAdding, handle }: Pressing, { selection }: ToolContext): ToolEffect[] {
  const [top] = hits;
  if (top === undefined) return isAdding || handle ? [] : [select([], "replace")];
  if (isAdding) return [select([top], "toggle")];
  const [only] = selection.size === 1 ? selection : [];
  const at = only === undefined ? -1 : hits.indexOf(only);
  return [select([hits[(at + 1) % hits.length] ?? top], "replace")];
}

/** The nearest handle within reach, if exactly one annotation is selected. */
function handleAt(point: Point, pointer: PointerKind, context: ToolContext): HoverTarget | null {
  const [id] = context.selection.size === 1 ? context.selection : [];
  const annotation = id === undefined ? undefined : context.byId(id);
  if (!annotation || !context.isEditable(annotation.id)) return null;
  const spec = geometrySpec(annotation.geometry);
  const bounds = spec.bounds(annotation.geometry);
  const inside = spec.hit(annotation.geometry, point, 0);
  const reach = reachPx(pointer) / context.scale;
  let nearest = inside ? Math.min(reach, Math.min(bounds.w, bounds.h) * HANDLE_SHARE) : reach;
  let found: Handle | null = null;
  for (const { handle, point: at } of spec.handles(annotation.geometry)) {
    const distance = Math.hypot(at.x - point.x, at.y - point.y);
    if (distance > nearest) continue;
    nearest = distance;
    found = handle;
  }
  return found && { id: annotation.id, handle: found };
}

function change(drafts: Drafts, { extent }: ToolContext): ToolStep<SelectState> {
  const geometries = new Map<AnnotationId, Geometry>();
  for (const [id, draft] of drafts) {
    // Squeezed to nothing: the person would lose it without having asked to, so it stays as it was.
    const geometry = geometrySpec(draft).normalise(draft, extent);
    if (geometry) geometries.set(id, geometry);
  }
  return geometries.size === 0
    ? { state: START }
    : { state: START, emit: [{ type: "change", geometries }] };
}

function select(ids: readonly AnnotationId[], mode: SelectMode): ToolEffect {
  return { type: "select", ids, mode };
}
