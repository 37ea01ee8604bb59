import type { History } from "@/lib/editor/history";
import type { HistoryStore } from "@/lib/editor/saving/history-store";

const HISTORY_SAVE_MS = 500;

/** Keeps both undo stacks of an item in the browser, so that a reload can still undo. */
export function keepHistory(
  histories: HistoryStore | null,
  { itemId, history }: { itemId: string; history: History },
): () => void {
  if (!histories) return () => {};
  let timer = 0;
  const save = () => {
    timer = 0;
    // A full or refused store costs the undo after a reload, not the work.
    void histories.save(itemId, history.save()).catch(() => undefined);
  };
  const end = history.subscribe(() => {
    timer ||= window.setTimeout(save, HISTORY_SAVE_MS);
  });
  return () => {
    end();
    if (timer !== 0) {
      clearTimeout(timer);
      save();
    }
  };
}
