import type { FileWindow } from "./file-window";

/*
 * The frames of an mp3 file. Players and this reader must agree on how many there are, since times are counted in them: what
 * looks like a frame only counts when another one, or the end of the file, follows it.
 */

/** kbit/s by index, for layer III of MPEG 1, and of MPEG 2 and 2.5. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];
/** Garbage longer than this between frames is no mp3. */
const MAX_GAP_BYTES = 1024 * 1024;
/** Decoders give this much more than the encoder was given, before its own delay: ISO 11172-3, and LAME's tag counts on it. */
export const DECODER_DELAY = 529;

export type MpegHeader = {
  /** Of the whole frame, bytes. */
  length: number;
  samples: number;
  sampleRate: number;
  channels: number;
};

/** Null when these four bytes do not begin a frame of layer III. */
export function readMpegHeader(bytes: Uint8Array, at = 0): MpegHeader | null {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = bytes.subarray(at, at + 4);
  if (b0 !== 0xff || (b1 & 0xe6) !== 0xe2) return null;
  const version = (b1 >> 3) & 3;
  const isMpeg1 = version === 3;
  const bitrate = (isMpeg1 ? BITRATES_1 : BITRATES_2)[b2 >> 4];
  const baseRate = RATES[(b2 >> 2) & 3];
  if (version === 1 || !bitrate || !baseRate) return null;
  const sampleRate = baseRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const padding = (b2 >> 1) & 1;
  const length = Math.floor(((isMpeg1 ? 144_000 : 72_000) * bitrate) / sampleRate) + padding;
  return { length, samples: isMpeg1 ? 1_152 : 576, sampleRate, channels: b3 >> 6 === 3 ? 1 : 2 };
}

/** Of a tag "ID3" at this place, with its head and foot; 0 when there is none. */
export function id3Length(head: Uint8Array): number {
  const [i, d, three, , , flags = 0, a = 0, b = 0, c = 0, e = 0] = head;
  if (i !== 0x49 || d !== 0x44 || three !== 0x33 || (a | b | c | e) & 0x80) return 0;
  return 10 + (a << 21) + (b << 14) + (c << 7) + e + (flags & 0x10 ? 10 : 0);
}

/** Behind the tags that begin the file (there may be several). */
export async function afterId3(file: FileWindow): Promise<number> {
  let position = 0;
  for (;;) {
    const length = id3Length(await file.read(position, 10));
    if (length === 0) return position;
    position += length;
  }
}

export type MpegFrame = MpegHeader & {
  at: number;
  /** A view that is valid until the next frame is asked for. */
  bytes: Uint8Array;
  /** Bytes were passed over to find it. */
  isAfterGap: boolean;
};

/** The frames from a place on. The last one may be incomplete: `bytes` is shorter than `length` then. */
export async function* mpegFrames(file: FileWindow, from: number): AsyncGenerator<MpegFrame> {
  let position = from;
  let gapStart = from;
  while (position + 4 <= file.sizeBytes) {
    const header = readMpegHeader(await file.read(position, 4));
    if (!header) {
      if (position - gapStart > MAX_GAP_BYTES || (await isTag(file, position))) return;
      position += 1;
      continue;
    }
    const isAfterGap = position !== gapStart || position === from;
    if (isAfterGap && !(await isFollowed(file, position, header))) {
      position += 1;
      continue;
    }
    const bytes = await file.read(position, header.length);
    yield { ...header, at: position, bytes, isAfterGap: position !== gapStart };
    position += header.length;
    gapStart = position;
  }
}

async function isFollowed(file: FileWindow, at: number, header: MpegHeader): Promise<boolean> {
  const next = at + header.length;
  if (next >= file.sizeBytes - 4) return next <= file.sizeBytes;
  const following = readMpegHeader(await file.read(next, 4));
  return following ? following.sampleRate === header.sampleRate : isTag(file, next);
}

/** Tags stand behind the sound: ID3v1, Lyrics3 and APE. */
async function isTag(file: FileWindow, at: number): Promise<boolean> {
  return /^(TAG|LYR|APE|ID3)/.test((await file.read(at, 3)).toString("latin1"));
}

export type Gapless = {
  /** Frames of sound, the tag's own not counted; null when it does not say. */
  frames: number | null;
  /** Bytes of the file from the tag on; null when it does not say. */
  bytes: number | null;
  /** What the encoder put before and behind the sound; null when it is not one that says so. */
  delay: { start: number; end: number } | null;
};

/** What the first frame says about the file ("Xing", "Info"); null when it is a frame of sound. */
export function readXing({ bytes, samples, channels }: MpegFrame): Gapless | null {
  const isMpeg1 = samples === 1_152;
  const sideBytes = isMpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  const tag = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(4 + sideBytes);
  if (!/^(Xing|Info)/.test(tag.toString("latin1", 0, 4)) || tag.length < 8) return null;
  const flags = tag.readUInt32BE(4);
  let at = 8;
  const next = (flag: number, length: number): number | null => {
    if ((flags & flag) === 0 || at + length > tag.length) return null;
    at += length;
    return length === 4 ? tag.readUInt32BE(at - 4) : 0;
  };
  const frames = next(1, 4);
  const size = next(2, 4);
  next(4, 100);
  next(8, 4);
  const encoder = tag.toString("latin1", at, at + 4);
  const knowsDelay = /^(LAME|Lavf|Lavc)$/.test(encoder) && tag.length >= at + 24;
  const delay = knowsDelay ? tag.readUIntBE(at + 21, 3) : 0;
  return {
    ...{ frames, bytes: size },
    delay: knowsDelay ? { start: delay >> 12, end: delay & 0xfff } : null,
  };
}
