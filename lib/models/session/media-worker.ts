/** The browser's worker that fetches and decodes images, so that the next one is there when a model has done the last. */
import { decodeImage } from "./decode-image";
import { serveCalls } from "./rpc";

const calls = {
  decode: (wanted: { url: string }, { signal }: { signal: AbortSignal }) =>
    decodeImage(wanted, signal),
};
export type MediaCalls = typeof calls;

serveCalls(self, calls, (answer) => {
  const { pixels } = answer as Awaited<ReturnType<MediaCalls["decode"]>>;
  return [pixels.buffer];
});
