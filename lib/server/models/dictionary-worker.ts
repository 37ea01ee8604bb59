import type { LearnedDictionary } from "@/lib/api/models";
import type { LetterCase } from "@/lib/models/rules/text-rule";
import { defineWorker } from "../workers/worker-spec";

export type DictionaryWork = {
  databaseFile: string;
  projectId: string;
  letterCase: LetterCase;
  /** So many texts, evenly spread, say how often a word had no label. */
  maxRead: number;
};

/** A million different spans need some 300 MB. */
export const dictionaryWorker = defineWorker<DictionaryWork, LearnedDictionary>({
  entry: "dictionary",
  maxHeapMb: 512,
});
