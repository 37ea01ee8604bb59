import { AudioProblem } from "./audio-problem";
import type { DecodedBlock, OpenedAudio } from "./decoded-block";
import type { FileWindow } from "./file-window";

/*
 * WAV is read here: RIFF, RF64 and BW64, with whole numbers of 8 to 32 bits, floats, and the two codes of telephony. Samples
 * narrower than their container fill its upper bits, so the container alone counts.
 */

const BLOCK_SAMPLES = 8_192;
const MAX_CHUNKS = 10_000;
/** Recorders that cannot know their length beforehand write something like this. */
const UNKNOWN_BYTES = 0x7fff_0000;
const TAG = { pcm: 1, float: 3, alaw: 6, mulaw: 7, extensible: 0xfffe } as const;

type WavFormat = {
  tag: number;
  channels: number;
  sampleRate: number;
  /** Of one channel. */
  bytes: number;
};

type ReadSample = (view: DataView, at: number) => number;

/** Throws AudioProblem `corrupt`, `truncated`, `unsupported_codec` or `empty`. */
export async function openWav(file: FileWindow): Promise<OpenedAudio> {
  const { format, dataStart, dataBytes } = await readHeader(file);
  const read = sampleReader(format);
  const frameBytes = format.bytes * format.channels;
  const samples = Math.floor(dataBytes / frameBytes);
  if (samples === 0) throw new AudioProblem("no_sound", "There is not one sample in the file.");
  return {
    codec: format.tag === TAG.alaw ? "alaw" : format.tag === TAG.mulaw ? "mulaw" : "pcm",
    warnings: new Set(),
    skip: () => 0,
    limit: () => null,
    promised: null,
    ...{ prerollBlocks: 0, lostBlocks: 0 },
    async *blocks(from = 0) {
      for (let sample = Math.max(0, from); sample < samples; sample += BLOCK_SAMPLES) {
        const count = Math.min(BLOCK_SAMPLES, samples - sample);
        const bytes = await file.read(dataStart + sample * frameBytes, count * frameBytes);
        yield toBlock({ bytes, format, read, sample });
      }
    },
    close: () => file.close(),
  };
}

type Conversion = { bytes: Buffer; format: WavFormat; read: ReadSample; sample: number };

function toBlock({ bytes, format, read, sample }: Conversion): DecodedBlock {
  const { channels, sampleRate, bytes: width } = format;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / (width * channels));
  const planes = Array.from({ length: channels }, () => new Float32Array(count));
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    for (const plane of planes) {
      plane[i] = read(view, at);
      at += width;
    }
  }
  return { channels: planes, sampleRate, at: sample };
}

async function readHeader(file: FileWindow) {
  const isLarge = (await file.read(0, 4)).toString("latin1") !== "RIFF";
  let format: WavFormat | null = null;
  let largeDataBytes: number | null = null;
  let position = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks += 1) {
    const head = await file.read(position, 8);
    if (head.length < 8) break;
    const id = head.toString("latin1", 0, 4);
    const size = head.readUInt32LE(4);
    const start = position + 8;
    if (id === "ds64") largeDataBytes = Number((await file.read(start, 28)).readBigUInt64LE(8));
    if (id === "fmt ") format = readFormat(await file.read(start, Math.min(size, 40)));
    if (id === "data") {
      if (!format) throw new AudioProblem("corrupt", "The samples come before their format.");
      const claimed = isLarge && size === 0xffff_ffff ? (largeDataBytes ?? size) : size;
      return { format, dataStart: start, dataBytes: dataBytesOf(file, start, claimed) };
    }
    // Chunks begin at even places.
    position = start + size + (size % 2);
  }
  if (position > file.sizeBytes) {
    throw new AudioProblem("truncated", "The file ends before its samples begin.");
  }
  throw new AudioProblem("corrupt", "The file has no samples (no data chunk).");
}

function dataBytesOf(file: FileWindow, start: number, claimed: number): number {
  const there = Math.max(0, file.sizeBytes - start);
  if (claimed <= there) return claimed === 0 ? there : claimed;
  if (claimed >= UNKNOWN_BYTES && claimed <= 0xffff_ffff && file.sizeBytes < UNKNOWN_BYTES) {
    return there;
  }
  throw new AudioProblem(
    "truncated",
    `The file ends too early: it has ${there} of ${claimed} bytes of samples.`,
    { bytes: there, expectedBytes: claimed },
  );
}

function readFormat(bytes: Buffer): WavFormat {
  if (bytes.length < 16) throw new AudioProblem("corrupt", "The format of the samples is cut off.");
  const given = bytes.readUInt16LE(0);
  const isExtensible = given === TAG.extensible && bytes.length >= 26;
  const tag = isExtensible ? bytes.readUInt16LE(24) : given;
  const channels = bytes.readUInt16LE(2);
  const sampleRate = bytes.readUInt32LE(4);
  const bits = bytes.readUInt16LE(14);
  const width = Math.ceil(bits / 8);
  const blockBytes = bytes.readUInt16LE(12);
  if (channels === 0 || width === 0 || blockBytes !== width * channels) {
    throw new AudioProblem("corrupt", "The format of the samples contradicts itself.");
  }
  return { tag, channels, sampleRate, bytes: width };
}

function sampleReader({ tag, bytes }: WavFormat): ReadSample {
  const readers: Record<string, ReadSample> = {
    [`${TAG.pcm}/1`]: (view, at) => (view.getUint8(at) - 128) / 128,
    [`${TAG.pcm}/2`]: (view, at) => view.getInt16(at, true) / 0x8000,
    [`${TAG.pcm}/3`]: (view, at) =>
      ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x80_0000,
    [`${TAG.pcm}/4`]: (view, at) => view.getInt32(at, true) / 0x8000_0000,
    [`${TAG.float}/4`]: (view, at) => view.getFloat32(at, true),
    [`${TAG.float}/8`]: (view, at) => view.getFloat64(at, true),
    [`${TAG.mulaw}/1`]: (view, at) => fromMulaw(view.getUint8(at)),
    [`${TAG.alaw}/1`]: (view, at) => fromAlaw(view.getUint8(at)),
  };
  const reader = readers[`${tag}/${bytes}`];
  if (reader) return reader;
  const found = `WAV, format ${tag}, ${bytes * 8} bit`;
  throw new AudioProblem("unsupported_codec", `This is ${found}, which cannot be used.`, { found });
}

/** ITU-T G.711. */
function fromMulaw(code: number): number {
  const turned = ~code & 0xff;
  const exponent = (turned >> 4) & 7;
  const magnitude = (((turned & 15) << 3) + 0x84) << exponent;
  return ((turned & 0x80 ? -1 : 1) * (magnitude - 0x84)) / 0x8000;
}

/** ITU-T G.711. */
function fromAlaw(code: number): number {
  const turned = code ^ 0x55;
  const exponent = (turned >> 4) & 7;
  const mantissa = ((turned & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return ((turned & 0x80 ? 1 : -1) * magnitude) / 0x8000;
}
