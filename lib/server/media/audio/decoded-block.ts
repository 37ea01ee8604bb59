import type { AudioCodec, AudioWarning } from "@/lib/media/audio-plan";

/** Some samples in their order. The arrays may be used again once the next block is asked for. */
export type DecodedBlock = {
  /** One per channel, of equal length, -1..1. */
  channels: Float32Array[];
  sampleRate: number;
  /** Where in the file decoding can begin so that it goes on with this block: see `SeekPoint`. */
  at: number;
};

export type OpenedAudio = {
  codec: AudioCodec;
  /** Grows while blocks are read. */
  warnings: Set<AudioWarning>;
  /** Samples before the first one that the player plays. Known once the first block has been read. */
  skip(): number;
  /** Samples behind `skip` that the player plays; null: all. Known once the first block has been read. */
  limit(): number | null;
  /** How many the file says that there are; fewer mean that it was cut off. Null when it does not say. */
  promised: number | null;
  /** Blocks that have to be decoded before what comes out of a decoder that begins in the middle is right. */
  prerollBlocks: number;
  /** Of these, how many a decoder that begins in the middle does not give out. */
  lostBlocks: number;
  /** From the beginning, or from where a seek point says. */
  blocks(from?: number): AsyncIterable<DecodedBlock>;
  close(): Promise<void>;
};

/** Decoding from `at` gives samples from number `sample` on. The player plays from 0; below are those that it skips. */
export type SeekPoint = { at: number; sample: number };

/** Of a file that is decoded from its beginning. */
export const FILE_START = -1;
