/** A piece of a text, in UTF-16 indices. */
export type Token = { start: number; end: number };

/** A run of letters and digits, or one character that is neither blank nor letter. */
const TOKEN = /[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu;

/**
 * Words and punctuation marks: runs of letters, digits and marks, and every other visible character
 * alone. Between tokens there is nothing but white space. No language is known here, so text
 * without blanks between words (Chinese, Thai) gives one token for a run of it.
 */
export function tokenise(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ index, 0: token }) => ({
    start: index,
    end: index + token.length,
  }));
}
