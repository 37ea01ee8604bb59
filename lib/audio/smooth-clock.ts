/** Farther off than this the player has jumped: its word counts at once. */
const JUMP_S = 0.06;
/** What is corrected of a smaller difference at each reading. */
const CORRECTION = 0.15;

/** A player's own time goes on in steps in some browsers; this goes on with the clock and leans on the player. */
export interface SmoothClock {
  /** `playerS`: what the player says; `nowMs`: the clock. Never goes back while it plays on. */
  read(playerS: number, nowMs: number, rate: number): number;
  /** After a seek or a pause. */
  reset(): void;
}

export function createSmoothClock(): SmoothClock {
  let last: { at: number; nowMs: number } | null = null;
  return {
    read(playerS, nowMs, rate) {
      if (!last) {
        last = { at: playerS, nowMs };
        return playerS;
      }
      const expected = last.at + ((nowMs - last.nowMs) / 1_000) * rate;
      const off = playerS - expected;
      const isJump = Math.abs(off) > JUMP_S * Math.max(1, rate);
      const at = isJump ? playerS : Math.max(last.at, expected + off * CORRECTION);
      last = { at, nowMs };
      return at;
    },
    reset() {
      last = null;
    },
  };
}
