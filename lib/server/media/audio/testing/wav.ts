export type WavOptions = {
  /** -1..1, one per channel. */
  channels: readonly Float32Array[];
  sampleRate: number;
  kind: "u8" | "s16" | "s24" | "s32" | "f32" | "f64" | "mulaw" | "alaw";
  /** RF64 gives the sizes in a chunk of its own. */
  container?: "RIFF" | "RF64";
  isExtensible?: boolean;
  /** A chunk between format and samples, of an odd length. */
  hasExtraChunk?: boolean;
  /** What the file claims to have; by default what it has. */
  claimedBytes?: number;
};

const KINDS: Record<WavOptions["kind"], { tag: number; bytes: number }> = {
  u8: { tag: 1, bytes: 1 },
  s16: { tag: 1, bytes: 2 },
  s24: { tag: 1, bytes: 3 },
  s32: { tag: 1, bytes: 4 },
  f32: { tag: 3, bytes: 4 },
  f64: { tag: 3, bytes: 8 },
  mulaw: { tag: 7, bytes: 1 },
  alaw: { tag: 6, bytes: 1 },
};
const UNKNOWN = 0xffff_ffff;

/** A WAV file of any kind that is read. */
export function makeWav(options: WavOptions): Buffer {
  const { channels, sampleRate, kind, container = "RIFF", isExtensible = false } = options;
  const { tag, bytes } = KINDS[kind];
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * bytes);
  for (let i = 0; i < frames; i += 1) {
    channels.forEach((samples, c) => {
      write({ data, at: (i * channels.length + c) * bytes, value: samples[i] ?? 0, kind });
    });
  }
  const claimed = options.claimedBytes ?? data.length;
  const format = Buffer.alloc(isExtensible ? 40 : 16);
  format.writeUInt16LE(isExtensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels.length, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels.length * bytes, 8);
  format.writeUInt16LE(channels.length * bytes, 12);
  format.writeUInt16LE(bytes * 8, 14);
  if (isExtensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bytes * 8, 18);
    format.writeUInt16LE(tag, 24);
    Buffer.from("000000001000800000aa00389b71", "hex").copy(format, 26);
  }
  const isLarge = container === "RF64";
  const sizes = Buffer.alloc(28);
  sizes.writeBigUInt64LE(BigInt(claimed), 8);
  const chunks = [
    ...(isLarge ? [chunk("ds64", sizes)] : []),
    chunk("fmt ", format),
    ...(options.hasExtraChunk ? [chunk("LIST", Buffer.from("abc"))] : []),
    chunk("data", data, isLarge ? UNKNOWN : claimed),
  ];
  const body = Buffer.concat([Buffer.from("WAVE"), ...chunks]);
  return chunk(container, body, isLarge ? UNKNOWN : body.length);
}

function chunk(id: string, bytes: Buffer, claimed = bytes.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, "latin1");
  head.writeUInt32LE(claimed, 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)]);
}

type Writing = { data: Buffer; at: number; value: number; kind: WavOptions["kind"] };

function write({ data, at, value, kind }: Writing): void {
  const whole = (bits: number) =>
    Math.max(
      -(2 ** (bits - 1)),
      Math.min(2 ** (bits - 1) - 1, Math.round(value * 2 ** (bits - 1))),
    );
  if (kind === "u8") data.writeUInt8(whole(8) + 128, at);
  else if (kind === "s16") data.writeInt16LE(whole(16), at);
  else if (kind === "s24") data.writeIntLE(whole(24), at, 3);
  else if (kind === "s32") data.writeInt32LE(whole(32), at);
  else if (kind === "f32") data.writeFloatLE(value, at);
  else if (kind === "f64") data.writeDoubleLE(value, at);
  else data.writeUInt8(kind === "mulaw" ? mulaw(whole(16)) : alaw(whole(16)), at);
}

/** ITU-T G.711, by search: the code whose value is nearest would be exact, the highest below is near enough for a test. */
function mulaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const code = (sample < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15);
  return ~code & 0xff;
}

function alaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_767);
  const exponent = magnitude < 256 ? 0 : 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 15;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

/** Of full scale; `perSample` periods. */
export function tone(length: number, perSample: number, amplitude = 0.5): Float32Array {
  return Float32Array.from({ length }, (_, i) => amplitude * Math.sin(2 * Math.PI * perSample * i));
}
