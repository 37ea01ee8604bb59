import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Box, Handle, Point, Size } from "@/lib/geometry/box";
import { boundsOf as boundsOfGeometry, geometrySpec } from "@/lib/geometry/geometry";
import type { Modifiers, ToolContext } from "@/lib/tools/tool";
import { byDrawingOrder } from "../drawing-order";
import { type Editor, editorActions } from "../editor";
import { createEditorBase, documentOf, type EditorOptions } from "../editor-base";
import { createSpatialIndex, type SpatialIndex } from "../spatial-index";
import { createSuggestions } from "../suggestions/suggestions";
import { createToolRunner, type ToolRunner } from "../tool-runner";
import { cursorOf } from "./cursor";
import { createHand } from "./hand";
import { createImageSession, type ImageSessionStore } from "./image-session";
import { placeCopies } from "./place-copies";
import { createPointerInput, type EditorPointerEvent } from "./pointer-input";
import { createImageView, type ImageView } from "./view";
import { toImage, visibleCentre, zoomToBounds } from "./viewport";

export type ImageItem = { id: string; extent: Size };
export type ImageEditorOptions = EditorOptions & { item: ImageItem };

/** The editor of one image: shapes on a plane, seen through a viewport and drawn with tools. */
export interface ImageEditor
  extends Editor,
    Pick<ImageView, "resize" | "setViewport" | "wheel">,
    Pick<ToolRunner, "setTool" | "preview" | "drafts" | "marquee"> {
  readonly kind: "image";
  readonly item: ImageItem;
  readonly session: ImageSessionStore;
  readonly index: SpatialIndex;

  pointer(event: EditorPointerEvent): void;
  modifiers(modifiers: Modifiers): void;
  /** Space: the hand as long as it is held. */
  holdHand(isHeld: boolean): void;
  /** Keyboard drawing: a shape at the crosshair, or in the middle of what is visible. */
  place(): void;

  /** What the canvas draws. Drawing order, without the hidden; `rect` in image px, default: the view. */
  visible(rect?: Box): Annotation[];
  /** Handles of the single selected annotation, at its draft when it is being changed; image px. */
  handles(): readonly { handle: Handle; point: Point }[];
  /** CSS cursor for what the pointer would do now. */
  cursor(): string;
}

export function isImageEditor(editor: Editor): editor is ImageEditor {
  return editor.kind === "image";
}

export function createImageEditor(options: ImageEditorOptions): ImageEditor {
  const { item } = options;
  const { extent } = item;
  const document = documentOf(options.annotations);
  const index = createSpatialIndex(document.current().values());
  // Before all others: whoever hears of a change may look it up at once.
  const endIndexing = document.subscribe((patch) => index.update(patch));
  const session = createImageSession();
  const get = session.getState;
  const base = createEditorBase({ ...options, document, session });
  const view = createImageView(session, extent);
  const { pan } = view;
  const suggestions = createSuggestions(
    base,
    {
      order: "score",
      compare: byDrawingOrder,
      touching: (geometry) => index.visible(boundsOfGeometry(geometry)),
      show: (geometry) => view.show(boundsOfGeometry(geometry)),
    },
    options.suggestions,
  );
  const tools = createToolRunner({ base, session, suggestions, context, pan });
  const hand = createHand({ session, context, pan });
  const pointer = createPointerInput({
    toImage: (screen) => toImage(get().viewport, screen),
    isHandHeld: hand.isHeld,
    tool: tools.dispatch,
    hand: hand.dispatch,
    pinch: view.pinch,
    hover: (point) => session.setState(point ? { pointer: point } : { pointer: null, hover: null }),
  });

  function context(): ToolContext {
    return {
      extent,
      scale: get().viewport.scale,
      view: view.rect(),
      selection: inHand(),
      byId,
      isEditable: base.isEditable,
      hit,
      within: (rect) => index.within(rect).filter(({ id }) => base.isFree(id)),
    };
  }

  function byId(id: AnnotationId): Annotation | undefined {
    return document.current().get(id) ?? suggestions.find(id)?.annotation;
  }

  /** What handles and label keys are about: the selected, or the suggestion in focus. */
  function inHand(): ReadonlySet<AnnotationId> {
    const focused = suggestions.focused();
    return focused ? new Set([focused.annotation.id]) : get().selection;
  }

  /** Annotations and suggestions, the smallest first; of the same size people's own. */
  function hit(point: Point, tolerance: number): Annotation[] {
    const own = index.hit(point, tolerance).filter(({ id }) => base.isFree(id));
    const suggested = suggestions.hit(point, tolerance);
    if (suggested.length === 0) return own;
    const all = [...own, ...suggested.map(({ annotation }) => annotation)];
    const area = ({ geometry }: Annotation) => geometrySpec(geometry).area(geometry);
    return all.sort((a, b) => area(a) - area(b));
  }

  function handles(): readonly { handle: Handle; point: Point }[] {
    const held = inHand();
    const [id] = held.size === 1 ? held : [];
    if (id === undefined || !base.isEditable(id)) return [];
    const geometry = tools.drafts().get(id) ?? byId(id)?.geometry;
    return geometry ? geometrySpec(geometry).handles(geometry) : [];
  }

  function boundsOf(id: AnnotationId): Box | null {
    const geometry = document.current().get(id)?.geometry;
    return geometry ? geometrySpec(geometry).bounds(geometry) : null;
  }

  return {
    ...base,
    ...editorActions(base, { ...tools, suggestions }),
    suggestions,
    kind: "image",
    item,
    session,
    index,
    isBusy: tools.isBusy,
    isDrawing: tools.draws,
    cancelGesture: tools.cancelGesture,
    leaveTool: tools.leaveTool,
    reveal(id) {
      const bounds = boundsOf(id);
      if (bounds) view.show(bounds);
    },
    focus(id) {
      if (get().canvas.width === 0) return false;
      const bounds = boundsOf(id);
      if (bounds) view.setViewport((_, frame) => zoomToBounds(bounds, frame));
      return true;
    },
    placeCopies: (originals, isAside) => placeCopies(originals, { isAside, extent }),
    compare: byDrawingOrder,

    resize: view.resize,
    setViewport: view.setViewport,
    wheel: view.wheel,
    setTool: tools.setTool,
    preview: tools.preview,
    drafts: tools.drafts,
    marquee: tools.marquee,
    hint: () => (tools.isBusy() ? null : suggestions.hint()) ?? tools.hint(),

    pointer(event) {
      if (event.type === "down" && get().notice) session.setState({ notice: null });
      pointer(event);
    },
    modifiers: tools.modifiers,
    holdHand: hand.hold,
    place() {
      if (!tools.draws()) tools.setTool("box");
      const { viewport, canvas } = get();
      const point = get().pointer ?? visibleCentre(viewport, canvas, extent);
      tools.dispatch({ type: "place", point });
    },
    visible(rect = view.rect()) {
      const found = index.visible(rect);
      return get().hidden.size === 0 ? found : found.filter(({ id }) => !base.isHidden(id));
    },
    handles,
    cursor: () => cursorOf(get()),
    dispose() {
      endIndexing();
      tools.dispose();
      suggestions.dispose();
      base.dispose();
    },
  };
}
