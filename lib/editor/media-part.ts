import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Geometry, GeometryKind } from "@/lib/geometry/geometry";
import type { MediaKind } from "@/lib/media/media";

/** The kinds of media that have an editor. */
export const EDITOR_KINDS = ["image", "text", "audio"] as const satisfies readonly MediaKind[];
export type EditorKind = (typeof EDITOR_KINDS)[number];

/** What the editor has to ask of the kind of media that is open. One implementation per kind. */
export interface MediaPart {
  readonly kind: EditorKind;
  /** Is something half made or in hand: a shape being drawn, annotations being dragged? */
  isBusy(): boolean;
  /** Leaves an unfinished gesture. False when there was none. */
  cancelGesture(): boolean;
  /** Does the person draw now, so that a label key means the next annotation, not the selected? */
  isDrawing(): boolean;
  /**
   * Uses the label for what is at hand (a selected range, an answer), when its key is pressed or it is clicked. False,
   * or no such function: it becomes the label of the next annotation, and of what is selected.
   */
  takeLabel?(label: Label): boolean;
  /** What a label is chosen for now: only labels of these kinds are offered. The same array until that changes. */
  labelKinds?(): readonly GeometryKind[];
  /** Back to the tool that one starts with. False when it is that one already. */
  leaveTool(): boolean;
  /** Brings the annotation into view; nothing when it does not exist. */
  reveal(id: AnnotationId): void;
  /** The same, large and in the middle. False while the view has no size yet: try again later. */
  focus(id: AnnotationId): boolean;
  /**
   * Where copies of these go in this item, by the id of the original: cut to what there is room
   * for, and without those that have none. `isAside`: visibly apart, because the originals are here.
   */
  placeCopies(
    originals: ReadonlyMap<AnnotationId, Geometry>,
    isAside: boolean,
  ): ReadonlyMap<AnnotationId, Geometry>;
  /** Key in the "tools" catalogue: what the next click, drag or key will do. */
  hint(): string;
  /** The order of lists and of stepping through; ties are broken by id. */
  compare(a: Annotation, b: Annotation): number;
}
