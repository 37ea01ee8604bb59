import type { SpectrumOptions } from "@/lib/audio/spectrum-columns";

/** Both sides of the worker are ours and of one build: types are enough. */
export type SpectrumRequest = { key: string; options: SpectrumOptions };
export type SpectrumAnswer = { key: string; values: Uint8Array<ArrayBuffer> };
