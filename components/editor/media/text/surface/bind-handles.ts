import type { SurfaceInput } from "./surface-input";

/** How near to an edge of the view a drag scrolls, and how far at a time. */
const EDGE_PX = 28;
const EDGE_STEP_PX = 14;

/** The ends of the selected span can be dragged by mouse, finger and pen. */
export function bindHandles(input: SurfaceInput): void {
  const { editor, scroller, signal } = input;
  function onPointerDown(event: PointerEvent): void {
    const handle = event.target instanceof Element ? event.target.closest("[data-end]") : null;
    const end = handle?.getAttribute("data-end");
    const [selected] = editor.session.getState().selection;
    const id = editor.suggestions.focused()?.annotation.id ?? selected;
    if (!handle || id === undefined || (end !== "start" && end !== "end")) return;
    event.preventDefault();
    event.stopPropagation();
    editor.maker.beginDrag(id, end);
    follow(input, event, handle);
  }
  scroller.addEventListener("pointerdown", onPointerDown, { signal, capture: true });
}

/** Measured from the line that the end is on: a finger is below it. */
function follow(
  { editor, scroller, surface, signal }: SurfaceInput,
  down: PointerEvent,
  handle: Element,
): void {
  const { maker } = editor;
  const { top, height, left, width } = handle.getBoundingClientRect();
  const [byX, byY] = [left + width / 2 - down.clientX, top + height / 2 - down.clientY];
  const ended = new AbortController();
  scroller.classList.add("is-dragging");

  function onMove(event: PointerEvent): void {
    if (event.pointerId !== down.pointerId) return;
    event.preventDefault();
    const offset = surface.place.offsetAt(event.clientX + byX, event.clientY + byY);
    maker.dragTo(offset, { isExact: event.altKey });
    scrollAtEdge(scroller, event.clientY);
  }

  function onEnd(event: PointerEvent): void {
    if (event.pointerId !== down.pointerId) return;
    ended.abort();
    scroller.classList.remove("is-dragging");
    if (event.type === "pointerup") maker.endDrag();
    else editor.cancelGesture();
  }

  const on = { signal: AbortSignal.any([ended.signal, signal]) };
  window.addEventListener("pointermove", onMove, on);
  window.addEventListener("pointerup", onEnd, on);
  window.addEventListener("pointercancel", onEnd, on);
}

function scrollAtEdge(scroller: HTMLElement, y: number): void {
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < top + EDGE_PX) scroller.scrollTop -= EDGE_STEP_PX;
  else if (y > bottom - EDGE_PX) scroller.scrollTop += EDGE_STEP_PX;
}
