import type { TextEditor } from "@/lib/editor/text/text-editor";
import { bindHandles } from "./bind-handles";
import { bindSelection } from "./bind-selection";
import type { TextSurface } from "./text-surface";

export type SurfaceInput = {
  editor: TextEditor;
  scroller: HTMLElement;
  surface: TextSurface;
  signal: AbortSignal;
};

/** Mouse, touch and pen on the text. Returns what ends it. */
export function bindSurfaceInput(options: Omit<SurfaceInput, "signal">): () => void {
  const abort = new AbortController();
  const input = { ...options, signal: abort.signal };
  bindHandles(input);
  const endSelection = bindSelection(input);
  bindClicks(input);
  const endHover = bindHover(input);
  return () => {
    abort.abort();
    endSelection();
    endHover();
  };
}

/** Taps and clicks that selected nothing: they choose a span or a relation, or put the caret. */
function bindClicks({ editor, scroller, surface, signal }: SurfaceInput): void {
  function onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || event.target.closest("[data-end]")) return;
    const relationId = event.target.closest("[data-relation]")?.getAttribute("data-relation");
    if (relationId) {
      editor.select([relationId]);
      return;
    }
    if (event.shiftKey || event.detail > 1) return;
    const { caret } = editor.session.getState();
    if (caret && caret.anchor !== caret.focus) return;
    const { clientX, clientY } = event;
    const isAdding = event.ctrlKey || event.metaKey;
    if (!isAdding && chooseSuggestion(editor, surface, event)) return;
    editor.suggestions.focus(null);
    editor.click(surface.place.offsetAt(clientX, clientY), {
      isAdding,
      among: new Set(surface.spansAt(clientX, clientY)),
    });
  }
  scroller.addEventListener("click", onClick, { signal });
}

/** Where no span is, or the one there was chosen already: the suggestion there; again the next one. */
function chooseSuggestion(
  editor: TextEditor,
  surface: TextSurface,
  { clientX: x, clientY: y }: MouseEvent,
): boolean {
  const { relating, selection } = editor.session.getState();
  const suggested = surface.suggestionsAt(x, y).flatMap((id) => editor.suggestions.find(id) ?? []);
  if (relating || suggested.length === 0) return false;
  const spans = surface.spansAt(x, y).filter(editor.isFree);
  const focused = editor.suggestions.focused()?.key;
  const at = suggested.findIndex(({ key }) => key === focused);
  const isSpansTurn = at < 0 ? !spans.some((id) => selection.has(id)) : at + 1 >= suggested.length;
  if (spans.length > 0 && isSpansTurn) return false;
  const next = suggested[(at + 1) % suggested.length];
  if (next) editor.suggestions.focus(next.key);
  return next !== undefined;
}

/** What lies under the pointer, once a frame. */
function bindHover({ editor, scroller, surface, signal }: SurfaceInput): () => void {
  const { session } = editor;
  let frame = 0;

  function hoverAt(x: number, y: number): void {
    const ids = new Set(surface.spansAt(x, y).filter(editor.isFree));
    const found =
      ids.size === 0
        ? undefined
        : editor.spans.at(surface.place.offsetAt(x, y)).find(({ id }) => ids.has(id));
    const id = found?.id ?? surface.suggestionsAt(x, y)[0];
    if (session.getState().hover?.id === id) return;
    session.setState({ hover: id === undefined ? null : { id, handle: null } });
  }

  function onPointerMove({ buttons, clientX, clientY, pointerType }: PointerEvent): void {
    if (buttons !== 0 || pointerType === "touch") return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => hoverAt(clientX, clientY));
  }

  function onPointerLeave(): void {
    cancelAnimationFrame(frame);
    if (session.getState().hover) session.setState({ hover: null });
  }

  scroller.addEventListener("pointermove", onPointerMove, { signal });
  scroller.addEventListener("pointerleave", onPointerLeave, { signal });
  return () => cancelAnimationFrame(frame);
}
