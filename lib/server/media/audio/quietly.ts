const METHODS = ["log", "warn", "error"] as const;

/**
 * Does what prints every fault that it finds in a file: a broken one would fill the log of the server. For the thread of a
 * worker, which does nothing else meanwhile.
 */
export async function quietly<T>(work: () => T | Promise<T>): Promise<T> {
  const original = METHODS.map((method) => console[method]);
  for (const method of METHODS) console[method] = () => undefined;
  try {
    return await work();
  } finally {
    METHODS.forEach((method, i) => {
      console[method] = original[i] ?? console[method];
    });
  }
}
