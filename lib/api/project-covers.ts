import type { WaveSource } from "./items";

/** Code points at the start of a text that a project's card shows. */
export const COVER_TEXT_LENGTH = 160;

/** An item of a project's card: what its picture needs. */
export interface CoverItem {
  id: string;
  blobHash: string;
  /** How a text begins; null for other media. */
  text: string | null;
  /** Where the waveform of a recording is; null for other media. */
  wave: WaveSource | null;
}
