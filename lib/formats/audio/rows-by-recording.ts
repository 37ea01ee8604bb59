import type { Issue } from "../format";
import { createPacer } from "../pacer";

/** A row of a file about many recordings, and the recording that it is of. */
export type RecordingRow<R> = { key: string; row: R } | { issue: Issue };
export type RecordingRows<R> = { key: string; rows: R[] } | { issue: Issue };

/**
 * The rows of each recording together, wherever they stand, in the order of their first ones. The
 * rows are walked twice: once to count, so that the second time those of a recording go on as soon
 * as its last one was met. Where a recording's rows follow each other, as almost always, only they
 * are held.
 */
export async function* rowsByRecording<R>(
  walk: () => AsyncIterable<RecordingRow<R>>,
): AsyncGenerator<RecordingRows<R>> {
  const counts = new Map<string, number>();
  const pace = createPacer();
  for await (const found of walk()) {
    const pause = pace();
    if (pause) await pause;
    if ("key" in found) counts.set(found.key, (counts.get(found.key) ?? 0) + 1);
  }
  const held = new Map<string, R[]>();
  for await (const found of walk()) {
    const pause = pace();
    if (pause) await pause;
    if ("issue" in found) {
      yield found;
      continue;
    }
    const rows = held.get(found.key) ?? [];
    rows.push(found.row);
    held.set(found.key, rows);
    // Those that are whole wait for the ones that began before them.
    for (const [key, whole] of held) {
      if (whole.length < (counts.get(key) ?? 0)) break;
      held.delete(key);
      yield { key, rows: whole };
    }
  }
}
