import "server-only";
import type { Readable } from "node:stream";

/*
 * Media are kept by content: the name of a blob is the SHA-256 of its bytes, so equal uploads are stored once and an address
 * never changes its meaning (which makes every answer cacheable for ever). What is computed from a blob (thumbnail, tiles)
 * is a derivative: addressed by the hash and a name, deleted with the blob, always possible to make again.
 *
 * Nothing here speaks of folders, so that an object store can implement it. What needs a real file (image decoders do)
 * asks for one with `withLocalFile`; an object store downloads it for the time of the call.
 */

/** Lower-case hexadecimal SHA-256 of the bytes. */
export type BlobHash = string;

/** Bytes from `start` to `end`, both included, as in an HTTP range. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface BlobStat {
  sizeBytes: number;
  modifiedMs: number;
}

export interface OpenedBlob {
  body: Readable;
  /** Size of the whole, not of the range. */
  sizeBytes: number;
  /** What `body` will deliver; null for an empty blob. */
  range: ByteRange | null;
}

export interface PutResult {
  hash: BlobHash;
  sizeBytes: number;
  /** False when the store held these bytes before. */
  isNew: boolean;
}

export interface PutOptions {
  /** Refuse (`too_large`) as soon as more has arrived; nothing is kept. */
  maxBytes?: number;
  signal?: AbortSignal;
}

/** Bytes that have arrived and are hashed, but are not in the store yet: to be looked at, then committed or discarded. */
export interface StagedBlob {
  readonly hash: BlobHash;
  readonly sizeBytes: number;
  withLocalFile<T>(use: (path: string) => Promise<T>): Promise<T>;
  /** Durable when it returns. */
  commit(): Promise<PutResult>;
  /** Safe to call after a commit and twice. */
  discard(): Promise<void>;
}

export type BytesSource = Readable | AsyncIterable<Uint8Array> | Uint8Array;

export interface BlobStore {
  stage(source: BytesSource, options?: PutOptions): Promise<StagedBlob>;
  /** `stage` and `commit` in one. */
  put(source: BytesSource, options?: PutOptions): Promise<PutResult>;
  /** Throws `not_found`, or `range_not_satisfiable` when the range starts behind the end; a range that ends behind it is cut. */
  open(hash: BlobHash, range?: ByteRange): Promise<OpenedBlob>;
  stat(hash: BlobHash): Promise<BlobStat | null>;
  /** With all derivatives. Deleting what is not there is no error. */
  delete(hash: BlobHash): Promise<void>;
  /** The file may only be read, and only until `use` settles. Throws `not_found`. */
  withLocalFile<T>(hash: BlobHash, use: (path: string) => Promise<T>): Promise<T>;
  /** An empty local folder, removed when `use` settles. */
  withScratchFolder<T>(use: (folder: string) => Promise<T>): Promise<T>;

  /** Replaces one of the same name. The blob need not exist. */
  putDerivative(hash: BlobHash, name: string, source: BytesSource): Promise<void>;
  openDerivative(hash: BlobHash, name: string, range?: ByteRange): Promise<OpenedBlob>;
  hasDerivative(hash: BlobHash, name: string): Promise<boolean>;
  deleteDerivatives(hash: BlobHash): Promise<void>;
}

export type BlobErrorCode =
  | "not_found"
  | "range_not_satisfiable"
  | "bad_address"
  | "too_large"
  | "storage_full";

export class BlobError extends Error {
  readonly code: BlobErrorCode;

  constructor(code: BlobErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BlobError";
    this.code = code;
  }
}

const HASH = /^[0-9a-f]{64}$/;
const NAME = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*){0,4}$/;

/** Throws `bad_address` for anything but a hash: addresses come from URLs and must never reach a path unchecked. */
export function assertHash(hash: string): void {
  if (!HASH.test(hash)) throw new BlobError("bad_address", "This is not the address of a file.");
}

/** As `assertHash`, for the names of derivatives: lower case, folders by `/`, no segment that starts with a dot. */
export function assertDerivativeName(name: string): void {
  if (name.length > 120 || !NAME.test(name)) {
    throw new BlobError("bad_address", "This is not the name of a derived file.");
  }
}
