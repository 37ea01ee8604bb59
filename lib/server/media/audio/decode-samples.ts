import { toInt16 } from "@/lib/media/audio-peaks";
import type { AudioTask } from "./audio-worker";
import { openAudio } from "./open-audio";
import { cut } from "./player-samples";

type SamplesTask = Extract<AudioTask, { kind: "samples" }>;

/** One tile, as it is sent: Int16 LE, channel after channel. What cannot be decoded (again) is silent. */
export async function decodeSamples(task: SamplesTask, signal: AbortSignal): Promise<Uint8Array> {
  const { path, container, channels, count, seek } = task;
  const tile = new Int16Array(count * channels);
  const { from } = task;
  const to = from + count;
  let position = seek.sample;
  const audio = await openAudio(path, container);
  try {
    for await (const block of audio.blocks(seek.at)) {
      signal.throwIfAborted();
      const length = block.channels[0]?.length ?? 0;
      const heard = cut(block, { start: position, from, to });
      const at = Math.max(position, from) - from;
      heard?.slice(0, channels).forEach((samples, c) => {
        for (let i = 0; i < samples.length; i += 1) {
          tile[c * count + at + i] = toInt16(samples[i] ?? 0);
        }
      });
      position += length;
      if (position >= to) break;
    }
  } finally {
    await audio.close();
  }
  return new Uint8Array(tile.buffer);
}
