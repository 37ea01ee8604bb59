import type { Store } from "../store";
import { applyOp, type OpInput, type OpResult } from "./apply-op";

/** What one commit holds at most, so that other writers get their turn. */
const MAX_TOGETHER = 32;

type Waiting = {
  input: OpInput;
  resolve(result: OpResult): void;
  reject(error: unknown): void;
};

const queues = new WeakMap<Store, Waiting[]>();

/**
 * As `applyOp`, but operations that come in at the same time share one commit: waiting for the disk
 * is most of what a small write costs. An answer still means that its operation is on the disk. Not
 * for use within a transaction.
 */
export function applyOpWithOthers(store: Store, input: OpInput): Promise<OpResult> {
  return new Promise((resolve, reject) => {
    const waiting: Waiting = { input, resolve, reject };
    const queue = queues.get(store);
    if (queue) {
      queue.push(waiting);
      return;
    }
    queues.set(store, [waiting]);
    setImmediate(() => void drain(store));
  });
}

async function drain(store: Store): Promise<void> {
  const queue = queues.get(store) ?? [];
  while (queue.length > 0) {
    await writeTogether(store, queue.splice(0, MAX_TOGETHER));
    // Requests that came in during the commit join the next one.
    await new Promise((resolve) => setImmediate(resolve));
  }
  queues.delete(store);
}

async function writeTogether(store: Store, batch: readonly Waiting[]): Promise<void> {
  let results: OpResult[] = [];
  try {
    results = await store.transaction(async (tx) => {
      const written: OpResult[] = [];
      for (const { input } of batch) written.push(await applyOp(tx, input));
      return written;
    });
  } catch {
    // All of it was rolled back. One by one, only the one that fails is refused.
    for (const { input, resolve, reject } of batch) {
      await applyOp(store, input).then(resolve, reject);
    }
    return;
  }
  batch.forEach(({ resolve }, index) => {
    const result = results[index];
    if (result) resolve(result);
  });
}
