import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import { panBy, toTime, zoomAt } from "@/lib/editor/audio/time-viewport";
import type { SurfaceHit, TimeSurface } from "./time-surface";

/** A press that moves less is a click. */
const DRAG_PX = 3;
const REACH_PX = { mouse: 6, touch: 16 } as const;
/** Zoom per px of the wheel. */
const WHEEL_ZOOM = 0.002;
/** A line of wheels that count in lines. */
const LINE_PX = 30;
/** Held beyond the edge, what is dragged pulls the view along: share of the view per second, per px beyond. */
const EDGE_PULL = 0.02;

type Press = {
  pointerId: number;
  isPen: boolean;
  x: number;
  hit: SurfaceHit;
  at: number;
  isAdding: boolean;
  isRange: boolean;
};

/** Mouse, touch and pen on the surface. Two fingers zoom and push; beside a pen, a touch is the palm of the hand. */
export function bindTimeInput(options: {
  editor: AudioEditor;
  host: HTMLElement;
  surface: TimeSurface;
}): () => void {
  const { editor, host, surface } = options;
  const { session, hand } = editor;
  const get = session.getState;
  const abort = new AbortController();
  const { signal } = abort;
  const fingers = new Map<number, number>();
  let press: Press | null = null;
  let pan: { x: number } | null = null;
  let pinch: { center: number; span: number } | null = null;
  let lastX = 0;
  let isExact = false;
  let edgeFrame = 0;
  let hoverFrame = 0;

  const place = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const { left, top } = host.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const timeAt = (x: number) =>
    Math.min(editor.item.durationS, Math.max(0, toTime(get().viewport, x)));
  const reachOf = (event: PointerEvent) =>
    event.pointerType === "touch" ? REACH_PX.touch : REACH_PX.mouse;

  function onPointerDown(event: PointerEvent): void {
    const { x, y } = place(event);
    host.focus({ preventScroll: true });
    if (event.pointerType === "touch") {
      if (press?.isPen) return;
      fingers.set(event.pointerId, x);
      if (fingers.size === 2) {
        hand.cancel();
        press = null;
        pinch = fingersNow();
        return;
      }
    }
    if (event.button === 1) {
      event.preventDefault();
      pan = { x };
      host.setPointerCapture(event.pointerId);
      return;
    }
    if (event.button !== 0) return;
    const isPen = event.pointerType === "pen";
    if (isPen) {
      // What the palm began before the pen came down.
      hand.cancel();
      fingers.clear();
      pinch = null;
    }
    host.setPointerCapture(event.pointerId);
    const hit = surface.hitAt(x, y, reachOf(event));
    const isAdding = event.ctrlKey || event.metaKey || (event.shiftKey && hit.area === "lanes");
    const isRange = event.shiftKey || hit.area === "ruler";
    press = { pointerId: event.pointerId, isPen, x, hit, at: timeAt(x), isAdding, isRange };
    lastX = x;
    isExact = event.altKey;
    if (hit.handle) hand.grabEnd(hit.handle.id, hit.handle.end);
  }

  function begin(pressed: Press): void {
    const { hit, at } = pressed;
    const suggested = hit.suggestedId === null ? null : editor.suggestions.find(hit.suggestedId);
    if (suggested) {
      editor.suggestions.focus(suggested.key);
      hand.grab(at);
      return;
    }
    if (hit.area === "lanes" && hit.regionId !== null) {
      if (!get().selection.has(hit.regionId))
        session.setState({ selection: new Set([hit.regionId]) });
      hand.grab(at);
      return;
    }
    hand.draw(at, { isRegion: !pressed.isRange, isExact });
  }

  function onPointerMove(event: PointerEvent): void {
    const { x, y } = place(event);
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, x);
    if (pinch && fingers.size === 2) {
      movePinch();
      return;
    }
    if (pan) {
      push(pan.x - x);
      pan = { x };
      return;
    }
    if (press && event.pointerId !== press.pointerId) return;
    isExact = event.altKey;
    lastX = x;
    if (press) {
      if (!get().drag && Math.abs(x - press.x) >= DRAG_PX) begin(press);
      dragTo(x);
      edgeFrame ||= requestAnimationFrame(pullAtEdge);
      return;
    }
    const reachPx = reachOf(event);
    cancelAnimationFrame(hoverFrame);
    hoverFrame = requestAnimationFrame(() => hoverAt(x, y, reachPx));
  }

  function dragTo(x: number): void {
    if (get().drag) hand.dragTo(timeAt(x), { isExact });
  }

  function pullAtEdge(): void {
    edgeFrame = 0;
    const { drag, widthPx } = get();
    const beyond = lastX < 0 ? lastX : lastX > widthPx ? lastX - widthPx : 0;
    if (!drag || beyond === 0) return;
    push((beyond * EDGE_PULL * widthPx) / 60);
    dragTo(lastX);
    edgeFrame = requestAnimationFrame(pullAtEdge);
  }

  function hoverAt(x: number, y: number, reachPx: number): void {
    const hit = surface.hitAt(x, y, reachPx);
    const { hover } = get();
    const id = hit.regionId ?? hit.suggestedId;
    host.style.cursor = hit.handle ? "ew-resize" : id !== null ? "grab" : "crosshair";
    session.setState({
      pointer: timeAt(x),
      ...(hover?.id === id || (!hover && id === null)
        ? {}
        : { hover: id === null ? null : { id, handle: null } }),
    });
  }

  function onPointerUp(event: PointerEvent): void {
    fingers.delete(event.pointerId);
    if (pinch && fingers.size < 2) pinch = null;
    if (press && event.pointerId !== press.pointerId) return;
    pan = null;
    const pressed = press;
    press = null;
    cancelAnimationFrame(edgeFrame);
    edgeFrame = 0;
    if (!pressed) return;
    const isMoved = Math.abs(place(event).x - pressed.x) >= DRAG_PX;
    if (get().drag && isMoved) {
      hand.release();
      return;
    }
    hand.cancel();
    if (event.type === "pointercancel") return;
    const { hit, at, isAdding } = pressed;
    const suggested = hit.suggestedId === null ? null : editor.suggestions.find(hit.suggestedId);
    editor.suggestions.focus(suggested?.key ?? null);
    if (suggested) editor.transport.seek(at);
    else if (hit.area === "lanes" && hit.regionId !== null) {
      editor.select([hit.regionId], isAdding ? "toggle" : "replace");
    } else if (hit.area === "ruler") {
      session.setState({ range: null });
      editor.transport.seek(at);
    } else editor.click(at, { isAdding });
  }

  function onDoubleClick(event: MouseEvent): void {
    const { x, y } = place(event);
    const { regionId } = surface.hitAt(x, y, 0);
    if (regionId !== null) {
      session.setState({ wantedField: { id: regionId, field: "text" } });
    }
  }

  function onWheel(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const { x, y } = place(event);
    event.preventDefault();
    const isSideways = event.shiftKey || Math.abs(dx) > Math.abs(dy);
    const isLanes = surface.hitAt(x, y, 0).area === "lanes";
    if (isSideways) push(dx === 0 ? dy : dx);
    else if (isLanes && !event.ctrlKey && surface.scrollLanes(dy)) return;
    else {
      const factor = Math.exp(-dy * WHEEL_ZOOM * (event.ctrlKey ? 3 : 1));
      const at = toTime(get().viewport, x);
      editor.setViewport((viewport, frame) => zoomAt(viewport, frame, { at, factor }));
    }
  }

  function push(byPx: number): void {
    if (get().isFollowing) session.setState({ isFollowing: false });
    editor.setViewport((viewport, frame) => panBy(viewport, frame, byPx * viewport.secondsPerPx));
  }

  function fingersNow(): { center: number; span: number } {
    const [a = 0, b = 0] = [...fingers.values()];
    return { center: (a + b) / 2, span: Math.max(1, Math.abs(a - b)) };
  }

  function movePinch(): void {
    const before = pinch;
    const now = fingersNow();
    pinch = now;
    if (!before) return;
    push(before.center - now.center);
    const at = toTime(get().viewport, now.center);
    editor.setViewport((viewport, frame) =>
      zoomAt(viewport, frame, { at, factor: now.span / before.span }),
    );
  }

  host.addEventListener("pointerdown", onPointerDown, { signal });
  host.addEventListener("pointermove", onPointerMove, { signal });
  host.addEventListener("pointerup", onPointerUp, { signal });
  host.addEventListener("pointercancel", onPointerUp, { signal });
  host.addEventListener("dblclick", onDoubleClick, { signal });
  host.addEventListener("wheel", onWheel, { signal, passive: false });
  host.addEventListener(
    "pointerleave",
    () => {
      cancelAnimationFrame(hoverFrame);
      if (!press) session.setState({ pointer: null, hover: null });
    },
    { signal },
  );
  return () => {
    abort.abort();
    cancelAnimationFrame(edgeFrame);
    cancelAnimationFrame(hoverFrame);
  };
}
