import type { FileHandle } from "node:fs/promises";
import { ModelError } from "@/lib/models/model-error";

const WINDOW_BYTES = 64 * 1024;
/** Longer values inside of a weight are its numbers. */
const MAX_WEIGHT_FIELD_BYTES = 4_096;
/** What is left of the largest models without their weights has some 10 MB. */
const MAX_THIN_BYTES = 64 * 1024 * 1024;
/** So that a file of nothing but empty fields comes to its end, too. */
const FIELD_COST_BYTES = 32;

/** Messages of ONNX that are gone through field by field. */
type Level = "model" | "graph" | "node" | "attribute" | "weight";
/** Which field of which message holds which: everything else is taken as it is. */
const INNER: Readonly<Record<Level, Readonly<Record<number, Level>>>> = {
  model: { 7: "graph" },
  graph: { 1: "node", 5: "weight" },
  node: { 5: "attribute" },
  // A constant, or the body of a loop or of a branch.
  attribute: { 5: "weight", 6: "graph" },
  weight: {},
};
/** Bodies within bodies; each takes four levels. */
const MAX_DEPTH = 64;
const MAX_VARINT_BYTES = 10;
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * An ONNX file without the numbers of its weights, so that a file of a gigabyte is looked at in some megabytes.
 * @throws ModelError `corrupt` when it is cut off or no such file
 */
export async function thinOnnx(file: FileHandle, sizeBytes: number): Promise<Uint8Array> {
  const cursor = new FileCursor(file, sizeBytes);
  const budget = { left: MAX_THIN_BYTES };
  return copyMessage(cursor, { end: sizeBytes, level: "model", depth: 0, budget });
}

type Copying = { end: number; level: Level; depth: number; budget: { left: number } };

async function copyMessage(cursor: FileCursor, message: Copying): Promise<Uint8Array> {
  const { end, depth, budget } = message;
  if (depth > MAX_DEPTH) throw new ModelError("corrupt");
  const parts: Uint8Array[] = [];
  while (cursor.at < end) {
    const tag = await cursor.varint();
    const value = await copyValue(cursor, tag, message);
    if (value === null) continue;
    const bytes = Buffer.concat([encode(tag), ...value]);
    budget.left -= bytes.byteLength + FIELD_COST_BYTES;
    if (budget.left < 0) throw new ModelError("corrupt");
    parts.push(bytes);
  }
  if (cursor.at !== end) throw new ModelError("corrupt");
  return Buffer.concat(parts);
}

/** What follows the tag of a field; null when it is left out. */
async function copyValue(
  cursor: FileCursor,
  tag: number,
  { end, level, depth, budget }: Copying,
): Promise<Uint8Array[] | null> {
  switch (tag & 7) {
    case VARINT:
      return [encode(await cursor.varint())];
    case FIXED64:
      return [await cursor.take(8)];
    case FIXED32:
      return [await cursor.take(4)];
    case BYTES: {
      const length = await cursor.varint();
      if (cursor.at + length > end) throw new ModelError("corrupt");
      const inner = INNER[level][tag >>> 3];
      if (inner) {
        const of = { end: cursor.at + length, level: inner, depth: depth + 1, budget };
        const bytes = await copyMessage(cursor, of);
        return [encode(bytes.byteLength), bytes];
      }
      if (level === "weight" && length > MAX_WEIGHT_FIELD_BYTES) {
        cursor.skip(length);
        return null;
      }
      if (length > budget.left) throw new ModelError("corrupt");
      return [encode(length), await cursor.take(length)];
    }
    default:
      throw new ModelError("corrupt");
  }
}

/** Reads a file forwards through a small window. */
class FileCursor {
  at = 0;
  private readonly file: FileHandle;
  private readonly sizeBytes: number;
  private readonly window = Buffer.alloc(WINDOW_BYTES);
  private windowStart = 0;
  private windowEnd = 0;

  constructor(file: FileHandle, sizeBytes: number) {
    this.file = file;
    this.sizeBytes = sizeBytes;
  }

  /** Above 2^53 it is not exact: nothing that is asked for here is so large. */
  async varint(): Promise<number> {
    await this.fill();
    let value = 0;
    for (let factor = 1; factor <= 2 ** 63 && this.at < this.windowEnd; factor *= 128) {
      const byte = this.window[this.at - this.windowStart] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new ModelError("corrupt");
  }

  async take(length: number): Promise<Uint8Array> {
    if (this.at + length > this.sizeBytes) throw new ModelError("corrupt");
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.file.read(bytes, done, length - done, this.at + done);
      if (bytesRead === 0) throw new ModelError("corrupt");
      done += bytesRead;
    }
    this.at += length;
    return bytes;
  }

  skip(length: number): void {
    this.at += length;
  }

  /** Has the next bytes at hand, enough for a number. */
  private async fill(): Promise<void> {
    const isThere = this.at >= this.windowStart && this.at + MAX_VARINT_BYTES <= this.windowEnd;
    if (isThere) return;
    const { bytesRead } = await this.file.read(this.window, 0, WINDOW_BYTES, this.at);
    this.windowStart = this.at;
    this.windowEnd = this.at + bytesRead;
  }
}

function encode(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
