import { retryDelayMs } from "@/lib/editor/saving/backoff";

/** Nobody wants to look at a notice for longer than this once the server is back. */
const MAX_DELAY_MS = 5_000;

/** Tries again while a server is away: by the clock, and at once when the browser has reason to. */
export interface Return {
  wait(): void;
  cancel(): void;
  /** It worked: the next failure is the first one again. */
  reset(): void;
}

export function createReturn(attempt: () => void): Return {
  let failures = 0;
  let end: (() => void) | null = null;

  function cancel(): void {
    end?.();
    end = null;
  }

  return {
    wait() {
      cancel();
      failures += 1;
      const now = () => {
        cancel();
        attempt();
      };
      const delayMs = Math.min(MAX_DELAY_MS, retryDelayMs(failures, Math.random));
      const timer = setTimeout(now, delayMs);
      window.addEventListener("online", now);
      // Signing in again happens in another tab: one comes back from there.
      window.addEventListener("focus", now);
      end = () => {
        clearTimeout(timer);
        window.removeEventListener("online", now);
        window.removeEventListener("focus", now);
      };
    },
    cancel,
    reset() {
      failures = 0;
    },
  };
}
