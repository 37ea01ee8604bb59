import type { Failure, Transport } from "./transport";

/** Who is signed in now: null for nobody. @throws when nobody can be asked. */
export type WhoIsSignedIn = (signal: AbortSignal) => Promise<string | null>;

export interface PersonalTransport extends Transport {
  /** Somebody else may have signed in since, in another tab: asks before anything more is sent. */
  doubt(): void;
}

const offline: Failure = { kind: "unreachable", reason: "network", retryAfterMs: null };

/**
 * Sends one person's work under that person's name only. Another one who signs in in the same browser
 * would otherwise become the author of what the first one left unsent.
 */
export function samePersonTransport(
  transport: Transport,
  { userId, whoIsSignedIn }: { userId: string; whoIsSignedIn: WhoIsSignedIn },
): PersonalTransport {
  let isDoubtful = false;

  async function check(signal: AbortSignal): Promise<Failure | null> {
    if (!isDoubtful) return null;
    try {
      if ((await whoIsSignedIn(signal)) !== userId) return { kind: "signed-out" };
      isDoubtful = false;
      return null;
    } catch {
      return offline;
    }
  }

  return {
    async send(layerId, request, signal) {
      const failure = await check(signal);
      if (failure) return failure;
      const answer = await transport.send(layerId, request, signal);
      if (answer.kind === "signed-out") isDoubtful = true;
      return answer;
    },
    pull: transport.pull,
    doubt() {
      isDoubtful = true;
    },
  };
}
