/** After so long without a sign nobody is taken to be at work. */
export const IDLE_MS = 30_000;

/** Counts time of real interaction, from signs of it: what lies between two of them, unless that was a pause. */
export interface ActiveTime {
  /** A key, the pointer, the wheel; or sound that plays while the page has the focus. `now` in ms. */
  sign(now: number): void;
  /** The person gave a sign in another tab, which counts what was before it. */
  elsewhere(now: number): void;
  /** Nobody looks any more: what comes later is no continuation. */
  pause(): void;
  /** What is counted and not yet taken; ms. */
  pendingMs(): number;
  /** It was told, and need not be told again. */
  take(ms: number): void;
}

export function createActiveTime(): ActiveTime {
  let lastAt: number | null = null;
  let pending = 0;
  return {
    sign(now) {
      const gap = lastAt === null ? 0 : now - lastAt;
      if (gap > 0 && gap <= IDLE_MS) pending += gap;
      lastAt = now;
    },
    elsewhere(now) {
      lastAt = Math.max(lastAt ?? now, now);
    },
    pause() {
      lastAt = null;
    },
    pendingMs: () => Math.round(pending),
    take(ms) {
      pending = Math.max(0, pending - ms);
    },
  };
}
