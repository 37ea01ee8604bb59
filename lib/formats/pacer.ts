/** Work longer than this at a stretch would be felt by other requests on the same process. */
const SLICE_MS = 15;
const CHECK_EVERY = 32;

/**
 * Lets a long loop breathe: call it every round and await what it returns, if anything. It gives
 * a promise once the loop has held the process for a slice, and nothing in between.
 */
export function createPacer(): () => Promise<void> | undefined {
  let rounds = 0;
  let startedMs = performance.now();
  return () => {
    rounds += 1;
    if (rounds % CHECK_EVERY !== 0 || performance.now() - startedMs < SLICE_MS) return undefined;
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        startedMs = performance.now();
        resolve();
      });
    });
  };
}
