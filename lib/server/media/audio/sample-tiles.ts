import "server-only";
import { buffer } from "node:stream/consumers";
import type { AudioInfo } from "@/lib/media/audio-plan";
import type { BlobStore } from "../blob-store";
import { runAudioTask } from "./audio-threads";
import { recogniseAudio } from "./recognise-audio";
import { readSeekPoint, SEEK_NAME } from "./seek-table";

/*
 * Samples are decoded when somebody looks: kept, they would be ten times the size of the mp3 that they come from. Browsers keep
 * what they got, and so does this, for those who look at the same place.
 */

const MAX_CACHED_BYTES = 32 * 1024 * 1024;

const holder = globalThis as typeof globalThis & {
  trazoSampleTiles?: Map<string, Promise<Uint8Array>>;
};

/** One tile: Int16 LE, channel after channel. Null when the recording has no such tile. */
export async function readSampleTile(
  store: BlobStore,
  { info, tile }: { info: AudioInfo; tile: number },
): Promise<Uint8Array | null> {
  if (tile * info.tileSamples >= info.samples) return null;
  holder.trazoSampleTiles ??= new Map();
  const tiles = holder.trazoSampleTiles;
  const key = `${info.hash}/${tile}`;
  const bytes = tiles.get(key) ?? decodeTile(store, info, tile);
  // The latest are at the end.
  tiles.delete(key);
  tiles.set(key, bytes);
  bytes.catch(() => tiles.delete(key));
  const most = Math.max(1, Math.floor(MAX_CACHED_BYTES / (info.tileSamples * info.channels * 2)));
  for (const oldest of tiles.keys()) {
    if (tiles.size <= most) break;
    tiles.delete(oldest);
  }
  return bytes;
}

async function decodeTile(store: BlobStore, info: AudioInfo, tile: number): Promise<Uint8Array> {
  const { hash, channels, tileSamples, samples } = info;
  const { body } = await store.openDerivative(hash, SEEK_NAME);
  const seek = readSeekPoint(await buffer(body), tile);
  if (!seek) throw new Error(`The table of ${hash} has no tile ${tile}.`);
  const from = tile * tileSamples;
  return store.withLocalFile(hash, async (path) => {
    const { container } = await recogniseAudio(path);
    const answer = await runAudioTask({
      ...{ kind: "samples", path, container, channels, from, seek },
      count: Math.min(tileSamples, samples - from),
    });
    if (answer.kind !== "samples") throw new Error("The worker answered something else.");
    return answer.bytes;
  });
}
