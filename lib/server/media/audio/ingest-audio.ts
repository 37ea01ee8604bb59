import "server-only";
import { createReadStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import {
  AUDIO_INFO_NAME,
  type AudioInfo,
  audioInfoSchema,
  MIN_DB,
  SPECTRUM_BINS,
  TILE_COLUMNS,
  TILE_PEAKS,
  TILE_SAMPLES,
} from "@/lib/media/audio-plan";
import type { BlobStore, BytesSource, StagedBlob } from "../blob-store";
import { MediaError } from "../media-error";
import { stageSource } from "../stage-source";
import { type AudioTaskOptions, runAudioTask } from "./audio-threads";
import type { Analysed } from "./audio-worker";
import { isAudioCutOff } from "./cut-off";
import { isAudioNameMisleading, recogniseAudio } from "./recognise-audio";

/*
 * An upload becomes a recording of the store: staged, recognised by its bytes, decoded as a whole in a worker thread, and only
 * then kept, with its tiles. A refused file leaves nothing behind.
 */

export interface AudioLimits {
  maxBytes: number;
  maxS: number;
  /** A file that gives not one sample in this time is given up. */
  stallMs?: number;
}

export interface IngestAudioOptions {
  store: BlobStore;
  /** Path of a local file, or its bytes. */
  source: string | BytesSource;
  /** Only to warn of a misleading ending. */
  name: string;
  limits: AudioLimits;
  signal?: AbortSignal;
  /** Of the decoding, 0 to 1; null where the file does not say how long it is. */
  onProgress?: (share: number | null) => void;
}

export type IngestedAudio = AudioInfo & { isNew: boolean };

/** Throws MediaError for a bad file; BlobError `storage_full`, and the reason of an aborted signal, pass through. */
export async function ingestAudio(options: IngestAudioOptions): Promise<IngestedAudio> {
  const { store, source, name, limits, signal, onProgress } = options;
  const { maxBytes } = limits;
  const staged = await stageSource(store, { source, maxBytes, ...(signal ? { signal } : {}) });
  try {
    const known = await readAudioInfo(store, staged.hash);
    const kept = known
      ? { info: known, isNew: (await staged.commit()).isNew }
      : await analyseAndKeep({ store, staged, limits, signal, onProgress });
    return { ...withNameWarning(kept.info, name), isNew: kept.isNew };
  } finally {
    await staged.discard();
    if (typeof source !== "string" && "destroy" in source) source.destroy();
  }
}

/** What is known of a recording; null when it is not in the store or its derivatives are incomplete. */
export async function readAudioInfo(store: BlobStore, hash: string): Promise<AudioInfo | null> {
  if (!(await store.hasDerivative(hash, AUDIO_INFO_NAME)) || !(await store.stat(hash))) return null;
  const { body } = await store.openDerivative(hash, AUDIO_INFO_NAME);
  const parsed = audioInfoSchema.safeParse(JSON.parse((await buffer(body)).toString()));
  return parsed.success ? parsed.data : null;
}

export type AnalysedFile = { mediaType: string; analysed: Analysed };

/** Decodes a whole local file; its tiles are written into the folder. Errors as `ingestAudio`. */
export async function analyseFile(
  path: string,
  { folder, maxS, ...options }: { folder: string; maxS: number } & AudioTaskOptions,
): Promise<AnalysedFile> {
  options.signal?.throwIfAborted();
  const { mediaType, container } = await recogniseAudio(path);
  if (await isAudioCutOff(path, mediaType)) {
    throw new MediaError("truncated", "The file ends too early: part of it is missing.");
  }
  const task = { kind: "analyse" as const, path, container, folder, maxS };
  const answer = await runAudioTask(task, options);
  if (answer.kind !== "analysed") throw new Error("The worker answered something else.");
  return { mediaType, analysed: answer.analysed };
}

type Keeping = {
  store: BlobStore;
  staged: StagedBlob;
  limits: AudioLimits;
} & Omit<AudioTaskOptions, "stallMs">;

async function analyseAndKeep({ store, staged, limits, ...options }: Keeping) {
  const { hash, sizeBytes } = staged;
  const { maxS, stallMs } = limits;
  return store.withScratchFolder(async (folder) => {
    const { mediaType, analysed } = await staged.withLocalFile((path) =>
      analyseFile(path, { folder, maxS, stallMs, ...options }),
    );
    const info = infoOf({ hash, sizeBytes, mediaType }, analysed);
    options.signal?.throwIfAborted();
    const { isNew } = await staged.commit();
    for (const [name, path] of analysed.files) {
      await store.putDerivative(hash, name, createReadStream(path));
    }
    await store.putDerivative(hash, AUDIO_INFO_NAME, Buffer.from(JSON.stringify(info)));
    return { info, isNew };
  });
}

function infoOf(
  file: Pick<AudioInfo, "hash" | "sizeBytes" | "mediaType">,
  analysed: Analysed,
): AudioInfo {
  const { codec, sampleRate, channels, samples, warnings } = analysed;
  return {
    version: 1,
    ...file,
    ...{ codec, durationS: samples / sampleRate, sampleRate, channels, samples },
    peaks: { tilePeaks: TILE_PEAKS, levels: analysed.peakLevels },
    spectrum: {
      ...{ bins: SPECTRUM_BINS, tileColumns: TILE_COLUMNS, minDb: MIN_DB },
      levels: analysed.spectrumLevels,
    },
    tileSamples: TILE_SAMPLES,
    warnings,
  };
}

function withNameWarning(info: AudioInfo, name: string): AudioInfo {
  if (!isAudioNameMisleading(name, info.mediaType)) return info;
  return { ...info, warnings: ["misleading_name", ...info.warnings] };
}
