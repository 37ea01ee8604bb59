/** Writes the wire format of protocol buffers: fields in the order in which they are added. */
export class ProtobufWriter {
  private readonly parts: Uint8Array[] = [];
  private byteLength = 0;

  varint(field: number, value: number | bigint): this {
    this.tag(field, 0);
    this.raw(varint(BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, 5);
    this.raw(new Uint8Array(new Float32Array([value]).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, 2);
    this.raw(varint(BigInt(value.byteLength)));
    this.raw(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.byteLength);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.byteLength;
    }
    return whole;
  }

  private tag(field: number, wireType: number): void {
    this.raw(varint(BigInt((field << 3) | wireType)));
  }

  private raw(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.byteLength += bytes.byteLength;
  }
}

function varint(value: bigint): Uint8Array {
  // Negative numbers are written as 64 bits, two's complement.
  let rest = BigInt.asUintN(64, value);
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return Uint8Array.from(bytes);
}
