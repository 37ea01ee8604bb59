import type { AgreementFigures } from "@/lib/agreement/project-tally";
import type { Answer } from "@/lib/annotation/label";
import type { ItemFilter } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import { defineWorker } from "../workers/worker-spec";

export type AgreementWork = {
  databaseFile: string;
  projectId: string;
  mediaKind: MediaKind;
  /** Null: all items. */
  filter: ItemFilter | null;
  iou: number;
  answers: ReadonlyMap<string, Answer>;
  /** By version that the project uses: from which score on it says something. */
  thresholds: ReadonlyMap<string, number>;
};

export type CountedAgreement = {
  figures: AgreementFigures;
  /** Items whose agreement is not what is stored. */
  changes: { itemId: string; agreement: number | null }[];
};

/** Some items at a time and their sums, and a number for every item that changes. */
export const agreementWorker = defineWorker<AgreementWork, CountedAgreement>({
  entry: "agreement",
  maxHeapMb: 384,
});
