import { createSmoothClock } from "@/lib/audio/smooth-clock";
import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import type { SoundPort } from "@/lib/editor/audio/transport";

/** Background tabs have no frames: an end is looked for at least so often. */
const MAX_TICK_MS = 200;
const HAVE_FUTURE_DATA = 3;

/** Connects the transport with the page's player, and ticks it. Returns what ends that. */
export function connectPlayer(
  editor: AudioEditor,
  player: HTMLAudioElement,
  { onFail }: { onFail(): void },
): () => void {
  const clock = createSmoothClock();
  const abort = new AbortController();
  const { signal } = abort;
  let timer = 0;
  let wantedS = 0;

  const isRunning = () =>
    !player.paused && !player.seeking && player.readyState >= HAVE_FUTURE_DATA;

  const port: SoundPort = {
    play() {
      clock.reset();
      player.play().catch((error: unknown) => {
        // A pause that comes before the sound does is no failure.
        if (error instanceof DOMException && error.name === "AbortError") return;
        editor.transport.pause();
        onFail();
      });
      tick();
    },
    pause: () => player.pause(),
    seek(to) {
      clock.reset();
      wantedS = to;
      if (player.readyState > 0) player.currentTime = to;
    },
    setRate(rate) {
      clock.reset();
      player.playbackRate = rate;
    },
    position() {
      if (player.readyState === 0) return wantedS;
      if (isRunning())
        return clock.read(player.currentTime, performance.now(), player.playbackRate);
      clock.reset();
      return player.currentTime;
    },
  };

  function tick(): void {
    clearTimeout(timer);
    const nextMs = editor.transport.tick();
    if (!editor.session.getState().isPlaying) return;
    timer = window.setTimeout(tick, Math.max(0, Math.min(nextMs ?? MAX_TICK_MS, MAX_TICK_MS)));
  }

  function setVolume(): void {
    const { volume, isMuted } = editor.preferences.getState();
    player.volume = volume;
    player.muted = isMuted;
  }

  player.preservesPitch = true;
  setVolume();
  editor.transport.attach(port);
  player.addEventListener("ended", () => editor.transport.ended(), { signal });
  player.addEventListener("error", onFail, { signal });
  // What was sought before the file's head was there.
  player.addEventListener(
    "loadedmetadata",
    () => {
      if (wantedS > 0) player.currentTime = wantedS;
      player.playbackRate = editor.session.getState().rate;
    },
    { signal },
  );
  const endVolume = editor.preferences.subscribe(setVolume);
  return () => {
    abort.abort();
    clearTimeout(timer);
    endVolume();
    editor.transport.attach(null);
    player.pause();
  };
}
