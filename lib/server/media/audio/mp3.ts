import { MPEGDecoder } from "mpg123-decoder";
import { AudioProblem, blamingFile } from "./audio-problem";
import type { DecodedBlock, OpenedAudio } from "./decoded-block";
import type { FileWindow } from "./file-window";
import {
  afterId3,
  DECODER_DELAY,
  type Gapless,
  type MpegFrame,
  mpegFrames,
  readMpegHeader,
  readXing,
} from "./mpeg-frames";
import { quietly } from "./quietly";

/** Frames that lean on earlier ones (bit reservoir, overlap) are right after three; this leaves room. */
const PREROLL_FRAMES = 10;
/** A file without two frames in so many bytes is something else. */
const MAX_LEAD_BYTES = 512 * 1024;

/** Throws AudioProblem `corrupt`, `truncated` or `not_audio`. */
export async function openMp3(file: FileWindow): Promise<OpenedAudio> {
  const first = await firstFrame(file);
  const xing = readXing(first);
  const start = xing ? first.at + first.length : first.at;
  if (xing?.bytes && first.at + xing.bytes > file.sizeBytes) {
    const expectedBytes = first.at + xing.bytes;
    const message = `The file ends too early: it has ${file.sizeBytes} of ${expectedBytes} bytes.`;
    throw new AudioProblem("truncated", message, { bytes: file.sizeBytes, expectedBytes });
  }
  const warnings: OpenedAudio["warnings"] = new Set();
  const total =
    xing?.frames && !(await goesOn(file, first, xing)) ? xing.frames * first.samples : null;
  const delay = xing?.delay ?? null;
  const limit = total && delay ? total - delay.start - delay.end : null;
  return {
    codec: "mp3",
    warnings,
    skip: () => (delay ? delay.start + DECODER_DELAY : 0),
    limit: () => limit,
    promised: limit,
    ...{ prerollBlocks: PREROLL_FRAMES, lostBlocks: 0 },
    blocks: (from) =>
      decode({ file, from: from === undefined || from < 0 ? start : from, first, warnings }),
    close: () => file.close(),
  };
}

/** Files that were joined end to end: the tag of the first one tells nothing about the whole. */
async function goesOn(file: FileWindow, first: MpegFrame, { bytes }: Gapless): Promise<boolean> {
  return bytes !== null && readMpegHeader(await file.read(first.at + bytes, 4)) !== null;
}

async function firstFrame(file: FileWindow): Promise<MpegFrame> {
  const start = await afterId3(file);
  if (start >= file.sizeBytes) {
    throw new AudioProblem("truncated", "The file ends within its tags: there is no sound in it.");
  }
  for await (const frame of mpegFrames(file, start)) {
    if (frame.at - start > MAX_LEAD_BYTES) break;
    // The bytes are read again for the frames after it.
    return { ...frame, bytes: Uint8Array.from(frame.bytes) };
  }
  throw new AudioProblem("corrupt", "There is no frame of mp3 in the file.");
}

type Decoding = {
  file: FileWindow;
  from: number;
  first: MpegFrame;
  warnings: OpenedAudio["warnings"];
};

/** One block per frame, also of a damaged one: time is counted in frames. */
async function* decode({ file, from, first, warnings }: Decoding): AsyncGenerator<DecodedBlock> {
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  const { sampleRate } = first;
  try {
    for await (const frame of mpegFrames(file, from)) {
      if (frame.isAfterGap) warnings.add("damaged");
      const isWhole = frame.bytes.length === frame.length && frame.sampleRate === sampleRate;
      if (!isWhole) {
        warnings.add("damaged");
        continue;
      }
      const decoded = await blamingFile(() => quietly(() => decoder.decode(frame.bytes)));
      const isRight = decoded.samplesDecoded === frame.samples && decoded.errors.length === 0;
      // The first frame after a seek has nothing to lean on.
      if (!isRight) warnings.add("damaged");
      // The decoder always gives two channels.
      const channels = Array.from({ length: first.channels }, (_, c) =>
        fitted(decoded.channelData[c], frame.samples),
      );
      yield { channels, sampleRate, at: frame.at };
    }
  } finally {
    decoder.free();
  }
}

function fitted(samples: Float32Array | undefined, length: number): Float32Array {
  if (samples?.length === length) return samples;
  const whole = new Float32Array(length);
  whole.set(samples?.subarray(0, length) ?? []);
  return whole;
}
