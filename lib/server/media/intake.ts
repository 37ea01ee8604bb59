import "server-only";
import type { NewItem } from "@/db/queries/items";
import type { OpenMedia } from "@/lib/api/open-item";
import type { TextEncodingName } from "@/lib/text/decode";
import type { App } from "../app";
import type { BytesSource } from "./blob-store";

/** What a file measures, in the units of its kind of media. */
export type MediaSize = {
  hash: string;
  /** Upright pixels of an image. */
  width: number | null;
  height: number | null;
  /** Code points of a text, seconds of a recording. */
  length: number | null;
};

/** A file that is in the store, and what an item made of it has but its name. */
export type KeptMedia = MediaSize & {
  warnings: readonly string[];
  item: Omit<NewItem, "name">;
};

export type IntakeOptions = {
  app: App;
  /** Path of a local file, or the bytes. */
  source: string | BytesSource;
  /** As it came; only to warn of a misleading ending. */
  name: string;
  /** Of a text; null or left out: detected. */
  encoding?: TextEncodingName | null;
  signal?: AbortSignal;
  /** Of what takes long: how much of it is done, 0 to 1; null where nobody knows how much there is. */
  onProgress?: (share: number | null) => void;
};

/**
 * How files of one kind of media are taken in. Both throw MediaError for a bad file and BlobError
 * `storage_full`; the reason of an aborted signal passes through.
 */
export interface MediaIntake {
  keep(options: IntakeOptions): Promise<KeptMedia>;
  /** Only looks: for a dry run. Nothing is left behind. */
  measure(options: IntakeOptions): Promise<MediaSize>;
  /** What the editor has to know of a kept file; null when what was derived from it is not there. `info`: the blob's. */
  read(app: App, blob: { hash: string; info: Record<string, unknown> }): Promise<OpenMedia | null>;
}
