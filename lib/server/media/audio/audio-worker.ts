import type { AudioCodec, AudioWarning, PeakLevel, SpectrumLevel } from "@/lib/media/audio-plan";
import { defineWorker } from "../../workers/worker-spec";
import type { MediaErrorCode } from "../media-error";
import type { SeekPoint } from "./decoded-block";

/** By what the bytes are, not by the name. */
export type AudioContainer = "wav" | "mp3" | "adts" | "contained";

export type AudioTask =
  | {
      kind: "analyse";
      path: string;
      container: AudioContainer;
      /** An empty folder for the tiles. */
      folder: string;
      maxS: number;
    }
  | {
      kind: "samples";
      path: string;
      container: AudioContainer;
      channels: number;
      from: number;
      count: number;
      seek: SeekPoint;
    };

export type Analysed = {
  codec: AudioCodec;
  sampleRate: number;
  channels: number;
  samples: number;
  peakLevels: PeakLevel[];
  spectrumLevels: SpectrumLevel[];
  warnings: AudioWarning[];
  /** Names of derivatives, and the files in the folder that are to become them. */
  files: [name: string, path: string][];
};

/** Refusals are data: a class of error does not cross between threads. */
export type AudioAnswer =
  | { kind: "analysed"; analysed: Analysed }
  | { kind: "samples"; bytes: Uint8Array }
  | {
      kind: "refused";
      code: MediaErrorCode;
      message: string;
      details: Readonly<Record<string, string | number>>;
    };

/** Decodes recordings. The decoders' own memory (WebAssembly) comes on top. */
export const audioWorker = defineWorker<AudioTask, AudioAnswer>({ entry: "audio", maxHeapMb: 192 });
