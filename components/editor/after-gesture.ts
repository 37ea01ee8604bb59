import type { Editor } from "@/lib/editor/editor";

const ENDINGS = ["pointerup", "pointercancel", "keyup"] as const;

/** Does `work` once nothing is half made: at once, or after the gesture that `input` tells the end of. Returns the function that forgets it. */
export function afterGesture({
  editor,
  work,
  input,
}: {
  editor: Pick<Editor, "isBusy">;
  work(): void;
  input: EventTarget;
}): () => void {
  const ended = new AbortController();
  let later: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (ended.signal.aborted || editor.isBusy()) return;
    ended.abort();
    work();
  };
  // The editor hears of the same event, perhaps after us.
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(look);
  };
  for (const name of ENDINGS) {
    input.addEventListener(name, soon, { signal: ended.signal, capture: true });
  }
  look();
  return () => {
    clearTimeout(later);
    ended.abort();
  };
}
