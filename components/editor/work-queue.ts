import { apiFetch } from "@/lib/api/client";
import { type NextAnswer, nextAnswerSchema } from "@/lib/api/item-work";
import { giveBack } from "./give-back";
import { isAway } from "./item-source";

export type NothingReason = Extract<NextAnswer, { kind: "nothing" }>["reason"];
/** `itemId` null: there is none, or none after the one that is open. */
export type Handed = { itemId: string | null; reason: NothingReason | null };

/** The way through items that the server hands out one by one, in place of the neighbours in a view. */
export interface WorkQueue {
  /** Says that an item is open now; what comes after it is asked for, and its id passed to `onAhead`. */
  opened(itemId: string): void;
  next(from: string): Promise<Handed>;
  /** The item that was open before, as far as this page knows. */
  previous(from: string): string | null;
  /** Gives back what was handed out ahead and never opened. */
  dispose(): void;
}

/** @param onAhead is called with the item that is probably next, to load it before it is wanted */
export function createWorkQueue(options: {
  projectId: string;
  onAhead(itemId: string): void;
}): WorkQueue {
  const { projectId, onAhead } = options;
  /** As they were opened; an item that is opened again moves nowhere. */
  const visited: string[] = [];
  /** The item that was said to come after another. */
  let ahead: { from: string; itemId: string } | null = null;

  async function ask(except: string): Promise<Handed> {
    const answer = await apiFetch(`/api/v1/projects/${projectId}/next`, {
      method: "POST",
      body: { except },
      schema: nextAnswerSchema,
    });
    if (answer.kind === "nothing") return { itemId: null, reason: answer.reason };
    // What the person has open comes last: then there is nothing else.
    return { itemId: answer.itemId === except ? null : answer.itemId, reason: null };
  }

  const leave = () => {
    if (ahead && !visited.includes(ahead.itemId)) giveBack(ahead.itemId);
  };
  window.addEventListener("pagehide", leave);

  return {
    opened(itemId) {
      if (visited.includes(itemId)) return;
      visited.push(itemId);
      void ask(itemId).then(
        ({ itemId: next }) => {
          if (!next) return;
          ahead = { from: itemId, itemId: next };
          onAhead(next);
        },
        // It is asked for again when it is wanted.
        () => undefined,
      );
    },
    async next(from) {
      const following = visited[visited.indexOf(from) + 1];
      if (following) return { itemId: following, reason: null };
      return ask(from).catch((error: unknown) => {
        // The server is away, but this one was handed out before that.
        if (isAway(error) && ahead?.from === from) return { itemId: ahead.itemId, reason: null };
        throw error;
      });
    },
    previous: (from) => visited[visited.indexOf(from) - 1] ?? null,
    dispose() {
      window.removeEventListener("pagehide", leave);
      leave();
    },
  };
}
