/** What a model of subwords made of one piece of text. */
export type Subwords = {
  /** As the model was given it; of byte-level models a character for each byte. */
  piece: string;
  tokens: readonly string[];
  unknownToken: string | undefined;
  /** Of WordPiece: what continuing tokens begin with. */
  continuingPrefix: string;
  /** What the last token of a word ends with, or those before it. */
  suffixes: readonly string[];
};

const BYTE_TOKEN = /^<0x([0-9A-F]{2})>$/;

/**
 * The part of the piece that each token covers. Tokens stand for consecutive parts; an unknown one, which says not what
 * it covers, takes all up to where the next known one fits.
 */
export function subwordRanges(subwords: Subwords): { start: number; end: number }[] {
  const { piece, tokens, unknownToken } = subwords;
  const ranges: { start: number; end: number }[] = [];
  let at = 0;
  let bytesLeft = 0;
  for (const [index, token] of tokens.entries()) {
    const isByte = BYTE_TOKEN.test(token) && !piece.startsWith(token, at);
    if (isByte) {
      // The bytes of one character all cover it.
      if (bytesLeft === 0) bytesLeft = utf8Length(piece.codePointAt(at) ?? 0);
      const end = Math.min(piece.length, at + unitsAt(piece, at));
      ranges.push({ start: at, end });
      bytesLeft -= 1;
      if (bytesLeft === 0) at = end;
      continue;
    }
    const surface = token === unknownToken ? null : surfaceOf(token, index, subwords, at);
    const start = at;
    if (surface !== null) at += surface.length;
    else at = nextKnown(subwords, index, at);
    ranges.push({ start, end: at });
  }
  return ranges;
}

/** The token as it stands in the piece; null when it does not stand there. */
function surfaceOf(
  token: string,
  index: number,
  { piece, continuingPrefix, suffixes }: Subwords,
  at: number,
): string | null {
  const candidates = [token];
  if (index > 0 && continuingPrefix && token.startsWith(continuingPrefix)) {
    candidates.unshift(token.slice(continuingPrefix.length));
  }
  for (const suffix of suffixes) {
    if (suffix && token.endsWith(suffix)) candidates.unshift(token.slice(0, -suffix.length));
  }
  return candidates.find((candidate) => candidate && piece.startsWith(candidate, at)) ?? null;
}

/** Where the first known token after `index` fits, at least a character on; the end when none does. */
function nextKnown(subwords: Subwords, index: number, at: number): number {
  const { piece, tokens, unknownToken } = subwords;
  if (tokens.length === 1) return piece.length;
  const least = Math.min(piece.length, at + unitsAt(piece, at));
  const next = tokens[index + 1];
  if (next === undefined) return piece.length;
  if (next === unknownToken || BYTE_TOKEN.test(next)) return least;
  for (let from = least; from < piece.length; from++) {
    if (surfaceOf(next, index + 1, subwords, from) !== null) return from;
  }
  return least;
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
