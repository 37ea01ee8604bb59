import { setTimeout as sleep } from "node:timers/promises";
import { FormatError } from "@/lib/formats/format";
import { AppError } from "@/lib/server/app-error";
import { serveWorker } from "@/lib/server/workers/serve-worker";
import { trialWorker } from "@/lib/server/workers/testing/trial-worker";

/** For the tests of the mechanism: does what it is told, good or bad. */
serveWorker(trialWorker, async (input, { signal, progress, write }) => {
  switch (input.kind) {
    case "sum":
      input.numbers.forEach((_, i) => {
        progress(i + 1, input.numbers.length);
      });
      return input.numbers.reduce((sum, n) => sum + n, 0);
    case "write":
      for (let i = 0; i < input.chunks; i += 1) await write(new Uint8Array(input.bytes).fill(i));
      return input.chunks;
    case "refuse":
      throw new FormatError("odd", "a.json", "It is odd.", { cause: new Error("Line 3.") });
    case "forbid":
      throw new AppError("too_large", "It is too large.", { extra: { maxBytes: 3 } });
    case "break":
      throw new TypeError("It broke.", { cause: new Error("Deeper.") });
    case "wait":
      await sleep(input.ms, undefined, { signal });
      return 0;
    case "hang":
      progress(1, 1);
      while (true) Math.random();
    case "swallow": {
      const held: number[][] = [];
      while (true) held.push(new Array<number>(100_000).fill(held.length + 0.5));
    }
    case "exit":
      process.exit(0);
  }
});
