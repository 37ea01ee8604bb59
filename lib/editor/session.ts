import { createStore, type StoreApi } from "zustand/vanilla";
import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Point, Size } from "@/lib/geometry/box";
import { type HoverTarget, type Modifiers, NO_MODIFIERS } from "@/lib/tools/tool";
import type { ToolId } from "@/lib/tools/tools";
import { toolOf } from "@/lib/tools/tools";
import { createLabelBook, type LabelBook } from "./label-book";
import type { Viewport } from "./viewport";

/** Keys under "notice" in the "tools" catalogue: why nothing happened. */
export type Notice = "noLabel" | "changedByOthers" | "nothingToPaste";

/** What belongs to this view of this item: never undone, never saved. Sets and maps are replaced, not changed. */
export type SessionState = {
  tool: ToolId;
  /** The state of `tool`; only the tool itself reads it. */
  toolState: unknown;
  /** The hand's state while Space or the middle button holds it, over the chosen tool; null otherwise. */
  heldPan: unknown;
  modifiers: Modifiers;
  selection: ReadonlySet<AnnotationId>;
  hover: HoverTarget | null;
  /** Image px; null while the pointer is elsewhere. */
  pointer: Point | null;
  canvas: Size;
  viewport: Viewport;
  hidden: ReadonlySet<AnnotationId>;
  locked: ReadonlySet<AnnotationId>;
  labels: LabelBook;
  /** The label of the next shape. */
  activeLabelId: string | null;
  notice: Notice | null;
};
export type SessionStore = StoreApi<SessionState>;

export const NO_IDS: ReadonlySet<AnnotationId> = new Set();

export function createSession(): SessionStore {
  return createStore<SessionState>(() => ({
    tool: "select",
    toolState: toolOf("select").start,
    heldPan: null,
    modifiers: NO_MODIFIERS,
    selection: NO_IDS,
    hover: null,
    pointer: null,
    canvas: { width: 0, height: 0 },
    viewport: { scale: 1, x: 0, y: 0 },
    hidden: NO_IDS,
    locked: NO_IDS,
    labels: createLabelBook([]),
    activeLabelId: null,
    notice: null,
  }));
}
