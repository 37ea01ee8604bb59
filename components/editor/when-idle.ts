import type { Editor } from "@/lib/editor/editor";

const ENDINGS = ["pointerup", "pointercancel", "keyup"] as const;

/** Calls `then` once nothing is half made: at once, or after the gesture. Returns the function that forgets it. */
export function whenIdle(editor: Pick<Editor, "isBusy">, then: () => void): () => void {
  const ended = new AbortController();
  let later: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (ended.signal.aborted || editor.isBusy()) return;
    ended.abort();
    then();
  };
  // The editor hears of the same event, perhaps after us.
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(look);
  };
  for (const name of ENDINGS) {
    window.addEventListener(name, soon, { signal: ended.signal, capture: true });
  }
  look();
  return () => {
    clearTimeout(later);
    ended.abort();
  };
}
