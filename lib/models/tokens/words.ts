import type { TokenisedText } from "./text-tokenizer";

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that put nothing between words: there every token may be one. */
export const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Tokens of one word, first to last, as half-open ranges of indices. Models are trained to tag a word by its first
 * subword; what they say of the others means nothing.
 */
export function* wordsOfTokens(
  text: string,
  { starts, ends }: TokenisedText,
): Generator<{ first: number; after: number }> {
  let first: number | null = null;
  for (let index = 0; index < starts.length; index++) {
    const isEmpty = (ends[index] ?? 0) <= (starts[index] ?? 0);
    if (first !== null && !isEmpty && !continues(text, starts[index] ?? 0, ends[index - 1] ?? 0)) {
      yield { first, after: index };
      first = null;
    }
    if (!isEmpty) first ??= index;
  }
  if (first !== null) yield { first, after: starts.length };
}

function continues(text: string, start: number, endBefore: number): boolean {
  // A token of bytes may cover the character that the one before it began.
  if (start < endBefore) return true;
  if (start > endBefore || start === 0) return false;
  const next = characterAt(text, start);
  const before = characterBefore(text, start);
  if (!WORD_CHARACTER.test(next) || !WORD_CHARACTER.test(before)) return false;
  return !UNSPACED.test(next) && !UNSPACED.test(before);
}

function characterAt(text: string, index: number): string {
  const codePoint = text.codePointAt(index);
  return codePoint === undefined ? "" : String.fromCodePoint(codePoint);
}

function characterBefore(text: string, index: number): string {
  const unit = text.charCodeAt(index - 1);
  return characterAt(text, unit >= 0xdc00 && unit <= 0xdfff ? index - 2 : index - 1);
}
