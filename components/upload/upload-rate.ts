/** The rate is that of the last seconds, so that it follows the line and does not jump with each file. */
const WINDOW_MS = 10_000;
const SLOT_MS = 500;

/** Bytes per second over the last ten seconds. Times are of one clock, in ms. */
export function createRate(): {
  add(bytes: number, nowMs: number): void;
  perSecond(nowMs: number): number;
} {
  let slots: { at: number; bytes: number }[] = [];
  const drop = (nowMs: number) => {
    slots = slots.filter(({ at }) => nowMs - at <= WINDOW_MS);
  };
  return {
    add(bytes, nowMs) {
      const last = slots.at(-1);
      if (last && nowMs - last.at < SLOT_MS) last.bytes += bytes;
      else {
        drop(nowMs);
        slots.push({ at: nowMs, bytes });
      }
    },
    perSecond(nowMs) {
      drop(nowMs);
      const first = slots[0];
      if (first === undefined) return 0;
      const elapsedMs = Math.max(SLOT_MS, nowMs - first.at);
      return (slots.reduce((sum, { bytes }) => sum + bytes, 0) * 1_000) / elapsedMs;
    },
  };
}
