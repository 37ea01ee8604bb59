import { systemClock } from "@/lib/editor/saving/clock";
import { createLiveConnection, type LiveConnection, type LiveSource } from "./live-connection";

/** Navigation from page to page of a project keeps the line. */
const LINGER_MS = 2_000;

type Shared = { connection: LiveConnection; users: number; end(): void; lingering: number };

/** One line per project for the whole page, however many listen. */
const shared = new Map<string, Shared>();

/** The page's line to a project; call `release` when nobody listens any more. */
export function acquireLive(projectId: string): { connection: LiveConnection; release(): void } {
  const found = shared.get(projectId) ?? open(projectId);
  shared.set(projectId, found);
  window.clearTimeout(found.lingering);
  found.users += 1;
  let isReleased = false;
  return {
    connection: found.connection,
    release() {
      if (isReleased) return;
      isReleased = true;
      found.users -= 1;
      if (found.users > 0) return;
      found.lingering = window.setTimeout(() => {
        if (found.users > 0) return;
        shared.delete(projectId);
        found.end();
      }, LINGER_MS);
    },
  };
}

function open(projectId: string): Shared {
  const isVisible = () => document.visibilityState === "visible";
  const connection = createLiveConnection({
    source: eventSource(`/api/v1/projects/${projectId}/live`),
    clock: systemClock(),
    random: Math.random,
    isVisible: isVisible(),
  });
  const onVisibility = () => connection.setVisible(isVisible());
  const onOnline = () => connection.renew();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  return {
    connection,
    users: 0,
    lingering: 0,
    end() {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("online", onOnline);
      connection.close();
    },
  };
}

function eventSource(path: string): LiveSource {
  return {
    open(on) {
      const source = new EventSource(path);
      source.onmessage = ({ data }) => on.message(String(data));
      source.addEventListener("alive", () => on.alive());
      // Its own tries know no backoff, and end for good at the first refusal.
      source.onerror = () => {
        source.close();
        on.lost();
      };
      return () => {
        source.onerror = null;
        source.close();
      };
    },
  };
}
