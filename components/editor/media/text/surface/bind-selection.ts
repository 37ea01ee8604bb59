import type { Interval } from "@/lib/geometry/interval";
import type { TextUnit } from "@/lib/text/segments";
import type { SurfaceInput } from "./surface-input";

/**
 * Selecting by pointer. A plain drag and a phone's handles are the browser's own selection, which is read; whole words
 * and sentences, after two and three presses, are selected here. Returns what ends it.
 */
export function bindSelection({ editor, scroller, surface, signal }: SurfaceInput): () => void {
  const { session, caret, maker } = editor;
  /** What the pointer selects by after two or three presses. */
  let unitDrag: { unit: TextUnit; from: Interval } | null = null;
  let isPressed = false;
  /** The last press was a finger: the browser's handles change the selection without any further press. */
  let isTouching = false;

  function onMouseDown(event: MouseEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    if (event.target.closest("[data-end]")) {
      event.preventDefault();
      return;
    }
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
    unitDrag = { unit, from: editor.segments.around(offset, unit) };
    editor.select([]);
    caret.put({ anchor: unitDrag.from.start, focus: unitDrag.from.end });
  }

  function onPointerMove({ clientX, clientY }: PointerEvent): void {
    if (!unitDrag || !isPressed) return;
    const { unit, from } = unitDrag;
    const to = editor.segments.around(surface.place.offsetAt(clientX, clientY), unit);
    const isBack = to.start < from.start;
    caret.put(
      isBack
        ? { anchor: from.end, focus: to.start }
        : { anchor: from.start, focus: Math.max(from.end, to.end) },
    );
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

  /** Before the mouse events that browsers make of a tap. */
  function onPointerDown({ pointerType }: PointerEvent): void {
    isTouching = pointerType === "touch";
  }

  function onTouchEnd(): void {
    if (caret.range()) maker.endRange();
  }

  function onSelectionChange(): void {
    if ((isPressed || isTouching) && !unitDrag && !session.getState().drag) readSelection();
  }

  /** The browser's selection is where the person is. */
  function readSelection(): void {
    const selection = document.getSelection();
    if (!selection) return;
    const anchor = surface.place.offsetOf(selection.anchorNode, selection.anchorOffset);
    const focus = surface.place.offsetOf(selection.focusNode, selection.focusOffset);
    if (anchor === null || focus === null) return;
    const { caret: now, selection: selected } = session.getState();
    if (now?.anchor === anchor && now.focus === focus) return;
    if (anchor !== focus && selected.size > 0) editor.select([]);
    caret.put({ anchor, focus });
  }

  /** So that copying, and who reads the screen aloud, have what is selected here. */
  function showToBrowser(): void {
    const { caret: at } = session.getState();
    const { activeElement } = document;
    const isOurs = activeElement === document.body || scroller.contains(activeElement);
    // A phone's handles are let be, until what they selected is labelled: then they would select it anew.
    if (isTouching && at && at.anchor === at.focus) document.getSelection()?.removeAllRanges();
    if (!at || !isOurs || isPressed || isTouching) return;
    const anchor = surface.place.domPlace(at.anchor);
    const focus = surface.place.domPlace(at.focus);
    if (!anchor || !focus) return;
    document.getSelection()?.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
  }

  scroller.addEventListener("mousedown", onMouseDown, { signal });
  scroller.addEventListener("pointermove", onPointerMove, { signal });
  scroller.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
  window.addEventListener("mouseup", onMouseUp, { signal });
  scroller.addEventListener("pointerdown", onPointerDown, { signal, capture: true });
  scroller.addEventListener("touchend", onTouchEnd, { signal });
  document.addEventListener("selectionchange", onSelectionChange, { signal });
  return session.subscribe((now, before) => {
    if (now.caret !== before.caret) showToBrowser();
  });
}
