import { ModelError } from "../model-error";
import { sha256 } from "./sha-256";

export type WantedFile = { hash: string; bytes: number; url: string };
export type FetchOptions = {
  signal: AbortSignal;
  /** Bytes of this file that are there. */
  onProgress?: (loaded: number) => void;
};

const CACHE = "trazo-model-files-1";

/**
 * A file of a model, from the browser's cache when it is there.
 * @throws ModelError network, or hash when what came is not what was wanted
 */
export async function fetchFile(
  wanted: WantedFile,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await readKept(wanted);
  if (kept) {
    options.onProgress?.(wanted.bytes);
    return kept;
  }
  const bytes = await download(wanted, options);
  if ((await sha256(bytes)) !== wanted.hash) throw new ModelError("hash", wanted.url);
  await keep(wanted.hash, bytes);
  return bytes;
}

async function download(
  { url, bytes }: WantedFile,
  { signal, onProgress }: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = allocate(bytes);
  let loaded = 0;
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new ModelError("network", `${response.status}`);
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      if (loaded + value.byteLength > bytes) {
        await reader.cancel();
        throw new ModelError("hash", url);
      }
      whole.set(value, loaded);
      loaded += value.byteLength;
      onProgress?.(loaded);
    }
  } catch (error) {
    if (error instanceof ModelError || signal.aborted) throw error;
    throw new ModelError("network", null, { cause: error });
  }
  // Cut off without an error: the connection ended too early, or there is another file.
  if (loaded < bytes) throw new ModelError("hash", url);
  return whole;
}

function allocate(bytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes);
  } catch (error) {
    throw new ModelError("memory", null, { cause: error });
  }
}

/** On a plain http address there is no such storage; then the browser's ordinary cache has to do. */
function openCache(): Promise<Cache | null> {
  return "caches" in globalThis ? caches.open(CACHE).catch(() => null) : Promise.resolve(null);
}

const keyOf = (hash: string) => `/trazo-model-files/${hash}`;

async function readKept({ hash, bytes }: WantedFile): Promise<Uint8Array<ArrayBuffer> | null> {
  const cache = await openCache();
  const found = await cache?.match(keyOf(hash));
  if (!found) return null;
  try {
    const content = new Uint8Array(await found.arrayBuffer());
    if (content.byteLength === bytes && (await sha256(content)) === hash) return content;
  } catch {
    // Storage that was taken away, or damaged: it is fetched again.
  }
  await cache?.delete(keyOf(hash));
  return null;
}

async function keep(hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const cache = await openCache();
  try {
    await cache?.put(keyOf(hash), new Response(bytes));
  } catch {
    // The storage is full: next time it is fetched again.
  }
}
