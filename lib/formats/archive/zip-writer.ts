import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw, deflateRawSync } from "node:zlib";
import type { DatasetItem, Issue, OutFile } from "../format";
import { createPacer } from "../pacer";
import {
  centralHeader,
  dataDescriptor,
  endOfArchive,
  localHeader,
  type ZipEntryHeader,
} from "./zip-header";

/** A file up to this size is held in memory, so that its sizes stand before its data. */
const HELD_BYTES = 4 * 1024 * 1024;
/** Smaller than this, deflate saves less than it costs. */
const MIN_DEFLATED_BYTES = 128;
/** Up to this, deflating at once does not hold up other requests. */
const MAX_SYNC_BYTES = 64 * 1024;
const OUTPUT_CHUNK_BYTES = 64 * 1024;
const DEFLATE_LEVEL = 6;

export type ZipOptions = {
  /** The bytes of an item's image. Throwing leaves the image out and reports it. */
  openMedia(item: DatasetItem): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
  /** Called for media that could not be read. */
  onIssue?(issue: Issue): void;
  signal?: AbortSignal;
};

/**
 * A zip as a stream, at the pace of whoever reads it. Equal files give equal bytes: the dates are
 * fixed and entries stay in order. (yazl looks through all its entries again for each one, which
 * takes minutes at 200,000, and starts deflating all of them at once.)
 */
export function zipStream(files: AsyncIterable<OutFile>, options: ZipOptions): Readable {
  return Readable.from(inChunks(zipBytes(files, options)), {
    objectMode: false,
    highWaterMark: 4 * OUTPUT_CHUNK_BYTES,
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

async function* zipBytes(
  files: AsyncIterable<OutFile>,
  options: ZipOptions,
): AsyncGenerator<Uint8Array> {
  const pace = createPacer();
  const central = createByteStore();
  let entries = 0;
  let offset = 0;
  for await (const file of files) {
    options.signal?.throwIfAborted();
    const entry: ZipEntryHeader = {
      name: Buffer.from(file.path, "utf8"),
      isDeflated: !file.stored,
      hasDescriptor: false,
      crc: 0,
      packedBytes: 0,
      bytes: 0,
      offset,
    };
    for await (const bytes of entryBytes(file, entry, options)) {
      offset += bytes.length;
      yield bytes;
    }
    if (offset > entry.offset) {
      central.append(centralHeader(entry));
      entries += 1;
    }
    const pause = pace();
    if (pause) await pause;
  }
  yield* central.blocks();
  yield endOfArchive({ entries, offset, bytes: central.length });
}

/** Header, data and descriptor of one file; nothing at all when its media cannot be read. */
async function* entryBytes(
  file: OutFile,
  entry: ZipEntryHeader,
  options: ZipOptions,
): AsyncGenerator<Uint8Array> {
  const { content } = file;
  if (content.kind === "bytes") {
    yield* knownEntry(content.bytes, entry);
    return;
  }
  let head: Uint8Array[] = [];
  let rest: AsyncIterator<Uint8Array>;
  try {
    const source =
      content.kind === "media" ? await options.openMedia(content.item) : content.stream;
    rest = source[Symbol.asyncIterator]();
    let isComplete = false;
    ({ head, isComplete } = await readHead(rest));
    if (isComplete) {
      yield* knownEntry(Buffer.concat(head), entry);
      return;
    }
  } catch (error) {
    if (content.kind !== "media") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    options.onIssue?.({
      code: "media_missing",
      severity: "error",
      where: content.item.name,
      message: `Its image could not be read and is not in the archive: ${reason}`,
    });
    return;
  }
  yield* unknownEntry(joined(head, rest), entry);
}

async function readHead(source: AsyncIterator<Uint8Array>) {
  const head: Uint8Array[] = [];
  let total = 0;
  while (total <= HELD_BYTES) {
    const next = await source.next();
    if (next.done) return { head, isComplete: true };
    head.push(next.value);
    total += next.value.length;
  }
  return { head, isComplete: false };
}

async function* joined(
  head: Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function* knownEntry(bytes: Uint8Array, entry: ZipEntryHeader): AsyncGenerator<Uint8Array> {
  let packed = bytes;
  if (bytes.length < MIN_DEFLATED_BYTES) entry.isDeflated = false;
  if (entry.isDeflated) {
    if (bytes.length <= MAX_SYNC_BYTES) {
      packed = deflateRawSync(bytes, smallDeflate(bytes.length));
    } else {
      const parts: Uint8Array[] = [];
      for await (const part of deflated([bytes])) parts.push(part);
      packed = Buffer.concat(parts);
    }
    if (packed.length >= bytes.length) {
      packed = bytes;
      entry.isDeflated = false;
    }
  }
  entry.crc = crc32(bytes);
  entry.bytes = bytes.length;
  entry.packedBytes = packed.length;
  yield localHeader(entry);
  if (packed.length > 0) yield packed;
}

/** The default window costs 256 KB to set up, which is most of the time for a small label file. */
function smallDeflate(length: number) {
  if (length > 4096) return { level: DEFLATE_LEVEL };
  return { level: DEFLATE_LEVEL, windowBits: 12, memLevel: 5 };
}

async function* unknownEntry(
  source: AsyncIterable<Uint8Array>,
  entry: ZipEntryHeader,
): AsyncGenerator<Uint8Array> {
  entry.hasDescriptor = true;
  yield localHeader(entry);
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      entry.crc = crc32(chunk, entry.crc);
      entry.bytes += chunk.length;
      yield chunk;
    }
  }
  for await (const packed of entry.isDeflated ? deflated(measured()) : measured()) {
    entry.packedBytes += packed.length;
    yield packed;
  }
  yield dataDescriptor(entry);
}

async function* deflated(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ level: DEFLATE_LEVEL });
  const feeding = pipeline(source, deflate);
  // It fails too when the reader leaves early; the await below tells every other case.
  feeding.catch(() => {});
  yield* deflate;
  await feeding;
}

/** Puts small pieces together: a stream costs the same for a byte as for 64 KiB. */
async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let total = 0;
  for await (const part of source) {
    parts.push(part);
    total += part.length;
    if (total < OUTPUT_CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    parts = [];
    total = 0;
  }
  if (total > 0) yield Buffer.concat(parts);
}

/** Blocks of 64 KiB: 100,000 small buffers would take several times their content. */
function createByteStore() {
  const full: Uint8Array[] = [];
  let block = Buffer.alloc(OUTPUT_CHUNK_BYTES);
  let used = 0;
  return {
    append(bytes: Uint8Array): void {
      if (used + bytes.length > block.length) {
        full.push(block.subarray(0, used));
        block = Buffer.alloc(Math.max(OUTPUT_CHUNK_BYTES, bytes.length));
        used = 0;
      }
      block.set(bytes, used);
      used += bytes.length;
    },
    get length(): number {
      return full.reduce((sum, { length }) => sum + length, used);
    },
    *blocks(): Generator<Uint8Array> {
      yield* full;
      if (used > 0) yield block.subarray(0, used);
    },
  };
}
