import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { boxContains, type Size } from "@/lib/geometry/box";
import { type Geometry, geometrySpec } from "@/lib/geometry/geometry";
import {
  type AnyTool,
  type Modifiers,
  NO_MODIFIERS,
  type PointerKind,
  type ToolEffect,
} from "./tool";

type Options = {
  extent?: Size;
  scale?: number;
  annotations?: readonly Annotation[];
  selection?: readonly AnnotationId[];
  locked?: readonly AnnotationId[];
};

/** A gesture in a user's words: `drive(boxTool).down(10, 10).move(40, 50).up()`. For tests. */
export interface ToolDriver {
  down(x: number, y: number): ToolDriver;
  move(x: number, y: number): ToolDriver;
  /** Without a point: where the pointer was last. */
  up(x?: number, y?: number): ToolDriver;
  click(x: number, y: number): ToolDriver;
  hold(modifiers: Partial<Modifiers>): ToolDriver;
  with(pointer: PointerKind): ToolDriver;
  place(x: number, y: number): ToolDriver;
  cancel(): ToolDriver;
  state(): unknown;
  selection(): AnnotationId[];
  /** Everything that was asked of the editor, in order. */
  effects(): readonly ToolEffect[];
  created(): Geometry[];
  changed(): Record<AnnotationId, Geometry>;
}

export function drive(tool: AnyTool, options: Options = {}): ToolDriver {
  const { extent = { width: 100, height: 80 }, scale = 1, annotations = [], locked = [] } = options;
  const selection = new Set(options.selection);
  const effects: ToolEffect[] = [];
  let state = tool.start;
  let point = { x: 0, y: 0 };
  let modifiers = NO_MODIFIERS;
  let pointer: PointerKind = "mouse";
  const free = annotations.filter(({ id }) => !locked.includes(id));
  const area = ({ geometry }: Annotation) => geometrySpec(geometry).area(geometry);

  function send(event: Parameters<AnyTool["on"]>[1]): ToolDriver {
    const step = tool.on(state, event, {
      extent,
      scale,
      view: { x: 0, y: 0, w: extent.width, h: extent.height },
      selection,
      byId: (id) => annotations.find((annotation) => annotation.id === id),
      isEditable: (id) => !locked.includes(id),
      hit: (at, tolerance) =>
        free
          .filter(({ geometry }) => geometrySpec(geometry).hit(geometry, at, tolerance))
          .sort((a, b) => area(a) - area(b)),
      within: (rect) =>
        free.filter(({ geometry }) => {
          const { x, y, w, h } = geometrySpec(geometry).bounds(geometry);
          return boxContains(rect, { x, y }) && boxContains(rect, { x: x + w, y: y + h });
        }),
    });
    state = step.state;
    for (const effect of step.emit ?? []) {
      effects.push(effect);
      if (effect.type === "select") applySelect(effect, selection);
    }
    return driver;
  }

  const driver: ToolDriver = {
    down: (x, y) => send({ type: "down", point: at(x, y), pointer, modifiers }),
    move: (x, y) => send({ type: "move", point: at(x, y), pointer, modifiers }),
    up: (x = point.x, y = point.y) => send({ type: "up", point: at(x, y), pointer, modifiers }),
    click: (x, y) => driver.down(x, y).up(),
    hold(held) {
      modifiers = { ...NO_MODIFIERS, ...held };
      return send({ type: "modifiers", modifiers });
    },
    with(kind) {
      pointer = kind;
      return driver;
    },
    place: (x, y) => send({ type: "place", point: { x, y } }),
    cancel: () => send({ type: "cancel" }),
    state: () => state,
    selection: () => [...selection],
    effects: () => effects,
    created: () => effects.flatMap((e) => (e.type === "create" ? [e.geometry] : [])),
    changed: () =>
      Object.fromEntries(effects.flatMap((e) => (e.type === "change" ? [...e.geometries] : []))),
  };
  function at(x: number, y: number) {
    point = { x, y };
    return point;
  }
  return driver;
}

function applySelect(
  effect: Extract<ToolEffect, { type: "select" }>,
  selection: Set<AnnotationId>,
): void {
  if (effect.mode === "replace") selection.clear();
  for (const id of effect.ids) {
    if (effect.mode === "toggle" && selection.has(id)) selection.delete(id);
    else selection.add(id);
  }
}
