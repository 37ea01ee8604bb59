import * as z from "zod/mini";
import type { Clock } from "./clock";
import { type Locks, unsharedLocks } from "./locks";

/** Browsers let the timers of a hidden page run once a minute only: a lease has to outlast that. */
const LEASE_MS = 90_000;
const RENEW_MS = 20_000;
/** Two tabs that claim at the same moment see by then whose claim was written last. */
const SETTLE_MS = 30;
const POLL_MS = 500;
const PREFIX = "trazo-lease:";

const leaseSchema = z.object({ tab: z.string(), untilMs: z.number() });
type Lease = z.infer<typeof leaseSchema>;

/** The part of `localStorage` that leases need. */
export type LeaseStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export interface LeaseLocks extends Locks {
  /** The page goes: others need not wait until the leases run out. */
  releaseAll(): void;
}

/**
 * Locks that tabs share where browsers have none to offer (plain http in a network). A lock is a lease
 * in the storage that all tabs see, renewed as long as its tab lives. Weaker than the browser's own:
 * a crashed tab keeps its locks until they run out.
 */
export function leaseLocks(options: {
  storage: LeaseStorage;
  clock: Clock;
  tab: string;
}): LeaseLocks {
  const { storage, clock, tab } = options;
  const local = unsharedLocks();
  const held = new Set<string>();
  let stopRenewing: (() => void) | null = null;
  forgetExpired();

  function read(name: string): Lease | null {
    return parseLease(storage.getItem(PREFIX + name));
  }

  function write(name: string): void {
    const lease: Lease = { tab, untilMs: clock.now() + LEASE_MS };
    try {
      storage.setItem(PREFIX + name, JSON.stringify(lease));
    } catch {
      // A full storage: this tab goes on as if it were the only one, which the server can bear.
    }
  }

  /** False while another tab has it. */
  async function claim(name: string): Promise<boolean> {
    if (isOthers(read(name))) return false;
    write(name);
    await new Promise<void>((resolve) => clock.after(SETTLE_MS, resolve));
    if (isOthers(read(name))) return false;
    held.add(name);
    stopRenewing ??= clock.after(RENEW_MS, renew);
    return true;
  }

  function isOthers(lease: Lease | null): boolean {
    return lease !== null && lease.tab !== tab && lease.untilMs > clock.now();
  }

  function renew(): void {
    for (const name of held) write(name);
    stopRenewing = held.size > 0 ? clock.after(RENEW_MS, renew) : null;
  }

  function release(name: string): void {
    held.delete(name);
    if (!isOthers(read(name))) storage.removeItem(PREFIX + name);
  }

  /** Of tabs that crashed: their locks are never asked for again, because each has a name of its own. */
  function forgetExpired(): void {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    for (const key of keys.filter((each) => each.startsWith(PREFIX))) {
      const lease = parseLease(storage.getItem(key));
      if (!lease || lease.untilMs <= clock.now()) storage.removeItem(key);
    }
  }

  return {
    run: (name, task) =>
      local.run(name, async () => {
        while (!(await claim(name))) {
          await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
        }
        try {
          return await task();
        } finally {
          release(name);
        }
      }),
    async take(name) {
      const free = await local.take(name);
      if (!free) return null;
      if (!(await claim(name))) {
        free();
        return null;
      }
      return () => {
        release(name);
        free();
      };
    },
    releaseAll() {
      for (const name of held) release(name);
      stopRenewing?.();
      stopRenewing = null;
    },
  };
}

function parseLease(text: string | null): Lease | null {
  if (text === null) return null;
  try {
    return leaseSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
