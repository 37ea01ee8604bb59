import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Box, Handle, Point, Size } from "@/lib/geometry/box";
import type { Geometry } from "@/lib/geometry/geometry";

export type PointerKind = "mouse" | "touch" | "pen";
/** `mod` is Ctrl, or ⌘ on a Mac. */
export type Modifiers = { shift: boolean; alt: boolean; mod: boolean };
export const NO_MODIFIERS: Modifiers = { shift: false, alt: false, mod: false };

/** Points are image px and may lie outside the image. Only the primary button reaches a tool. */
export type ToolEvent =
  | {
      type: "down" | "move" | "up";
      point: Point;
      pointer: PointerKind;
      modifiers: Modifiers;
    }
  /** A modifier was pressed or let go while the pointer stood still. */
  | { type: "modifiers"; modifiers: Modifiers }
  /** Drawing without a pointer: put a finished shape of default size around this point. */
  | { type: "place"; point: Point }
  /** Esc, a lost pointer, a second finger, another tool: forget what is going on. */
  | { type: "cancel" };

/** What a tool may know of the editor. Hidden and locked annotations are left out of `hit` and `within`. */
export interface ToolContext {
  extent: Size;
  /** Screen px per image px. */
  scale: number;
  /** The part of the image that is on screen; image px. */
  view: Box;
  selection: ReadonlySet<AnnotationId>;
  byId(id: AnnotationId): Annotation | undefined;
  /** May the person change it: it is neither hidden nor locked. */
  isEditable(id: AnnotationId): boolean;
  /** Everything under the point, give or take `tolerance` image px; smallest first. */
  hit(point: Point, tolerance: number): readonly Annotation[];
  /** Everything that lies wholly inside the rectangle, in drawing order. */
  within(rect: Box): readonly Annotation[];
}

export type SelectMode = "replace" | "add" | "toggle";
export type HoverTarget = { id: AnnotationId; handle: Handle | null };

/** What the editor is asked to do. `create` and `change` are each one entry of the history. */
export type ToolEffect =
  | { type: "create"; geometry: Geometry }
  | { type: "change"; geometries: ReadonlyMap<AnnotationId, Geometry> }
  | { type: "select"; ids: readonly AnnotationId[]; mode: SelectMode }
  | { type: "hover"; target: HoverTarget | null }
  /** Shift the view by image px, so that what was at p is seen at p + (dx, dy). */
  | { type: "pan"; dx: number; dy: number };

export type ToolStep<S> = { state: S; emit?: readonly ToolEffect[] };

/**
 * A pure state machine. Nothing half-drawn ever reaches the document: it is the tool's state, which
 * `preview`, `drafts` and `marquee` show. They return the same object for the same state.
 */
export interface Tool<S> {
  id: string;
  /** Key in the "tools" catalogue. */
  title: string;
  /** CSS cursor while nothing is going on. */
  cursor: string;
  /** Does it make annotations (and so need a label)? */
  draws: boolean;
  start: S;
  on(state: S, event: ToolEvent, context: ToolContext): ToolStep<S>;
  /** The shape being drawn, or null. */
  preview(state: S): Geometry | null;
  /** Annotations as they look while being moved or resized, in place of the document's. */
  drafts(state: S): ReadonlyMap<AnnotationId, Geometry>;
  /** The rubber band of a selection in image px, or null. */
  marquee(state: S): Box | null;
  /** Key in the "tools" catalogue: what click, drag and modifiers do next. */
  hint(state: S): string;
}

/** A tool whose state is nobody's business. Method parameters are bivariant, so every Tool<S> is one. */
export type AnyTool = Tool<unknown>;

export const NO_DRAFTS: ReadonlyMap<AnnotationId, Geometry> = new Map();

/** How far a pointer may stray, in screen px, and still have clicked. */
const CLICK_SLOP_PX = { mouse: 3, pen: 6, touch: 10 } satisfies Record<PointerKind, number>;
/** How near to an edge or a handle a pointer has to be, in screen px. */
const REACH_PX = { mouse: 6, pen: 10, touch: 18 } satisfies Record<PointerKind, number>;

export function isDrag(options: {
  from: Point;
  to: Point;
  pointer: PointerKind;
  scale: number;
}): boolean {
  const { from, to, pointer, scale } = options;
  return Math.hypot(to.x - from.x, to.y - from.y) * scale > CLICK_SLOP_PX[pointer];
}

export function reachPx(pointer: PointerKind): number {
  return REACH_PX[pointer];
}
