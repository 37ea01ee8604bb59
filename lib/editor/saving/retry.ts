import { MAX_RETRY_MS, retryDelayMs } from "./backoff";
import type { Clock } from "./clock";
import type { Failure } from "./transport";

/** The next try after a failure: later each time, until something succeeds. */
export interface Retry {
  isWaiting(): boolean;
  schedule(failure: Failure): void;
  /** Forgets the waiting, not how often it failed. */
  clear(): void;
  succeeded(): void;
}

export function createRetry(options: {
  clock: Clock;
  random: () => number;
  run: () => void;
}): Retry {
  const { clock, random, run } = options;
  let failures = 0;
  let cancel: (() => void) | null = null;
  return {
    isWaiting: () => cancel !== null,
    schedule(failure) {
      failures += 1;
      const asked = failure.kind === "unreachable" ? (failure.retryAfterMs ?? 0) : MAX_RETRY_MS;
      cancel = clock.after(Math.max(asked, retryDelayMs(failures, random)), () => {
        cancel = null;
        run();
      });
    },
    clear() {
      cancel?.();
      cancel = null;
    },
    succeeded() {
      failures = 0;
    },
  };
}
