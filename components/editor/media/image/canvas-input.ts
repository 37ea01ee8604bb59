import type { ImageEditor } from "@/lib/editor/image/image-editor";
import type { EditorPointerEvent } from "@/lib/editor/image/pointer-input";
import type { Modifiers, PointerKind } from "@/lib/tools/tool";

const POINTER_KINDS: Record<string, PointerKind> = { mouse: "mouse", pen: "pen", touch: "touch" };
const BUTTONS: Record<number, EditorPointerEvent["button"]> = { 0: "primary", 1: "middle" };
/** What a line of a wheel that counts in lines is worth, in px. */
const LINE_PX = 16;
const PAGE_PX = 400;
/** Touch pads report a pinch as small Ctrl+wheel steps. */
const PINCH_FACTOR = 6;

/** Binds pointers, wheel, keys and size of the element to the editor. Returns what unbinds them. */
export function bindCanvasInput(element: HTMLElement, editor: ImageEditor): () => void {
  const scope = new AbortController();
  const { signal } = scope;
  const at = (event: MouseEvent) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  function send(type: EditorPointerEvent["type"], event: PointerEvent): void {
    editor.pointer({
      type,
      id: event.pointerId,
      kind: POINTER_KINDS[event.pointerType] ?? "mouse",
      button: BUTTONS[event.button] ?? "secondary",
      ...at(event),
      modifiers: modifiersOf(event),
    });
    element.style.cursor = editor.cursor();
  }

  element.addEventListener(
    "pointerdown",
    (event) => {
      element.focus({ preventScroll: true });
      // The middle button would start the browser's own scrolling.
      if (event.button === 1) event.preventDefault();
      element.setPointerCapture(event.pointerId);
      send("down", event);
    },
    { signal },
  );
  element.addEventListener("pointermove", (event) => send("move", event), { signal });
  element.addEventListener("pointerup", (event) => send("up", event), { signal });
  element.addEventListener("pointercancel", (event) => send("cancel", event), { signal });
  element.addEventListener("pointerleave", (event) => send("leave", event), { signal });
  element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1;
      const isPinch = event.ctrlKey && Math.abs(event.deltaY) < 50;
      editor.wheel({ at: at(event), delta: event.deltaY * unit * (isPinch ? PINCH_FACTOR : 1) });
    },
    { signal, passive: false },
  );

  function key(event: KeyboardEvent): void {
    const isTyping =
      event.target instanceof HTMLElement &&
      event.target.closest("input, textarea, select, button, a, [role=dialog], [contenteditable]");
    editor.modifiers(modifiersOf(event));
    if (event.key === " " && !isTyping) {
      editor.holdHand(event.type === "keydown");
      if (event.type === "keydown") event.preventDefault();
    }
    element.style.cursor = editor.cursor();
  }
  window.addEventListener("keydown", key, { signal });
  window.addEventListener("keyup", key, { signal });
  // Keys let go elsewhere are never heard of.
  window.addEventListener("blur", () => editor.holdHand(false), { signal });

  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    if (width > 0 && height > 0) {
      editor.resize({ width: Math.round(width), height: Math.round(height) });
    }
  });
  observer.observe(element);
  const endCursor = editor.session.subscribe((now, before) => {
    if (now.tool !== before.tool) element.style.cursor = editor.cursor();
  });
  return () => {
    scope.abort();
    observer.disconnect();
    endCursor();
  };
}

function modifiersOf(event: MouseEvent | KeyboardEvent): Modifiers {
  return { shift: event.shiftKey, alt: event.altKey, mod: event.ctrlKey || event.metaKey };
}
