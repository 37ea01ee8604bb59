import type { Issue } from "../format";
import { createPacer } from "../pacer";

/** A row of a file about many recordings, and the recording that it is of. */
export type RecordingRow<R> = { key: string; row: R } | { issue: Issue };
export type RecordingRows<R> = { key: string; rows: R[] } | { issue: Issue };

/**
 * The rows of each recording together, wherever they stand. The rows are walked twice: once to
 * count, so that the second time those of a recording go on as soon as its last one was met. Where
 * a recording's rows follow each other, as almost always, only they are held.
 */
export async function* rowsByRecording<R>(
  walk: () => AsyncIterable<RecordingRow<R>>,
): AsyncGenerator<RecordingRows<R>> {
  const left = new Map<string, number>();
  const pace = createPacer();
  for await (const found of walk()) {
    const pause = pace();
    if (pause) await pause;
    if ("key" in found) left.set(found.key, (left.get(found.key) ?? 0) + 1);
  }
  const held = new Map<string, R[]>();
  for await (const found of walk()) {
    const pause = pace();
    if (pause) await pause;
    if ("issue" in found) {
      yield found;
      continue;
    }
    const { key, row } = found;
    const rows = held.get(key) ?? [];
    rows.push(row);
    const rest = (left.get(key) ?? 1) - 1;
    if (rest > 0) {
      left.set(key, rest);
      held.set(key, rows);
    } else {
      held.delete(key);
      yield { key, rows };
    }
  }
}
