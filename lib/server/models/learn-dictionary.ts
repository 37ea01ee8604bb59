import "server-only";
import { readSnapshot } from "@/db/client";
import { type LabelledText, walkLabelledTexts } from "@/db/queries/labelled-texts";
import { listLabels } from "@/db/queries/labels";
import { readText } from "@/db/queries/texts";
import type { Store } from "@/db/store";
import type { LearnedDictionary } from "@/lib/api/models";
import { findUnlabelled, surfaceOf } from "@/lib/models/rules/dictionary";
import type { Dictionary, DictionaryEntry } from "@/lib/models/rules/text-rule";
import type { WorkerContext } from "../workers/worker-spec";
import type { DictionaryWork } from "./dictionary-worker";

/** The most frequent are kept: a browser searches with them in every text. */
const MAX_ENTRIES = 20_000;
/** Characters, however many texts they are. */
const MAX_READ_LENGTH = 8_000_000;

/** What people labelled in submitted texts, over one snapshot of the data: what the worker of this name does. */
export function learnDictionary(
  { databaseFile, projectId, letterCase, maxRead }: DictionaryWork,
  { signal }: Pick<WorkerContext, "signal">,
): Promise<LearnedDictionary> {
  return readSnapshot(databaseFile, async (store) => {
    const names = new Map((await listLabels(store, projectId)).map(({ id, name }) => [id, name]));
    const counts: Counts = new Map();
    let texts = 0;
    for await (const page of walkLabelledTexts(store, projectId)) {
      signal.throwIfAborted();
      texts += page.length;
      for (const { surface, labelId } of page.flatMap(({ spans }) => spans)) {
        const name = names.get(labelId);
        if (name !== undefined) add(counts, surface, name);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    const dictionary = { entries: mostFrequent(counts), letterCase, minCount: 1 };
    const unlabelled = await countUnlabelled(store, {
      ...{ projectId, texts, dictionary, maxRead, signal },
    });
    return {
      texts,
      entries: dictionary.entries.map((entry) => ({
        ...entry,
        unlabelled: unlabelled.get(entry.surface) ?? 0,
      })),
    };
  });
}

type Counts = Map<string, Map<string, number>>;

function add(counts: Counts, span: string, name: string): void {
  const surface = surfaceOf(span);
  if (surface === null) return;
  const names = counts.get(surface) ?? new Map<string, number>();
  counts.set(surface, names);
  names.set(name, (names.get(name) ?? 0) + 1);
}

function mostFrequent(counts: Counts): DictionaryEntry[] {
  return [...counts]
    .map(([surface, names]) => ({ surface, names, total: sumOf(names.values()) }))
    .sort((a, b) => b.total - a.total || (a.surface < b.surface ? -1 : 1))
    .slice(0, MAX_ENTRIES)
    .map(({ surface, names }) => ({
      surface,
      counts: Object.fromEntries(names),
      unlabelled: 0,
    }));
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

type Counting = {
  projectId: string;
  /** How many there are. */
  texts: number;
  dictionary: Dictionary;
  maxRead: number;
  signal: AbortSignal;
};

/** How often each surface has no label: exactly, or by the share of texts that were read. */
async function countUnlabelled(
  store: Store,
  { projectId, texts, dictionary, maxRead, signal }: Counting,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  if (dictionary.entries.length === 0) return found;
  const stride = Math.max(1, Math.ceil(texts / maxRead));
  let read = 0;
  let readLength = 0;
  for await (const { hash, spans } of everyNth(walkLabelledTexts(store, projectId), stride)) {
    signal.throwIfAborted();
    if (readLength > MAX_READ_LENGTH) break;
    const text = hash === null ? null : await readText(store, hash);
    read += 1;
    readLength += text?.length ?? 0;
    for (const { surface } of findUnlabelled(dictionary, text ?? "", spans)) {
      found.set(surface, (found.get(surface) ?? 0) + 1);
    }
  }
  for (const [surface, times] of found) found.set(surface, Math.round((times * texts) / read));
  return found;
}

async function* everyNth(
  pages: AsyncIterable<readonly LabelledText[]>,
  stride: number,
): AsyncGenerator<LabelledText> {
  let at = 0;
  for await (const page of pages) {
    for (const each of page) {
      if (at % stride === 0) yield each;
      at += 1;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
