import type { Clock } from "../clock";

/** Time that passes only when the test says so. */
export function createVirtualClock() {
  let nowMs = 1_000;
  let timers: { atMs: number; task: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    after(delayMs, task) {
      const timer = { atMs: nowMs + delayMs, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  return {
    clock,
    /** Lets all that is due within `durationMs` happen, in order, with what follows from it. */
    async pass(durationMs: number, settle: () => Promise<void>) {
      const endMs = nowMs + durationMs;
      await settle();
      for (;;) {
        const next = timers.reduce<(typeof timers)[number] | null>(
          (first, timer) => (first && first.atMs <= timer.atMs ? first : timer),
          null,
        );
        if (!next || next.atMs > endMs) break;
        timers = timers.filter((timer) => timer !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.task();
        await settle();
      }
      nowMs = endMs;
    },
  };
}
