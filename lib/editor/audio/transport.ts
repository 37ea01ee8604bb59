import type { Interval } from "@/lib/geometry/interval";
import { type AudioSessionStore, MAX_RATE, MIN_RATE } from "./audio-session";

/** What makes the sound. Times are seconds of the recording. */
export interface SoundPort {
  play(): void;
  pause(): void;
  seek(to: number): void;
  setRate(rate: number): void;
  /** Where the sound is now. */
  position(): number;
}

/** Playing, without a screen or a sound card of its own. */
export interface Transport {
  attach(port: SoundPort | null): void;
  /** Of what is heard now, or of the playhead. */
  position(): number;
  toggle(): void;
  /**
   * Default: from the playhead on, or round in what is to be looped. With a range: that once, or round while looping. The
   * range is asked for again and again, so that one can move its ends while listening. `isResuming`: from the playhead on when it
   * is in the range.
   */
  play(range?: () => Interval | null, options?: { isResuming: boolean }): void;
  playFrom(seconds: number): void;
  pause(): void;
  /** Goes on playing there when it plays. */
  seek(to: number): void;
  setRate(rate: number): void;
  /**
   * To be called at every frame, and again after so many ms as it answers: an end is near then, and no frame may come in time.
   */
  tick(): number | null;
  /** The sound has come to its end by itself. */
  ended(): void;
}

/** An end that is so near is reached: no timer is finer, and no ear. */
const REACHED_S = 0.001;
/** So far in front of what is looped the sound may start; farther, it jumps. */
const LEAD_IN_S = 0.05;

export function createTransport(options: {
  session: AudioSessionStore;
  durationS: number;
  /** What "loop" goes round in: the selected region or range. Null: everything. */
  loopRange(): Interval | null;
  onPosition(seconds: number): void;
}): Transport {
  const { session, durationS } = options;
  const get = session.getState;
  let port: SoundPort | null = null;
  let playedRange: (() => Interval | null) | null = null;

  function position(): number {
    return port && get().isPlaying ? clamp(port.position()) : get().playhead;
  }

  function clamp(seconds: number): number {
    return Math.min(durationS, Math.max(0, seconds));
  }

  function bounds(): Interval | null {
    const range = playedRange?.() ?? null;
    if (range || !get().isLooping) return range;
    return options.loopRange() ?? { start: 0, end: durationS };
  }

  function begin(from: number): void {
    if (!port) return;
    session.setState({ playhead: from, isPlaying: true, isFollowing: true });
    port.setRate(get().rate);
    port.seek(from);
    port.play();
  }

  function stop(at: number): void {
    playedRange = null;
    port?.pause();
    session.setState({ isPlaying: false, playhead: clamp(at) });
    port?.seek(clamp(at));
    options.onPosition(clamp(at));
  }

  function seek(to: number): void {
    const at = clamp(to);
    session.setState({ playhead: at });
    port?.seek(at);
    options.onPosition(at);
  }

  function play(range?: () => Interval | null, { isResuming } = { isResuming: false }): void {
    playedRange = range ?? null;
    const within = bounds();
    const { playhead } = get();
    if (!within) {
      begin(playhead >= durationS - REACHED_S ? 0 : playhead);
      return;
    }
    const isInside = playhead >= within.start && playhead < within.end - REACHED_S;
    begin((range && !isResuming) || !isInside ? within.start : playhead);
  }

  return {
    attach(next) {
      if (get().isPlaying) stop(position());
      port = next;
      port?.seek(get().playhead);
    },
    position,
    toggle() {
      if (get().isPlaying) stop(position());
      else play();
    },
    play,
    playFrom(seconds) {
      playedRange = null;
      begin(clamp(seconds));
    },
    pause() {
      if (get().isPlaying) stop(position());
    },
    seek(to) {
      playedRange = null;
      seek(to);
    },
    setRate(rate) {
      const limited = Math.min(MAX_RATE, Math.max(MIN_RATE, rate));
      session.setState({ rate: limited });
      port?.setRate(limited);
    },
    tick() {
      if (!port || !get().isPlaying) return null;
      const at = clamp(port.position());
      options.onPosition(at);
      const range = bounds();
      if (!range || range.end <= range.start) return null;
      const isOver = at >= range.end - REACHED_S;
      if (isOver && !get().isLooping) {
        stop(range.end);
        return null;
      }
      if (isOver || (get().isLooping && at < range.start - LEAD_IN_S)) {
        seek(range.start);
        return ((range.end - range.start) / get().rate) * 1_000;
      }
      return ((range.end - at) / get().rate) * 1_000;
    },
    ended() {
      if (!get().isPlaying) return;
      const range = bounds();
      if (get().isLooping && range) begin(range.start);
      else stop(durationS);
    },
  };
}
