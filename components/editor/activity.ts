import { type Clock, systemClock } from "@/lib/editor/saving/clock";
import { type ActiveTime, createActiveTime } from "./active-time";

const SIGNS = ["pointerdown", "pointermove", "wheel", "keydown", "input"] as const;
/** Sound that plays is looked at so often. */
const SOUND_MS = 5_000;
/** Other tabs hear of a sign not more often than this. */
const TELL_MS = 1_000;

/** What is asked of the page, so that tests decide it. */
export type ActivityPage = {
  /** Where keys and pointers are heard. */
  input: EventTarget;
  /** Tells `visibilitychange`. */
  document: EventTarget;
  isVisible(): boolean;
  hasFocus(): boolean;
  /** To the person's other tabs: somebody is at work in this one. */
  tell(): void;
  /** `then` hears the same of the others. */
  onTold(then: () => void): void;
  clock: Clock;
};

/** How long the person was at work in this page. One person is in one tab at a time. */
export interface Activity {
  readonly time: ActiveTime;
  /** Counts while an editor is open; sound that plays in it is work too. Returns the function that ends it. */
  attend(isPlaying: () => boolean): () => void;
}

export function createActivity(page: ActivityPage): Activity {
  const { clock } = page;
  const time = createActiveTime();
  let toldAt = Number.NEGATIVE_INFINITY;
  page.onTold(() => time.elsewhere(clock.now()));

  function sign(): void {
    if (!page.isVisible()) return;
    const now = clock.now();
    time.sign(now);
    if (now - toldAt < TELL_MS) return;
    toldAt = now;
    page.tell();
  }

  return {
    time,
    attend(isPlaying) {
      const ended = new AbortController();
      const { signal } = ended;
      for (const name of SIGNS) {
        page.input.addEventListener(name, sign, { signal, passive: true, capture: true });
      }
      const onVisibility = () => {
        if (!page.isVisible()) time.pause();
      };
      page.document.addEventListener("visibilitychange", onVisibility, { signal });
      let cancel = () => {};
      const listen = () => {
        cancel = clock.after(SOUND_MS, () => {
          if (page.hasFocus() && isPlaying()) sign();
          listen();
        });
      };
      listen();
      return () => {
        cancel();
        ended.abort();
      };
    },
  };
}

let ofPage: Activity | null = null;

/** The one of this page: time that was not answered goes with the next sign, whichever item that is about. */
export function browserActivity(): Activity {
  if (ofPage) return ofPage;
  const tabs = new BroadcastChannel("trazo-active");
  ofPage = createActivity({
    input: window,
    document,
    isVisible: () => document.visibilityState === "visible",
    hasFocus: () => document.hasFocus(),
    tell: () => tabs.postMessage(null),
    onTold: (then) => tabs.addEventListener("message", then),
    // Of the page's own clock: nobody sets it, and it need not go on in a sleep.
    clock: { ...systemClock(), now: () => performance.now() },
  });
  return ofPage;
}
