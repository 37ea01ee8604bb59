import "server-only";
import type { Readable } from "node:stream";

/**
 * The body of an answer, which the reader may break off at any time (players do so at nearly every request). `Readable.toWeb`
 * then goes on to write into the closed stream, which ends the process (Node 20).
 */
export function webStream(body: Readable): ReadableStream<Uint8Array> {
  // Also when nobody ever reads; whoever does hears of it from the iterator.
  body.on("error", () => undefined);
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
