import { type LiveEvent, liveEventSchema } from "@/lib/api/live";
import { retryDelayMs } from "@/lib/editor/saving/backoff";
import type { Clock } from "@/lib/editor/saving/clock";

/** Something may have happened that was not told: ask for what matters. */
export type LiveNews = LiveEvent | { kind: "missed" };

/** The server says every 15 s that it is there. Silent for so long, the line is dead though nobody closed it. */
const SILENCE_MS = 40_000;
/** Tabs that nobody looks at give their connection back: browsers have six of them for a site on plain http. */
const HIDDEN_MS = 30_000;
/** What was read so long before the line stood may have changed in between. */
const OLD_MS = 3_000;

/** A line to the server, as `EventSource` gives one. */
export interface LiveSource {
  open(on: { message(data: string): void; alive(): void; lost(): void }): () => void;
}

/** Tells what happens in a project, over one line for all who listen. */
export interface LiveConnection {
  subscribe(handler: (news: LiveNews) => void): () => void;
  /** Is the page looked at? */
  setVisible(isVisible: boolean): void;
  /** The browser has reason to believe that the line is broken or possible again. */
  renew(): void;
  close(): void;
}

export function createLiveConnection(options: {
  source: LiveSource;
  clock: Clock;
  random: () => number;
  isVisible: boolean;
}): LiveConnection {
  const { source, clock, random } = options;
  const handlers = new Set<(news: LiveNews) => void>();
  const madeAt = clock.now();
  let isVisible = options.isVisible;
  let failures = 0;
  let presence: LiveNews | null = null;
  let isKnown = false;
  let endLine: (() => void) | null = null;
  let cancelWaiting = () => {};
  let cancelSilence = () => {};
  let cancelHiding = () => {};

  function tell(news: LiveNews): void {
    for (const handler of [...handlers]) handler(news);
  }

  function disconnect(): void {
    cancelWaiting();
    cancelSilence();
    endLine?.();
    endLine = null;
    presence = null;
  }

  function connect(): void {
    disconnect();
    let isUp = false;
    endLine = source.open({
      message(data) {
        listenOn();
        const event = liveEventSchema.safeParse(parseJson(data));
        // A server newer than this page may say what it does not know.
        if (!event.success) return;
        if (event.data.kind === "presence") presence = event.data;
        tell(event.data);
      },
      alive() {
        listenOn();
        if (isUp) return;
        isUp = true;
        failures = 0;
        if (isKnown || clock.now() - madeAt > OLD_MS) tell({ kind: "missed" });
        isKnown = true;
      },
      lost,
    });
    listenOn();
  }

  function listenOn(): void {
    cancelSilence();
    cancelSilence = clock.after(SILENCE_MS, lost);
  }

  function lost(): void {
    disconnect();
    failures += 1;
    cancelWaiting = clock.after(retryDelayMs(failures, random), connect);
  }

  if (isVisible) connect();
  return {
    subscribe(handler) {
      handlers.add(handler);
      // Who comes later asks too who is there.
      if (presence) handler(presence);
      return () => handlers.delete(handler);
    },
    setVisible(next) {
      if (next === isVisible) return;
      isVisible = next;
      cancelHiding();
      if (!next) cancelHiding = clock.after(HIDDEN_MS, disconnect);
      else if (endLine === null) connect();
    },
    renew() {
      if (isVisible) connect();
    },
    close() {
      cancelHiding();
      disconnect();
      handlers.clear();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
