import type fc from "fast-check";
import type { MediaKind } from "@/lib/media/media";
import type { DatasetItem, Format, ReadOptions } from "../format";
import { audioDatasets } from "./audio-datasets";
import type { Dataset, Written } from "./dataset";
import { imageDatasets } from "./image-datasets";
import { textDatasets } from "./text-datasets";

export type RoundTrip = { format: Format; dataset: Dataset; written: Written; read: Dataset };

/** What a kind of media brings to the suite that all its formats pass. */
export interface MediaDatasets {
  /** Any dataset of the kind, with what has broken other tools. */
  arbitrary: fc.Arbitrary<Dataset>;
  /** An item with nothing on it. */
  emptyItem: DatasetItem;
  /** What the reader may ask of the media that the dataset does not carry. */
  readOptions(dataset: Dataset, written: Written): ReadOptions;
  /** Fails unless all that the format carries came back, and all else is named by an issue. */
  expectEqual(trip: RoundTrip): void;
}

/** A kind without an entry has no format that writes. */
export const MEDIA_DATASETS: { readonly [K in MediaKind]?: MediaDatasets } = {
  image: imageDatasets,
  text: textDatasets,
  audio: audioDatasets,
};
