import { AsyncLocalStorage } from "node:async_hooks";
import type { ActorWay } from "@/lib/api/people";

/** In whose name, and from where, the code that runs now acts. */
export type Actor = {
  /** Null: nobody who is known. */
  userId: string | null;
  via: ActorWay;
  address: string | null;
  /** Path below /api/auth of a request to better-auth: the same write means different things there. */
  authPath?: string;
};

const NOBODY: Actor = { userId: null, via: "server", address: null };

// Of the process, not of the module: the bundles of the routes must share it.
const holder = globalThis as typeof globalThis & { trazoActor?: AsyncLocalStorage<Actor> };
holder.trazoActor ??= new AsyncLocalStorage<Actor>();
const storage = holder.trazoActor;

/** Whatever `work` writes to the audit log is the actor's. Jobs that it starts stay theirs too. */
export function actAs<T>(actor: Actor, work: () => T): T {
  return storage.run(actor, work);
}

export function currentActor(): Actor {
  return storage.getStore() ?? NOBODY;
}
