import type { TextEditor } from "@/lib/editor/text/text-editor";
import type { TextUnit } from "@/lib/text/segments";
import type { TextSurface } from "./text-surface";

/**
 * Mouse, touch and pen on the text. A plain drag and the handles of a phone are the browser's own selection, which is
 * read; whole words and sentences (two and three clicks), and the ends of spans, are done here.
 */
export function bindSurfaceInput(options: {
  editor: TextEditor;
  scroller: HTMLElement;
  surface: TextSurface;
}): () => void {
  const { editor, scroller, surface } = options;
  const { session, caret, maker } = editor;
  const abort = new AbortController();
  const { signal } = abort;
  /** Units that the pointer selects by, after two or three clicks. */
  let unitDrag: { unit: TextUnit; from: { start: number; end: number } } | null = null;
  let isPressed = false;
  /** The last press was a finger: the browser's handles change the selection without any further press. */
  let isTouching = false;
  let hoverFrame = 0;

  function onMouseDown(event: MouseEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    if (event.target.closest("[data-end]")) return;
    isPressed = true;
    const offset = surface.place.offsetAt(event.clientX, event.clientY);
    surface.pin([offset]);
    if (event.detail < 2) {
      // Pressed on what is selected, the browser would drag it away instead of selecting anew.
      if (!event.shiftKey) document.getSelection()?.removeAllRanges();
      return;
    }
    event.preventDefault();
    scroller.focus({ preventScroll: true });
    const unit = event.detail === 2 ? "word" : "sentence";
    const from = editor.segments.around(offset, unit);
    unitDrag = { unit, from };
    editor.select([]);
    caret.put({ anchor: from.start, focus: from.end });
    showToBrowser();
  }

  function onPointerMove(event: PointerEvent): void {
    if (session.getState().drag) return;
    if (unitDrag && isPressed) {
      const offset = surface.place.offsetAt(event.clientX, event.clientY);
      const { unit, from } = unitDrag;
      const to = editor.segments.around(offset, unit);
      const isBack = to.start < from.start;
      caret.put(
        isBack
          ? { anchor: from.end, focus: to.start }
          : { anchor: from.start, focus: Math.max(from.end, to.end) },
      );
      return;
    }
    if (isPressed || event.pointerType === "touch") return;
    const { clientX, clientY } = event;
    cancelAnimationFrame(hoverFrame);
    hoverFrame = requestAnimationFrame(() => hoverAt(clientX, clientY));
  }

  function hoverAt(x: number, y: number): void {
    const ids = new Set(surface.spansAt(x, y).filter(editor.isFree));
    const found =
      ids.size === 0
        ? undefined
        : editor.spans.at(surface.place.offsetAt(x, y)).find(({ id }) => ids.has(id));
    const { hover } = session.getState();
    if (hover?.id === found?.id) return;
    session.setState({ hover: found ? { id: found.id, handle: null } : null });
  }

  function onMouseUp(): void {
    if (!isPressed) return;
    // The browser tells of a change a moment later than of the release.
    if (!unitDrag) readSelection();
    isPressed = false;
    unitDrag = null;
    surface.pin(null);
    showToBrowser();
    if (caret.range()) maker.endRange();
  }

  /** A tap or a click that selected nothing. */
  function onClick(event: MouseEvent): void {
    const arc = event.target instanceof Element ? event.target.closest("[data-relation]") : null;
    const relationId = arc?.getAttribute("data-relation");
    if (relationId) {
      editor.select([relationId]);
      return;
    }
    if (event.shiftKey || event.detail > 1 || (event.target as Element).closest("[data-end]"))
      return;
    const at = session.getState().caret;
    if (at && at.anchor !== at.focus) return;
    const { clientX, clientY } = event;
    const offset = surface.place.offsetAt(clientX, clientY);
    const ids = surface.spansAt(clientX, clientY);
    editor.click(offset, { isAdding: event.ctrlKey || event.metaKey, among: new Set(ids) });
  }

  function onSelectionChange(): void {
    if ((isPressed || isTouching) && !unitDrag && !session.getState().drag) readSelection();
  }

  /** The browser's selection is where the person is. */
  function readSelection(): void {
    const selection = document.getSelection();
    if (!selection) return;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    const anchor = surface.place.offsetOf(anchorNode, anchorOffset);
    const focus = surface.place.offsetOf(focusNode, focusOffset);
    if (anchor === null || focus === null) return;
    const now = session.getState().caret;
    if (now?.anchor === anchor && now.focus === focus) return;
    if (anchor !== focus && session.getState().selection.size > 0) editor.select([]);
    caret.put({ anchor, focus });
  }

  /** So that copying, and who reads the screen aloud, have what is selected here. */
  function showToBrowser(): void {
    const { caret: at } = session.getState();
    const { activeElement } = document;
    const isOurs = activeElement === document.body || scroller.contains(activeElement);
    if (!at || !isOurs || isPressed || isTouching) return;
    const [anchor, focus] = [at.anchor, at.focus].map((offset) => surface.place.domPlace(offset));
    if (anchor && focus) {
      document
        .getSelection()
        ?.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
    }
  }

  function onHandleDown(event: PointerEvent): void {
    const handle = event.target instanceof Element ? event.target.closest("[data-end]") : null;
    const end = handle?.getAttribute("data-end");
    const [id] = session.getState().selection;
    if (!handle || id === undefined || (end !== "start" && end !== "end")) return;
    event.preventDefault();
    event.stopPropagation();
    maker.beginDrag(id, end);
    followHandle(event, handle);
  }

  /** Measured from the line that the end is on: a finger is below it. */
  function followHandle(down: PointerEvent, handle: Element): void {
    const { top, height, left, width } = handle.getBoundingClientRect();
    const [byX, byY] = [left + width / 2 - down.clientX, top + height / 2 - down.clientY];
    const end = new AbortController();
    scroller.classList.add("is-dragging");
    const move = (event: PointerEvent) => {
      if (event.pointerId !== down.pointerId) return;
      event.preventDefault();
      const offset = surface.place.offsetAt(event.clientX + byX, event.clientY + byY);
      maker.dragTo(offset, { isExact: event.altKey });
      scrollAtEdge(scroller, event.clientY);
    };
    const stop = (event: PointerEvent) => {
      if (event.pointerId !== down.pointerId) return;
      end.abort();
      scroller.classList.remove("is-dragging");
      if (event.type === "pointerup") maker.endDrag();
      else editor.cancelGesture();
    };
    const on = { signal: AbortSignal.any([end.signal, signal]) };
    window.addEventListener("pointermove", move, on);
    window.addEventListener("pointerup", stop, on);
    window.addEventListener("pointercancel", stop, on);
  }

  scroller.addEventListener("pointerdown", onHandleDown, { signal, capture: true });
  scroller.addEventListener("mousedown", onMouseDown, { signal });
  scroller.addEventListener("pointermove", onPointerMove, { signal });
  scroller.addEventListener("pointerleave", () => session.setState({ hover: null }), { signal });
  scroller.addEventListener("click", onClick, { signal });
  scroller.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
  scroller.addEventListener(
    "touchstart",
    () => {
      isTouching = true;
    },
    { signal, passive: true },
  );
  window.addEventListener("mouseup", onMouseUp, { signal });
  scroller.addEventListener(
    "touchend",
    () => {
      if (caret.range()) maker.endRange();
    },
    { signal },
  );
  scroller.addEventListener(
    "mousedown",
    () => {
      isTouching = false;
    },
    { signal, capture: true },
  );
  document.addEventListener("selectionchange", onSelectionChange, { signal });
  const endShowing = session.subscribe((now, before) => {
    if (now.caret !== before.caret) showToBrowser();
  });
  return () => {
    endShowing();
    cancelAnimationFrame(hoverFrame);
    abort.abort();
  };
}

/** How near to an edge a drag scrolls, and how far at a time. */
const EDGE_PX = 28;
const EDGE_STEP_PX = 14;

function scrollAtEdge(scroller: HTMLElement, y: number): void {
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < top + EDGE_PX) scroller.scrollTop -= EDGE_STEP_PX;
  else if (y > bottom - EDGE_PX) scroller.scrollTop += EDGE_STEP_PX;
}
