import { tokenise } from "@/lib/text/tokens";

/** Texts up to so many characters are compared by characters, longer ones by words, up to as many of those. */
const MAX_UNITS = 1_000;

/**
 * How much two texts have in common, 0..1: one less the edit distance over the length of the longer one (Levenshtein
 * 1966), in characters, of long texts in words: what is right by the character or word error rate. White space
 * counts as one blank. Texts of more than 1,000 words are the same or have nothing in common.
 */
export function textSimilarity(a: string, b: string): number {
  const [first, second] = [plain(a), plain(b)];
  if (first === second) return 1;
  const letters = [[...first], [...second]] as const;
  if (letters.every(({ length }) => length <= MAX_UNITS)) return shareOf(...letters);
  const words = [wordsOf(first), wordsOf(second)] as const;
  return words.every(({ length }) => length <= MAX_UNITS) ? shareOf(...words) : 0;
}

function plain(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/g, " ");
}

function wordsOf(text: string): string[] {
  return tokenise(text).map(({ start, end }) => text.slice(start, end));
}

function shareOf(a: readonly string[], b: readonly string[]): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length, 1);
}

/** Fewest units to put in, take out or replace. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = Int32Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, unit] of a.entries()) {
    const next = new Int32Array(b.length + 1);
    next[0] = index + 1;
    for (let at = 1; at <= b.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (unit === b[at - 1] ? 0 : 1);
      next[at] = Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
