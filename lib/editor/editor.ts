import { v7 } from "uuid";
import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import type { Box, Handle, Point, Size } from "@/lib/geometry/box";
import { type Geometry, geometrySpec } from "@/lib/geometry/geometry";
import { panTool } from "@/lib/tools/pan";
import type { AnyTool, Modifiers, ToolContext, ToolEffect, ToolEvent } from "@/lib/tools/tool";
import { type ToolId, toolOf } from "@/lib/tools/tools";
import { type ClipboardStore, createClipboard } from "./clipboard";
import { createDocument, type EditorDocument } from "./document";
import { createPatch, geometryPatch } from "./edit";
import { createHistory, type History, type HistoryStep } from "./history";
import { createLabelBook } from "./label-book";
import { createPointerInput, type EditorPointerEvent } from "./pointer-input";
import { createPreferences, type PreferencesStore } from "./preferences";
import {
  createSession,
  NO_IDS,
  type Notice,
  type SessionState,
  type SessionStore,
} from "./session";
import { createSpatialIndex, type SpatialIndex } from "./spatial-index";
import * as view from "./viewport";

export type EditorOptions = {
  item: { id: string; extent: Size };
  labels: Iterable<Label>;
  /** Either the annotations, or a document that somebody else (the saver) already listens to. */
  annotations: Iterable<Annotation> | EditorDocument;
  /** What `history.save()` gave when the item was last open; anything unreadable is ignored. */
  history?: unknown;
  /** Shared by the editors of all items; default: stores of their own that nothing outlives. */
  preferences?: PreferencesStore;
  clipboard?: ClipboardStore;
  /** Look, select and copy only. */
  isReadOnly?: boolean;
  newId?: () => string;
};

/**
 * The editor of one item, without a screen. `document`, `session` and `preferences` are the three
 * stores to subscribe to; whoever creates it disposes it.
 */
export interface Editor {
  readonly item: { id: string; extent: Size };
  readonly isReadOnly: boolean;
  readonly document: EditorDocument;
  readonly session: SessionStore;
  readonly preferences: PreferencesStore;
  readonly clipboard: ClipboardStore;
  readonly history: History;
  readonly index: SpatialIndex;

  pointer(event: EditorPointerEvent): void;
  /** Pinch on a touch pad and wheels with Ctrl come here too: all of them zoom. `delta` in wheel px. */
  wheel(event: { at: Point; delta: number }): void;
  modifiers(modifiers: Modifiers): void;
  /** Space: the hand as long as it is held. */
  holdHand(isHeld: boolean): void;
  /** The canvas's size in screen px. The first one fits the image. */
  resize(canvas: Size): void;
  setViewport(change: (viewport: view.Viewport, frame: view.Frame) => view.Viewport): void;

  setTool(tool: ToolId): void;
  /** Keyboard drawing: a shape at the crosshair, or in the middle of what is visible. */
  place(): void;
  /** Back by one level: the gesture, the selection, the tool. False when there was nothing to leave. */
  escape(): boolean;
  select(ids: Iterable<AnnotationId>): void;
  /** Pans as far as needed to show the annotation. */
  reveal(id: AnnotationId): void;
  /** Labels may change while the item is open; annotations of a removed one stay and are drawn neutral. */
  setLabels(labels: Iterable<Label>): void;
  notify(notice: Notice): void;

  /**
   * One entry of the history. `isJoining`: joins the newest entry instead, for keys held down.
   * Returns false, and changes nothing, when the editor is read-only or the patch is empty.
   */
  commit(patch: Patch<Annotation>, options?: { isJoining?: boolean }): boolean;
  undo(): void;
  redo(): void;

  isEditable(id: AnnotationId): boolean;
  isHidden(id: AnnotationId): boolean;
  newId(): AnnotationId;

  /** What the canvas draws. Drawing order, without the hidden; `rect` in image px, default: the view. */
  visible(rect?: Box): Annotation[];
  preview(): Geometry | null;
  drafts(): ReadonlyMap<AnnotationId, Geometry>;
  marquee(): Box | null;
  /** Handles of the single selected annotation, at its draft when it is being changed; image px. */
  handles(): readonly { handle: Handle; point: Point }[];
  /** CSS cursor for what the pointer would do now. */
  cursor(): string;
  /** Key in the "tools" catalogue: what the next click or drag will do. */
  hint(): string;
  dispose(): void;
}

/** Wheel px for a doubling of the scale. */
const WHEEL_PX_PER_OCTAVE = 240;
const HANDLE_CURSORS: Readonly<Record<Handle, string>> = {
  nw: "nwse-resize",
  se: "nwse-resize",
  ne: "nesw-resize",
  sw: "nesw-resize",
  n: "ns-resize",
  s: "ns-resize",
  e: "ew-resize",
  w: "ew-resize",
};

export function createEditor(options: EditorOptions): Editor {
  const { item, isReadOnly = false, newId = v7 } = options;
  const { preferences = createPreferences(), clipboard = createClipboard() } = options;
  const document =
    "subscribe" in options.annotations ? options.annotations : createDocument(options.annotations);
  const index = createSpatialIndex(document.current().values());
  const session = createSession();
  // The index comes first: whoever else hears of a change may look it up at once.
  const unsubscribe = document.subscribe((patch, origin) => {
    index.update(patch);
    forget(patch, origin === "remote");
  });
  const history = createHistory(document, options.history);
  const get = session.getState;
  const set = (change: Partial<SessionState>) => session.setState(change);
  const frame = (): view.Frame => ({ canvas: get().canvas, extent: item.extent });
  const tool = (): AnyTool => toolOf(get().tool);
  const isHidden = (id: AnnotationId) => get().hidden.has(id);
  const isFree = (id: AnnotationId) => !isHidden(id) && !get().locked.has(id);

  /** Takes removed annotations out of the selection, and ends a gesture that others' changes overtook. */
  function forget(patch: Patch<Annotation>, isRemote: boolean): void {
    const { selection, hover, toolState } = get();
    const isGone = (id: AnnotationId) => patch.get(id)?.after === null;
    if ([...selection].some(isGone))
      set({ selection: new Set([...selection].filter((id) => !isGone(id))) });
    if (hover && isGone(hover.id)) set({ hover: null });
    if (!isRemote) return;
    for (const id of tool().drafts(toolState).keys()) {
      if (!patch.has(id)) continue;
      dispatch({ type: "cancel" });
      return;
    }
  }

  function context(): ToolContext {
    const { viewport, canvas, selection } = get();
    return {
      extent: item.extent,
      scale: viewport.scale,
      view: view.visibleRect(viewport, canvas),
      selection,
      byId: (id) => document.current().get(id),
      isEditable,
      hit: (point, tolerance) => index.hit(point, tolerance).filter(({ id }) => isFree(id)),
      within: (rect) => index.within(rect).filter(({ id }) => isFree(id)),
    };
  }

  function isEditable(id: AnnotationId): boolean {
    return !isReadOnly && isFree(id);
  }

  function dispatch(event: ToolEvent): void {
    const { state, emit = [] } = tool().on(get().toolState, event, context());
    if (state !== get().toolState) set({ toolState: state });
    for (const effect of emit) perform(effect);
  }

  function dispatchHand(event: ToolEvent): void {
    const held = get().heldPan as typeof panTool.start | null;
    const { state, emit = [] } = panTool.on(held ?? panTool.start, event, context());
    const isOver = state.type === "idle" && !isSpaceHeld;
    set({ heldPan: isOver ? null : state });
    for (const effect of emit) perform(effect);
  }

  function perform(effect: ToolEffect): void {
    switch (effect.type) {
      case "create":
        create(effect.geometry);
        return;
      case "change":
        editor.commit(geometryPatch(document.current(), effect.geometries));
        return;
      case "select":
        select(effect.ids, effect.mode);
        return;
      case "hover": {
        const { hover } = get();
        const { target } = effect;
        const isSame = hover?.id === target?.id && hover?.handle === target?.handle;
        if (!isSame) set({ hover: target });
        return;
      }
      case "pan": {
        const { scale } = get().viewport;
        const by = { x: effect.dx * scale, y: effect.dy * scale };
        editor.setViewport((viewport, at) => view.panBy(viewport, at, by));
        return;
      }
    }
  }

  function create(geometry: Geometry): void {
    const label = get().labels.get(get().activeLabelId);
    if (!label) {
      editor.notify("noLabel");
      return;
    }
    const id = newId();
    const made = { id, labelId: label.id, geometry };
    if (!editor.commit(createPatch(document.current(), made))) return;
    set({ selection: new Set([id]), hover: null });
    if (preferences.getState().toolAfterDrawing === "select") editor.setTool("select");
  }

  function select(ids: Iterable<AnnotationId>, mode: "replace" | "add" | "toggle"): void {
    const selection = mode === "replace" ? new Set<AnnotationId>() : new Set(get().selection);
    for (const id of ids) {
      if (mode === "toggle" && selection.has(id)) selection.delete(id);
      else if (document.current().has(id)) selection.add(id);
    }
    set({ selection: selection.size === 0 ? NO_IDS : selection });
  }

  /** Leaves an unfinished gesture. True when there was one. */
  function cancelGesture(): boolean {
    if (get().toolState === tool().start) return false;
    dispatch({ type: "cancel" });
    return true;
  }

  function show(step: HistoryStep | null): void {
    if (!step) return;
    if (step.skipped.length > 0) set({ notice: "changedByOthers" });
    const touched = [...step.patch].flatMap(([id, { after }]) => (after ? [id] : []));
    if (touched.length > 0) select(touched, "replace");
  }

  let isSpaceHeld = false;
  const pointer = createPointerInput({
    toImage: (screen) => view.toImage(get().viewport, screen),
    isHandHeld: () => isSpaceHeld,
    tool: dispatch,
    hand: dispatchHand,
    pinch: (fingers) => editor.setViewport((viewport, at) => view.pinch(viewport, at, fingers)),
    hover: (point) => set(point ? { pointer: point } : { pointer: null, hover: null }),
  });

  const editor: Editor = {
    item,
    isReadOnly,
    document,
    session,
    preferences,
    clipboard,
    history,
    index,
    pointer(event) {
      if (event.type === "down" && get().notice) set({ notice: null });
      pointer(event);
    },
    wheel: ({ at, delta }) =>
      editor.setViewport((viewport, on) =>
        view.zoomAt(viewport, on, { at, factor: 2 ** (-delta / WHEEL_PX_PER_OCTAVE) }),
      ),
    modifiers(modifiers) {
      set({ modifiers });
      dispatch({ type: "modifiers", modifiers });
    },
    holdHand(isHeld) {
      if (isSpaceHeld === isHeld) return;
      isSpaceHeld = isHeld;
      const held = get().heldPan as typeof panTool.start | null;
      // A drag that began with Space goes on to its own end when Space is let go first.
      if (isHeld) set({ heldPan: held ?? panTool.start });
      else if (held?.type !== "panning") set({ heldPan: null });
    },
    resize(canvas) {
      const isFirst = get().canvas.width === 0 || get().canvas.height === 0;
      const viewport = isFirst
        ? view.fitImage({ canvas, extent: item.extent })
        : view.resized(get().viewport, frame(), canvas);
      set({ canvas, viewport });
    },
    setViewport(change) {
      const viewport = change(get().viewport, frame());
      if (viewport !== get().viewport) set({ viewport });
    },
    setTool(id) {
      if (isReadOnly && toolOf(id).draws) return;
      cancelGesture();
      if (id !== get().tool) set({ tool: id, toolState: toolOf(id).start, hover: null });
    },
    place() {
      if (!tool().draws) editor.setTool("box");
      const { viewport, canvas } = get();
      const point = get().pointer ?? view.visibleCentre(viewport, canvas, item.extent);
      dispatch({ type: "place", point });
    },
    escape() {
      if (cancelGesture()) return true;
      if (get().selection.size > 0) {
        set({ selection: NO_IDS });
        return true;
      }
      if (get().tool === "select") return false;
      editor.setTool("select");
      return true;
    },
    select: (ids) => select(ids, "replace"),
    reveal(id) {
      const geometry = document.current().get(id)?.geometry;
      if (!geometry) return;
      const bounds = geometrySpec(geometry).bounds(geometry);
      editor.setViewport((viewport, at) => view.reveal(viewport, at, bounds));
    },
    setLabels(labels) {
      const book = createLabelBook(labels);
      const active = book.get(get().activeLabelId) ?? book.list[0];
      set({ labels: book, activeLabelId: active?.id ?? null });
    },
    notify: (notice) => set({ notice }),
    commit(patch, { isJoining = false } = {}) {
      if (isReadOnly || patch.size === 0) return false;
      const work = () => document.commit(patch, "local");
      if (isJoining) history.joining(work);
      else work();
      return true;
    },
    undo() {
      // Half a shape is the newest thing there is to take back.
      if (!isReadOnly && !cancelGesture()) show(history.undo());
    },
    redo() {
      if (!isReadOnly && !cancelGesture()) show(history.redo());
    },
    isEditable,
    isHidden,
    newId,
    visible(rect = view.visibleRect(get().viewport, get().canvas)) {
      const found = index.visible(rect);
      return get().hidden.size === 0 ? found : found.filter(({ id }) => !isHidden(id));
    },
    preview: () => tool().preview(get().toolState),
    drafts: () => tool().drafts(get().toolState),
    marquee: () => tool().marquee(get().toolState),
    handles() {
      const [id] = get().selection.size === 1 ? get().selection : [];
      if (id === undefined || !isEditable(id)) return [];
      const geometry = editor.drafts().get(id) ?? document.current().get(id)?.geometry;
      return geometry ? geometrySpec(geometry).handles(geometry) : [];
    },
    cursor() {
      const { heldPan, hover, tool: id, toolState } = get();
      const hand = heldPan ?? (id === "pan" ? toolState : null);
      if (hand) return (hand as typeof panTool.start).type === "panning" ? "grabbing" : "grab";
      if (id !== "select" || !hover) return tool().cursor;
      return hover.handle ? HANDLE_CURSORS[hover.handle] : "move";
    },
    hint: () => tool().hint(get().toolState),
    dispose() {
      unsubscribe();
      history.dispose();
    },
  };
  editor.setLabels(options.labels);
  return editor;
}
