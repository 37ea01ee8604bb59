import * as z from "zod/mini";

/*
 * What is known of an ingested recording, kept beside it as the derivative `audio.json` (written last, so its presence says
 * that the others are there), and how the pictures of it are laid out.
 *
 * Time. Sample 0 is the one that the browser's player plays at `currentTime` 0, so sample `n` is at `n / sampleRate` seconds.
 * What encoders put before it (priming) is not counted. A sample here is one instant of all channels.
 *
 * Addresses, below `/api/v1/items/<itemId>/media/`; with `?h=<hash>` an answer may be kept for ever:
 *
 *   original                    the bytes as uploaded; ranges are honoured: the `src` of the player
 *   peaks/<level>/<tile>        Int16 LE: for each channel, for each peak of the tile: min, max
 *   spectrum/<level>/<tile>     Uint8: for each column of the tile, `bins` values from 0 Hz up to half the sample rate
 *   samples/<tile>              Int16 LE: for each channel, its samples; decoded when asked for
 *
 * Levels and tiles count from 0; level 0 is the finest. All tiles are full but the last one of a level. Values of peaks and
 * samples are divided by `FULL_SCALE` to give -1..1; what is louder (float files) is clipped.
 */

export const AUDIO_INFO_NAME = "audio.json";
/** Peaks of one channel in a tile. */
export const TILE_PEAKS = 4_096;
/** How many samples one peak stands for, by level. A level that fits into one tile is the last. */
export const SAMPLES_PER_PEAK = [256, 2_048, 16_384, 131_072] as const;
/** Samples of one channel in a tile of `samples/`. */
export const TILE_SAMPLES = 131_072;
export const TILE_COLUMNS = 512;
export const SPECTRUM_BINS = 256;
/** A column of the next level stands for so many of the one before. */
export const SPECTRUM_STEP = 8;
/** 0 dB is a sine of full scale. The value 0 of a spectrum is `MIN_DB` or less, 255 is 0 dB. */
export const MIN_DB = -120;
export const FULL_SCALE = 32_768;

const count = z.int().check(z.positive());

export const AUDIO_CODECS = [
  "pcm",
  "mp3",
  "flac",
  "vorbis",
  "opus",
  "aac",
  "mulaw",
  "alaw",
] as const;
export type AudioCodec = (typeof AUDIO_CODECS)[number];

export const AUDIO_WARNINGS = [
  "misleading_name",
  /** Frames could not be decoded and are silent; players go on over them too. */
  "damaged",
  /** There are more sound tracks; the first is used. */
  "first_track_only",
  /** The pictures are not used: only the sound is. */
  "video_ignored",
] as const;
export type AudioWarning = (typeof AUDIO_WARNINGS)[number];

export const audioInfoSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  sizeBytes: z.int().check(z.nonnegative()),
  mediaType: z.string(),
  codec: z.enum(AUDIO_CODECS),
  /** As long as the samples. The player may report some milliseconds more: see docs/formats.md. */
  durationS: z.number().check(z.positive()),
  sampleRate: count,
  channels: count,
  /** Of each channel, after decoding. */
  samples: count,
  peaks: z.object({
    tilePeaks: count,
    levels: z.array(z.object({ samplesPerPeak: count, peaks: count })).check(z.minLength(1)),
  }),
  /** Of all channels together. */
  spectrum: z.object({
    bins: count,
    tileColumns: count,
    minDb: z.number().check(z.negative()),
    /** Column `c` covers the samples from `c * samplesPerColumn`: their mean power. */
    levels: z.array(z.object({ samplesPerColumn: count, columns: count })).check(z.minLength(1)),
  }),
  tileSamples: count,
  /** Of the content; what concerns the name is not here, since names differ between items of one blob. */
  warnings: z.array(z.enum(AUDIO_WARNINGS)),
});
export type AudioInfo = z.infer<typeof audioInfoSchema>;
export type PeakLevel = AudioInfo["peaks"]["levels"][number];
export type SpectrumLevel = AudioInfo["spectrum"]["levels"][number];

export function peaksName(level: number, tile: number): string {
  return `peaks/${level}/${tile}.bin`;
}

export function spectrumName(level: number, tile: number): string {
  return `spectrum/${level}/${tile}.bin`;
}

/** Tiles of a level: `size` is what one holds. */
export function tilesOf(length: number, size: number): number {
  return Math.ceil(length / size);
}

/** The levels of a recording of so many samples. */
export function peakLevels(samples: number): PeakLevel[] {
  const levels: PeakLevel[] = [];
  for (const samplesPerPeak of SAMPLES_PER_PEAK) {
    const peaks = Math.ceil(samples / samplesPerPeak);
    levels.push({ samplesPerPeak, peaks });
    if (peaks <= TILE_PEAKS) break;
  }
  return levels;
}

/** Columns of the finest level are 46 to 64 ms at the usual rates: narrower ones come from `samples/`. */
export function spectrumLevels(samples: number, sampleRate: number): SpectrumLevel[] {
  const levels: SpectrumLevel[] = [];
  for (let samplesPerColumn = sampleRate > 24_000 ? 2_048 : 1_024; ; ) {
    const columns = Math.ceil(samples / samplesPerColumn);
    levels.push({ samplesPerColumn, columns });
    if (columns <= TILE_COLUMNS) return levels;
    samplesPerColumn *= SPECTRUM_STEP;
  }
}

/** Variants of the tiles that are enough for a picture of the whole: the one of the coarsest level, of most recordings. */
export function wholePeaks({ peaks }: AudioInfo): string[] {
  const level = peaks.levels.length - 1;
  const tiles = tilesOf(peaks.levels[level]?.peaks ?? 0, peaks.tilePeaks);
  return Array.from({ length: tiles }, (_, tile) => `peaks/${level}/${tile}`);
}

/** The coarsest level that has a peak for every pixel; null when only `samples/` are fine enough. */
export function peakLevelFor(info: AudioInfo, samplesPerPx: number): number | null {
  const level = info.peaks.levels.findLastIndex(
    ({ samplesPerPeak }) => samplesPerPeak <= samplesPerPx,
  );
  return level < 0 ? null : level;
}

/** The coarsest level that has a column for every pixel; null when only `samples/` are fine enough. */
export function spectrumLevelFor(info: AudioInfo, samplesPerPx: number): number | null {
  const level = info.spectrum.levels.findLastIndex(
    ({ samplesPerColumn }) => samplesPerColumn <= samplesPerPx,
  );
  return level < 0 ? null : level;
}

/** A tile of peaks as it came: `channels[c]` holds min, max of each peak in turn. Views, no copies. */
export function readPeaks(bytes: ArrayBuffer, channels: number): Int16Array[] {
  return readPlanes(bytes, channels, 2);
}

/** A tile of samples as it came: `channels[c]` holds the samples. Views, no copies. */
export function readSamples(bytes: ArrayBuffer, channels: number): Int16Array[] {
  return readPlanes(bytes, channels, 1);
}

/** Throws when the bytes are not that of so many channels. Machines with other byte orders run no browser. */
function readPlanes(bytes: ArrayBuffer, channels: number, step: number): Int16Array[] {
  const values = bytes.byteLength / 2 / channels;
  if (!Number.isInteger(values / step)) {
    throw new RangeError(`${bytes.byteLength} bytes are no tile of ${channels} channels.`);
  }
  return Array.from({ length: channels }, (_, c) => new Int16Array(bytes, c * values * 2, values));
}

/** A tile of spectrum: the value of a bin in decibels of full scale. */
export function decibels(value: number): number {
  return MIN_DB + (value / 255) * -MIN_DB;
}
