import fs from "node:fs";

const MEMORY_EVERY_MS = 100;
const REQUEST_EVERY_MS = 50;

/** Asks for `url` again and again, as other people's pages do, and watches the memory of the server. */
export function watchServer({
  url,
  pid,
  headers,
}: {
  url: string;
  pid: number;
  headers: Record<string, string>;
}) {
  const latenciesMs: number[] = [];
  let peakMb = 0;
  let isOver = false;
  const memory = setInterval(() => {
    peakMb = Math.max(peakMb, rssMb(pid));
  }, MEMORY_EVERY_MS);
  const asking = (async () => {
    while (!isOver) {
      const startedAt = performance.now();
      await (await fetch(url, { headers })).arrayBuffer();
      latenciesMs.push(performance.now() - startedAt);
      await pause(REQUEST_EVERY_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await asking;
      clearInterval(memory);
      return { peakMb, latenciesMs };
    },
  };
}

/** Resident memory of a process. */
export function rssMb(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
