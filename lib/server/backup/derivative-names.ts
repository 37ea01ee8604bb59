import "server-only";
import {
  AUDIO_INFO_NAME,
  type AudioInfo,
  peaksName,
  spectrumName,
  tilesOf,
} from "@/lib/media/audio-plan";
import { type ImageInfo, INFO_NAME, tileName } from "@/lib/media/image-plan";
import { readAudioInfo } from "../media/audio/ingest-audio";
import { SEEK_NAME } from "../media/audio/seek-table";
import type { BlobStore } from "../media/blob-store";
import { readImageInfo } from "../media/ingest-image";

/** Everything that was computed from a blob, the information about it last; nothing when that is not there. */
export async function derivativeNames(media: BlobStore, hash: string): Promise<string[]> {
  const image = await readImageInfo(media, hash);
  if (image) return namesOfImage(image);
  const audio = await readAudioInfo(media, hash);
  return audio ? namesOfAudio(audio) : [];
}

function namesOfAudio({ peaks, spectrum }: AudioInfo): string[] {
  const names = (count: number, name: (tile: number) => string) =>
    Array.from({ length: count }, (_, tile) => name(tile));
  return [
    ...peaks.levels.flatMap((level, i) =>
      names(tilesOf(level.peaks, peaks.tilePeaks), (tile) => peaksName(i, tile)),
    ),
    ...spectrum.levels.flatMap((level, i) =>
      names(tilesOf(level.columns, spectrum.tileColumns), (tile) => spectrumName(i, tile)),
    ),
    SEEK_NAME,
    AUDIO_INFO_NAME,
  ];
}

function namesOfImage(info: ImageInfo): string[] {
  const tiles = (info.tiles?.levels ?? []).flatMap(({ columns, rows }, level) =>
    Array.from({ length: columns * rows }, (_, i) =>
      tileName(level, i % columns, Math.floor(i / columns)),
    ),
  );
  const display = info.display ? [info.display.name] : [];
  return [info.thumb.name, ...display, ...tiles, INFO_NAME];
}
