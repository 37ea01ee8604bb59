import { ModelError } from "../model-error";

/** Wire types of protocol buffers. */
export const VARINT = 0;
export const FIXED_64 = 1;
export const BYTES = 2;
export const FIXED_32 = 5;

/** Names and words of a model; what is longer is no name. */
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_TAG = 0xffff_ffff;
const MAX_VARINT_BYTES = 10;
/** Of the last digit, base 128, of a length: what is longer lies past the end of any file. */
const MAX_FACTOR = 128 ** 6;

/**
 * Goes through the fields of a message without copying anything: `next()` steps to the next field, then its value is read
 * or left alone. Never looks past its end.
 */
export class ProtobufReader {
  field = 0;
  wireType = 0;
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private at: number;
  /** Where the value of the field begins and ends; a varint's end is known when it is read. */
  private valueStart = 0;
  private valueEnd = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.byteLength) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /**
   * False at the end of the message.
   * @throws ModelError corrupt
   */
  next(): boolean {
    if (this.at >= this.end) return false;
    const tag = this.takeNumber();
    if (tag > MAX_TAG || tag < 8) throw corrupt();
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    this.valueStart = this.at;
    switch (this.wireType) {
      case VARINT:
        this.skipVarint();
        break;
      case FIXED_64:
        this.skip(8);
        break;
      case FIXED_32:
        this.skip(4);
        break;
      case BYTES: {
        const length = this.takeNumber();
        this.valueStart = this.at;
        this.skip(length);
        break;
      }
      default:
        // Groups are older than ONNX.
        throw corrupt();
    }
    this.valueEnd = this.at;
    return true;
  }

  /** As int64; null when the field is none, or does not fit into a number. */
  int(): number | null {
    if (this.wireType !== VARINT) return null;
    let value = 0n;
    for (let at = this.valueStart; at < this.valueEnd; at += 1) {
      value |= BigInt((this.bytes[at] ?? 0) & 0x7f) << BigInt(7 * (at - this.valueStart));
    }
    const signed = Number(BigInt.asIntN(64, value));
    return Number.isSafeInteger(signed) ? signed : null;
  }

  /** @throws ModelError corrupt when it is no text */
  text(): string {
    if (this.wireType !== BYTES || this.byteLength() > MAX_TEXT_BYTES) throw corrupt();
    return new TextDecoder().decode(this.bytes.subarray(this.valueStart, this.valueEnd));
  }

  /** The fields of a message inside. */
  message(): ProtobufReader {
    if (this.wireType !== BYTES) throw corrupt();
    return new ProtobufReader(this.bytes, this.valueStart, this.valueEnd);
  }

  private byteLength(): number {
    return this.valueEnd - this.valueStart;
  }

  private skip(length: number): void {
    if (length > this.end - this.at) throw corrupt();
    this.at += length;
  }

  private skipVarint(): void {
    const longest = this.at + MAX_VARINT_BYTES;
    while (this.takeByte() >= 0x80) if (this.at >= longest) throw corrupt();
  }

  /** A varint that is a length or a tag. */
  private takeNumber(): number {
    let value = 0;
    for (let factor = 1; factor <= MAX_FACTOR; factor *= 128) {
      const byte = this.takeByte();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
    throw corrupt();
  }

  private takeByte(): number {
    const byte = this.at < this.end ? this.bytes[this.at] : undefined;
    if (byte === undefined) throw corrupt();
    this.at += 1;
    return byte;
  }
}

function corrupt(): ModelError {
  return new ModelError("corrupt");
}
