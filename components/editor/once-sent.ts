import type { Saver } from "@/lib/editor/saving/saver";
import type { SaveStatus } from "@/lib/editor/saving/status";

/**
 * Calls `then` with what became of the work that is given to the saver right after, once the server
 * has answered for all of it. Of what is left behind unsent it never hears.
 */
export function onceSent(
  saver: Pick<Saver, "status" | "subscribe">,
  then: (status: SaveStatus) => void,
): void {
  const end = saver.subscribe(() => {
    const status = saver.status();
    if (status.kind === "saving" || status.waiting > 0) return;
    end();
    then(status);
  });
}
