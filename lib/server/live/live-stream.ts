import "server-only";
import type { LiveEvent } from "@/lib/api/live";
import { AppError } from "../app-error";
import { countStreams, listen } from "./bus";

/** Proxies cut what is silent for a minute; pages notice by this that a line is dead. */
const ALIVE_MS = 15_000;
/** Who was signed out or removed hears nothing more after this. */
const CHECK_MS = 30_000;
/** Windows and tabs of one person. Pages out of sight close theirs. */
const MAX_STREAMS = 16;
/** What follows so soon goes in one piece: while many work, one write for each of their saves would be felt. */
const TOGETHER_MS = 50;
/** Who reads so slowly is better served by asking anew. */
const MAX_WAITING = 500;

export type LiveStreamOptions = {
  projectId: string;
  userId: string;
  isReviewer?: boolean;
  /** Aborted when the reader has gone. */
  signal: AbortSignal;
  /** What is so already, told first. */
  first: readonly LiveEvent[];
  /** Asked now and then; false or a throw ends the stream. */
  isAllowed(): Promise<boolean>;
  checkEveryMs?: number;
};

/**
 * Server-sent events of a project, until the reader leaves or may no longer read. Each is one JSON line of
 * `liveEventSchema`; between them an event `alive`.
 */
export function liveStream(options: LiveStreamOptions): Response {
  if (countStreams(options.userId) >= MAX_STREAMS) {
    throw new AppError("too_many_requests", "Too many pages of this person are open at once.");
  }
  return new Response(eventBody(options), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // Without no-transform a server or proxy that compresses would hold events back.
      "cache-control": "no-cache, no-store, no-transform",
      "x-accel-buffering": "no",
      // Else the page's next try would come on the same connection, which a stopping server goes on serving.
      connection: "close",
    },
  });
}

function eventBody(options: LiveStreamOptions): ReadableStream<Uint8Array> {
  const { projectId, userId, isReviewer = false, signal, first } = options;
  const { isAllowed, checkEveryMs = CHECK_MS } = options;
  const encoder = new TextEncoder();
  let release = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let gathered = "";
        let gathering: ReturnType<typeof setTimeout> | null = null;
        const flush = () => {
          gathering = null;
          if (gathered === "") return;
          const text = gathered;
          gathered = "";
          if ((controller.desiredSize ?? 0) < -MAX_WAITING) {
            end();
            return;
          }
          controller.enqueue(encoder.encode(text));
          gathering = setTimeout(flush, TOGETHER_MS);
          gathering.unref();
        };
        const write = (text: string) => {
          gathered += text;
          if (gathering === null) flush();
        };
        const tell = (event: LiveEvent) => write(lineOf(event));
        const check = async () => {
          const isStill = await isAllowed().catch(() => false);
          if (!isStill) end();
        };
        const end = () => {
          release();
          try {
            controller.close();
          } catch {
            // Closed by its reader.
          }
        };
        // The first bytes tell the browser that the line stands.
        write("event: alive\ndata: 1\n\n");
        first.forEach(tell);
        const stop = listen({ projectId, userId, isReviewer, tell, end });
        const alive = setInterval(() => write("event: alive\ndata: 1\n\n"), ALIVE_MS);
        const checks = setInterval(() => void check(), checkEveryMs);
        // A stream must not keep a process (of a test, of the command line) alive.
        alive.unref();
        checks.unref();
        release = () => {
          release = () => {};
          stop();
          gathered = "";
          if (gathering !== null) clearTimeout(gathering);
          clearInterval(alive);
          clearInterval(checks);
          signal.removeEventListener("abort", end);
        };
        if (signal.aborted) end();
        else signal.addEventListener("abort", end);
      },
      cancel() {
        release();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One event is told to many. */
const lines = new WeakMap<LiveEvent, string>();

function lineOf(event: LiveEvent): string {
  const known = lines.get(event);
  if (known !== undefined) return known;
  const line = `data: ${JSON.stringify(event)}\n\n`;
  lines.set(event, line);
  return line;
}
