/** So many items are kept ahead, so that no inference waits for the server. */
const AHEAD = 6;
const CLAIM = 8;
/** Results are sent together, but none waits for longer. */
const BATCH = 8;
const BATCH_MS = 3_000;
/** The rest is with other tabs, which may close: asked again after this time. */
const ASK_AGAIN_MS = 5_000;
const RETRY_MS = 2_000;
const MAX_RETRY_MS = 30_000;

export type RunState = "running" | "paused" | "done" | "cancelled";

/** What one tab needs to take part in a run. Items are of whatever kind; `id` tells them apart. */
export interface BatchPorts<Item extends { id: string }, Outcome> {
  /** Takes up to `max` items for this tab alone and gives some back. Rejects when the server is away. */
  claim(
    max: number,
    giveBack: readonly string[],
  ): Promise<{ state: RunState; items: readonly Item[] }>;
  /** Fetches and decodes ahead; never rejects. */
  prefetch(item: Item): void;
  /** Runs the model. What is wrong with the item itself is an outcome, not a rejection. */
  infer(item: Item, signal: AbortSignal): Promise<Outcome>;
  /** Rejects when the server is away. */
  save(outcomes: readonly Outcome[]): Promise<void>;
  /** Resolves after the time, or at once when the signal aborts. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
  now(): number;
  /** Is the failure that of a connection, so that trying again helps? */
  isAway(error: unknown): boolean;
  /** True: nobody answers at the moment, and the work goes on when somebody does. */
  onAway(isAway: boolean): void;
  /** Items that are with this tab and not saved yet: to be given back when the tab is closed. */
  onHold?(ids: readonly string[]): void;
}

/**
 * Works on a run until it is over, somebody pauses it, or `signal` aborts; then what is done is sent and
 * what is not is given back. Holds a bounded number of items and outcomes, whatever the run's size. Rejects
 * with what `claim`, `infer` or `save` rejected with, if it is not the connection.
 */
export async function workOnRun<Item extends { id: string }, Outcome>(
  ports: BatchPorts<Item, Outcome>,
  signal: AbortSignal,
): Promise<RunState> {
  const queue: Item[] = [];
  const held = new Set<string>();
  let outcomes: { id: string; outcome: Outcome }[] = [];
  let state: RunState = "running";
  let sentAt = ports.now();
  let hasWorked = false;
  let claiming: Promise<void> | null = null;
  let saving: Promise<void> = Promise.resolve();

  /** Tries until it works, the signal aborts (then null) or the reason is another than the connection. */
  async function persist<T>(ask: () => Promise<T>): Promise<T | null> {
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(MAX_RETRY_MS, delayMs * 2)) {
      try {
        const answer = await ask();
        ports.onAway(false);
        return answer;
      } catch (error) {
        if (!ports.isAway(error)) throw error;
        ports.onAway(true);
        if (signal.aborted) return null;
        await ports.wait(delayMs, signal);
      }
    }
  }

  function claim(): Promise<void> {
    claiming ??= persist(() => ports.claim(CLAIM, []))
      .then((claimed) => {
        if (!claimed) return;
        state = claimed.state;
        for (const item of claimed.items) {
          queue.push(item);
          held.add(item.id);
        }
        ports.onHold?.([...held]);
      })
      .finally(() => {
        claiming = null;
      });
    return claiming;
  }

  function send(): Promise<void> {
    const sent = outcomes;
    outcomes = [];
    sentAt = ports.now();
    if (sent.length > 0) {
      // One after the other, so that no more than two batches are ever held.
      saving = saving.then(async () => {
        await persist(() => ports.save(sent.map(({ outcome }) => outcome)));
        for (const { id } of sent) held.delete(id);
        ports.onHold?.([...held]);
      });
    }
    return saving;
  }

  try {
    while (!signal.aborted) {
      if (queue.length === 0) await claim();
      if (signal.aborted || state !== "running") break;
      const item = queue.shift();
      if (!item) {
        await send();
        // After one's own last work the run may be over; what is left otherwise is with others.
        if (!hasWorked) await ports.wait(ASK_AGAIN_MS, signal);
        hasWorked = false;
        continue;
      }
      // Its failure shows when it is awaited, at the latest when the queue is empty.
      if (queue.length < AHEAD) void claim().catch(() => undefined);
      const next = queue[0];
      if (next) ports.prefetch(next);
      const outcome = await inferUnlessAborted(ports, item, signal);
      if (!outcome) {
        queue.unshift(item);
        break;
      }
      hasWorked = true;
      outcomes.push({ id: item.id, outcome: outcome.value });
      const isLate = ports.now() - sentAt >= BATCH_MS;
      if (outcomes.length >= BATCH || isLate) {
        await saving;
        void send().catch(() => undefined);
      }
    }
  } finally {
    await send().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    await claiming;
    ports.onHold?.([]);
    if (queue.length > 0) {
      const ids = queue.map(({ id }) => id);
      // If nobody hears it, the lease ends by itself.
      await ports.claim(0, ids).catch(() => undefined);
    }
  }
  return signal.aborted && state === "running" ? "paused" : state;
}

async function inferUnlessAborted<Item extends { id: string }, Outcome>(
  ports: BatchPorts<Item, Outcome>,
  item: Item,
  signal: AbortSignal,
): Promise<{ value: Outcome } | null> {
  try {
    return { value: await ports.infer(item, signal) };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
