import { v7 } from "uuid";
import { browserChannel } from "./channel";
import { systemClock } from "./clock";
import { leaseLocks } from "./lease-locks";
import { browserLocks, type Locks, unsharedLocks } from "./locks";
import { memoryOutbox, type Outbox, openOutbox } from "./outbox";
import { samePersonTransport } from "./same-person";
import { createSaving, type Saving } from "./saving";
import { fetchTransport } from "./transport";
import { whoIsSignedIn } from "./who-is-signed-in";

/** Focus too: signing in again happens in another tab, from which the person comes back. */
const COMING_BACK = ["online", "focus"] as const;

export type BrowserSaving = {
  saving: Saving;
  /** False when the browser refuses IndexedDB: unsent work would not survive a reload. Say so. */
  isDurable: boolean;
};

/**
 * Saving for the person signed in, in this tab. Begins to send what earlier tabs left behind and
 * does so again whenever the browser comes back online or the page is looked at again. End it with `saving.dispose()`.
 */
export async function openBrowserSaving(userId: string): Promise<BrowserSaving> {
  const { outbox, isDurable } = await openOutboxOrMemory();
  const channel = browserChannel();
  const clientId = v7();
  const transport = samePersonTransport(fetchTransport(), {
    userId,
    whoIsSignedIn: (signal) => whoIsSignedIn(signal),
  });
  const saving = createSaving({
    userId,
    clientId,
    outbox,
    transport,
    locks: browserLocks() ?? plainHttpLocks(clientId),
    channel,
    clock: systemClock(),
    random: Math.random,
    makeId: () => v7(),
  });
  const comeBack = () => {
    transport.doubt();
    saving.resumeAll();
    void saving.drainOutbox();
  };
  for (const event of COMING_BACK) window.addEventListener(event, comeBack);
  void saving.drainOutbox();
  return {
    isDurable,
    saving: {
      ...saving,
      async dispose() {
        for (const event of COMING_BACK) window.removeEventListener(event, comeBack);
        await saving.dispose();
        channel.close();
        outbox.close();
      },
    },
  };
}

/** On plain http browsers offer no locks; a storage that is forbidden leaves each tab to itself. */
function plainHttpLocks(tab: string): Locks {
  try {
    const locks = leaseLocks({ storage: window.localStorage, clock: systemClock(), tab });
    window.addEventListener("pagehide", () => locks.releaseAll());
    return locks;
  } catch {
    return unsharedLocks();
  }
}

async function openOutboxOrMemory(): Promise<{ outbox: Outbox; isDurable: boolean }> {
  try {
    return { outbox: await openOutbox(), isDurable: true };
  } catch {
    // Private windows of some browsers; the caller shows what that means.
    return { outbox: memoryOutbox(), isDurable: false };
  }
}
