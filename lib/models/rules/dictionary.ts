import { indexCodePoints } from "@/lib/text/code-points";
import { tokenise } from "@/lib/text/tokens";
import { UNSPACED } from "../tokens/words";
import type { Dictionary, DictionaryEntry, LetterCase, TextRule } from "./text-rule";

/** Longer spans are sentences, and never stand anywhere twice. */
const MAX_SURFACE_LENGTH = 200;
/** Between two pauses: words looked up, entries put in order, characters taken apart. */
const STRIDE = 5_000;

/**
 * Adds spans that people accepted to what is known; may be called as often as there are texts.
 * The entries are new, sorted by what they say.
 */
export function learnSpans(
  before: readonly DictionaryEntry[],
  spans: Iterable<{ surface: string; classId: string }>,
): DictionaryEntry[] {
  const entries = new Map(before.map((entry) => [entry.surface, entry]));
  for (const { surface, classId } of spans) {
    const known = surfaceOf(surface);
    if (known === null) continue;
    const entry = entries.get(known) ?? { surface: known, counts: {}, unlabelled: 0 };
    // A class may be called “constructor”.
    const times = Object.hasOwn(entry.counts, classId) ? (entry.counts[classId] ?? 0) : 0;
    entries.set(known, { ...entry, counts: { ...entry.counts, [classId]: times + 1 } });
  }
  return sorted(entries.values());
}

/** What a span is known by; null for what is not worth knowing. */
export function surfaceOf(span: string): string | null {
  const surface = span.trim();
  return surface === "" || surface.length > MAX_SURFACE_LENGTH ? null : surface;
}

/** Adds how often what is known stands in a finished text without a span around exactly it (`spans` in code points). */
export function learnUnlabelled(
  dictionary: Dictionary,
  text: string,
  spans: readonly Span[],
): DictionaryEntry[] {
  const entries = new Map(dictionary.entries.map((entry) => [entry.surface, entry]));
  for (const { surface } of findUnlabelled(dictionary, text, spans)) {
    const entry = entries.get(surface);
    if (entry) entries.set(surface, { ...entry, unlabelled: entry.unlabelled + 1 });
  }
  return sorted(entries.values());
}

type Span = { start: number; end: number };

/** What is known, each time it stands in a finished text without a span around exactly it (`spans` in code points). */
export function* findUnlabelled(
  dictionary: Dictionary,
  text: string,
  spans: readonly Span[],
): Generator<DictionaryEntry> {
  const taken = new Set(spans.map(({ start, end }) => `${start}-${end}`));
  const points = indexCodePoints(text);
  for (const match of entryMatches(text, dictionary)) {
    if (match === null) continue;
    const place = `${points.toOffset(match.start)}-${points.toOffset(match.end)}`;
    if (!taken.has(place)) yield match.entry;
  }
}

/** Proposes what people labelled before: whole words, the longest first; the score is how often it got that label. */
export const dictionaryRule: TextRule = {
  id: "dictionary",
  isUsed: ({ dictionary }) => dictionary !== null && dictionary.entries.length > 0,
  async suggest(text, { dictionary, classes, minScore }, work) {
    if (!dictionary) return [];
    const points = indexCodePoints(text);
    const found = [];
    for (const match of entryMatches(text, dictionary)) {
      if (match === null) {
        await work.pause?.();
        work.signal?.throwIfAborted();
        continue;
      }
      const best = likeliest(match.entry);
      const classIndex = classes.indexOf(best?.classId ?? "");
      if (!best || classIndex < 0 || best.score < minScore) continue;
      const start = points.toOffset(match.start);
      const end = points.toOffset(match.end);
      found.push({
        geometry: { kind: "interval" as const, start, end },
        classIndex,
        score: best.score,
        text: points.slice(start, end),
      });
    }
    return found;
  },
};

/** The class that it was most often, and the share of all times it stood there; the first by id of equal ones. */
export function likeliest(
  entry: DictionaryEntry,
): { classId: string; count: number; score: number } | null {
  let best: { classId: string; count: number } | null = null;
  let total = entry.unlabelled;
  for (const [classId, count] of Object.entries(entry.counts).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    total += count;
    if (!best || count > best.count) best = { classId, count };
  }
  return best && { ...best, score: best.count / total };
}

/** Words of entries, in small letters, one below the other. */
type Node = { next: Map<string, Node>; entries: DictionaryEntry[] };

/** A run over many texts has the same dictionary for all of them. */
const indices = new WeakMap<Dictionary, Node>();

function* indexOf(dictionary: Dictionary): Generator<null, Node> {
  const known = indices.get(dictionary);
  if (known) return known;
  const root: Node = { next: new Map(), entries: [] };
  for (const [place, entry] of dictionary.entries.entries()) {
    if (place % STRIDE === STRIDE - 1) yield null;
    if ((likeliest(entry)?.count ?? 0) < Math.max(1, dictionary.minCount)) continue;
    let node = root;
    for (const { key } of wordsOf(entry.surface)) {
      const next = node.next.get(key) ?? { next: new Map(), entries: [] };
      node.next.set(key, next);
      node = next;
    }
    if (node !== root) node.entries.push(entry);
  }
  indices.set(dictionary, root);
  return root;
}

type Match = { start: number; end: number; entry: DictionaryEntry };

/** Matches in UTF-16 indices, from left to right, none over another; null now and then, for a pause. */
function* entryMatches(text: string, dictionary: Dictionary): Generator<Match | null> {
  const root = yield* indexOf(dictionary);
  const words: Word[] = [];
  for (const end of partEnds(text)) {
    addWords(words, text, end);
    yield null;
  }
  for (let first = 0; first < words.length; ) {
    if (first % STRIDE === STRIDE - 1) yield null;
    const start = words[first]?.start ?? 0;
    let node: Node | undefined = root;
    let found: { match: Match; after: number } | null = null;
    for (let index = first; node && index < words.length; index++) {
      const word = words[index];
      // The first word stands for itself, whatever is before it.
      node = node.next.get((index === first ? word?.bare : word?.key) ?? "");
      const end = word?.end ?? 0;
      const surface = node?.entries.length ? text.slice(start, end) : "";
      const entry = node?.entries.find((each) =>
        agrees(each.surface, surface, dictionary.letterCase),
      );
      if (entry) found = { match: { start, end, entry }, after: index + 1 };
    }
    if (found) yield found.match;
    first = found?.after ?? first + 1;
  }
}

type Word = { start: number; end: number; bare: string; key: string };

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  addWords(words, text, text.length);
  return words;
}

/**
 * Adds the words from the last one up to `end`, where no word may be cut. Letter by letter where words are written
 * without blanks. Keys tell whether there is a blank before a word.
 */
function addWords(words: Word[], text: string, end: number): void {
  let before = words.at(-1)?.end ?? 0;
  const from = before;
  const add = (start: number, after: number) => {
    const bare = text.slice(start, after).toLowerCase();
    words.push({
      start,
      end: after,
      bare,
      key: words.length > 0 && start > before ? ` ${bare}` : bare,
    });
    before = after;
  };
  for (const token of tokenise(text.slice(from, end))) {
    const surface = text.slice(from + token.start, from + token.end);
    if (!UNSPACED.test(surface)) {
      add(from + token.start, from + token.end);
      continue;
    }
    for (const { index, 0: part } of surface.matchAll(PARTS)) {
      add(from + token.start + index, from + token.start + index + part.length);
    }
  }
}

/** Ends of parts that are cut before a blank, the last one at the end. */
function* partEnds(text: string): Generator<number> {
  let end = 0;
  while (end < text.length) {
    const blank = text.slice(end + STRIDE).search(BLANK);
    end = blank < 0 ? text.length : end + STRIDE + blank;
    yield end;
  }
}

const BLANK = /\s/;
/** A letter of a script without blanks with its marks, or a run of other characters. */
const PARTS = new RegExp(`${UNSPACED.source}\\p{M}*|(?:(?!${UNSPACED.source}).)+`, "gsu");

function agrees(known: string, found: string, letterCase: LetterCase): boolean {
  const [a, b] = [withSingleBlanks(known), withSingleBlanks(found)];
  if (a === b || letterCase === "ignore") return true;
  if (letterCase === "exact") return false;
  if ([...a].length > 3 && b === a.toUpperCase()) return true;
  // A name is never meant by a common word; a common word may begin a sentence.
  return a === a.toLowerCase() && b === capitalised(a);
}

function capitalised(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("");
}

function withSingleBlanks(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function sorted(entries: Iterable<DictionaryEntry>): DictionaryEntry[] {
  return [...entries].sort((a, b) => (a.surface < b.surface ? -1 : 1));
}
