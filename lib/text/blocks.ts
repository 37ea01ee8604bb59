/** Longest block, in UTF-16 units: what is laid out, or segmented, at once. */
export const MAX_BLOCK_UNITS = 4_096;
/** Where a line is too long for one block, it is cut within the last so many units. */
const CUT_WITHIN_UNITS = 1_024;

const SENTENCE_END = /[.!?。！？…؟।][)"'’”»\]]*\s+/gu;
const JOINED = /^(?:\p{M}|\u200c|\u200d|[\u{1f3fb}-\u{1f3ff}])/u;

/**
 * A text as a row of blocks in UTF-16 indices: each line is one (with its line break), and a line that is too long is
 * several, cut at the end of a sentence where there is one, else between words, and never inside a character.
 * Lines end at `\n`, `\r\n` and `\r`.
 */
export interface TextBlocks {
  readonly count: number;
  readonly lineCount: number;
  startOf(block: number): number;
  /** With the line break. */
  endOf(block: number): number;
  /** Without the line break. */
  contentEndOf(block: number): number;
  /** 0-based. */
  lineOf(block: number): number;
  isLineStart(block: number): boolean;
  /** The block that the index lies in; the end of the text belongs to the last one. */
  at(index: number): number;
}

export function indexBlocks(text: string, maxUnits = MAX_BLOCK_UNITS): TextBlocks {
  const { starts, lines } = cutIntoBlocks(text, maxUnits);
  const count = lines.length;
  const startOf = (block: number) => starts[block] ?? 0;
  const endOf = (block: number) => starts[block + 1] ?? text.length;
  const lineOf = (block: number) => lines[block] ?? 0;
  return {
    count,
    lineCount: lineOf(count - 1) + 1,
    startOf,
    endOf,
    contentEndOf(block) {
      const end = endOf(block);
      if (end === startOf(block)) return end;
      const last = text[end - 1];
      if (last !== "\n" && last !== "\r") return end;
      return last === "\n" && text[end - 2] === "\r" ? end - 2 : end - 1;
    },
    lineOf,
    isLineStart: (block) => block === 0 || lineOf(block - 1) !== lineOf(block),
    at(index) {
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if (startOf(middle) <= index) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

function cutIntoBlocks(text: string, maxUnits: number) {
  const starts: number[] = [];
  const lines: number[] = [];
  let line = 0;
  function addLine(from: number, to: number): void {
    for (let at = from; ; ) {
      starts.push(at);
      lines.push(line);
      if (to - at <= maxUnits) break;
      at = cutAt(text, at, maxUnits);
    }
    line += 1;
  }
  let from = 0;
  for (const { index, 0: found } of text.matchAll(/\r\n?|\n/g)) {
    addLine(from, index + found.length);
    from = index + found.length;
  }
  // A break at the very end opens one more line, which is empty.
  addLine(from, text.length);
  return { starts: Int32Array.from(starts), lines: Int32Array.from(lines) };
}

function cutAt(text: string, start: number, maxUnits: number): number {
  const limit = start + maxUnits;
  const from = Math.max(start + 1, limit - Math.min(CUT_WITHIN_UNITS, maxUnits >> 1));
  const tail = text.slice(from, limit);
  let cut = -1;
  for (const match of tail.matchAll(SENTENCE_END)) cut = match.index + match[0].length;
  if (cut < 0) cut = Math.max(tail.lastIndexOf(" "), tail.lastIndexOf("\t")) + 1;
  if (cut > 0) return from + cut;
  for (let index = limit; index > from; index -= 1) if (isClean(text, index)) return index;
  return isPairEnd(text, limit) ? limit - 1 : limit;
}

function isPairEnd(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}

/** Neither inside a surrogate pair nor before or behind something that joins characters. */
function isClean(text: string, index: number): boolean {
  if (isPairEnd(text, index)) return false;
  return !JOINED.test(text.slice(index, index + 2)) && text[index - 1] !== "\u200d";
}
