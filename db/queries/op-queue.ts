import type { Store } from "../store";
import { applyOp, type OpInput, type OpResult } from "./apply-op";

/** What one commit holds at most, so that other writers get their turn. */
const MAX_TOGETHER = 32;

type Waiting = {
  /** Within the transaction that it shares, or in one of its own after that one has failed. */
  work(tx: Store): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
};

const queues = new WeakMap<Store, Waiting[]>();

/**
 * Runs small writes that come in at the same time in one commit: waiting for the disk is most of what each of them costs.
 * An answer still means that it is on the disk. `work` writes by the store that it is given, and may be run again after
 * a failure of another. Not for use within a transaction.
 */
export function writeWithOthers<Result>(
  store: Store,
  work: (tx: Store) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const waiting: Waiting = { work, resolve: (result) => resolve(result as Result), reject };
    const queue = queues.get(store);
    if (queue) {
      queue.push(waiting);
      return;
    }
    queues.set(store, [waiting]);
    setImmediate(() => void drain(store));
  });
}

/** As `applyOp`, together with what else is written at the moment. */
export function applyOpWithOthers(store: Store, input: OpInput): Promise<OpResult> {
  return writeWithOthers(store, (tx) => applyOp(tx, input));
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
  let results: unknown[] = [];
  try {
    results = await store.transaction(async (tx) => {
      const written: unknown[] = [];
      for (const { work } of batch) written.push(await work(tx));
      return written;
    });
  } catch {
    // All of it was rolled back. One by one, only the one that fails is refused.
    for (const { work, resolve, reject } of batch) {
      await store.transaction(work).then(resolve, reject);
    }
    return;
  }
  batch.forEach(({ resolve }, index) => {
    resolve(results[index]);
  });
}
