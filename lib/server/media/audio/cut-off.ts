import "server-only";
import { FileWindow } from "./file-window";

/*
 * Whether the container says that bytes are missing at the end. A player would play what is there; for labelling that is a
 * silent loss, and the person can still upload the file again.
 */

const MAX_BOXES = 100_000;
const OGG_TAIL_BYTES = 70_000;
const OGG_HEAD_BYTES = 27;

/** WAV, mp3 and FLAC are known to be cut off by their readers. */
export async function isAudioCutOff(path: string, mediaType: string): Promise<boolean> {
  const file = await FileWindow.open(path);
  try {
    if (mediaType === "audio/mp4") return await isMp4CutOff(file);
    if (mediaType === "audio/ogg") return await isOggCutOff(file);
    if (mediaType === "audio/webm") return await isWebmCutOff(file);
    return false;
  } finally {
    await file.close();
  }
}

async function isMp4CutOff(file: FileWindow): Promise<boolean> {
  for (let position = 0, count = 0; position < file.sizeBytes && count < MAX_BOXES; count += 1) {
    const head = await file.read(position, 16);
    if (head.length < 8) return true;
    const short = head.readUInt32BE(0);
    // 0 means "to the end", 1 that a long size follows.
    if (short === 0) return false;
    const size = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short;
    if (size < 8) return false;
    position += size;
    if (position > file.sizeBytes) return true;
  }
  return false;
}

/** Ogg is a chain of pages, each of which says how long it is. */
async function isOggCutOff(file: FileWindow): Promise<boolean> {
  const start = Math.max(0, file.sizeBytes - OGG_TAIL_BYTES);
  const tail = await file.read(start, OGG_TAIL_BYTES);
  const at = tail.lastIndexOf("OggS");
  if (at < 0) return false;
  const segments = tail[at + OGG_HEAD_BYTES - 1];
  const lacing = tail.subarray(at + OGG_HEAD_BYTES, at + OGG_HEAD_BYTES + (segments ?? 0));
  if (segments === undefined || lacing.length < segments) return true;
  const bytes = lacing.reduce((sum, length) => sum + length, 0);
  return at + OGG_HEAD_BYTES + segments + bytes > tail.length;
}

/** Two elements stand at the top: the head and the segment, whose size may be unknown. */
async function isWebmCutOff(file: FileWindow): Promise<boolean> {
  let position = 4;
  const head = vint(await file.read(position, 8));
  if (!head || head.value === null) return false;
  position += head.length + head.value;
  const id = await file.read(position, 4);
  if (id.toString("hex") !== "18538067") return false;
  const size = vint(await file.read(position + 4, 8));
  if (!size || size.value === null) return false;
  return position + 4 + size.length + size.value > file.sizeBytes;
}

/** A number of EBML; `value` null means unknown. */
function vint(bytes: Buffer): { value: number | null; length: number } | null {
  const first = bytes[0] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || bytes.length < length) return null;
  let value = first & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (const byte of bytes.subarray(1, length)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value: isUnknown ? null : value, length };
}
