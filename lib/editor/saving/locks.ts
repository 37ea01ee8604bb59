/**
 * The part of Web Locks that saving needs. A lock lives as long as its tab: the browser frees it
 * when the tab dies, which is how the work of a dead tab becomes free for others to send.
 */
export interface Locks {
  /** Waits for the lock and holds it until `task` ends. */
  run<T>(name: string, task: () => Promise<T>): Promise<T>;
  /** Takes the lock if it is free now; null otherwise. Call the result to release it. */
  take(name: string): Promise<(() => void) | null>;
}

/** The browser's own: on https and localhost only. Null elsewhere; see `leaseLocks`. */
export function browserLocks(): Locks | null {
  const manager: LockManager | undefined = globalThis.navigator?.locks;
  return manager ? webLocks(manager) : null;
}

function webLocks(manager: LockManager): Locks {
  return {
    run: async (name, task) => manager.request(name, () => task()),
    take: (name) =>
      new Promise((resolve, reject) => {
        manager
          .request(name, { ifAvailable: true }, (lock) => {
            if (!lock) return resolve(null);
            return new Promise<void>((release) => resolve(release));
          })
          .catch(reject);
      }),
  };
}

/** Locks of this tab alone, for where there is only one. */
export function unsharedLocks(): Locks {
  const tails = new Map<string, Promise<void>>();
  const hold = (name: string) => {
    const previous = tails.get(name) ?? Promise.resolve();
    let release = () => {};
    const tail = new Promise<void>((resolve) => {
      release = () => {
        if (tails.get(name) === tail) tails.delete(name);
        resolve();
      };
    });
    tails.set(name, tail);
    return { previous, release };
  };
  return {
    async run(name, task) {
      const { previous, release } = hold(name);
      await previous;
      try {
        return await task();
      } finally {
        release();
      }
    },
    take: async (name) => (tails.has(name) ? null : hold(name).release),
  };
}
