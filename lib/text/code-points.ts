/** Units between two entries of the index: what a lookup scans at most. */
const BLOCK_UNITS = 256;

/**
 * Converts between the offsets that are stored (Unicode code points) and the indices that JavaScript slices by (UTF-16
 * units). The text is never changed or normalised; a lone surrogate is a code point of its own, as in Python.
 * Offsets and indices outside the text, or not whole, throw a RangeError: check with `has` and `length` first.
 */
export interface CodePoints {
  readonly text: string;
  /** Of the whole text, in code points. */
  readonly length: number;
  /** Is it a whole offset between 0 and `length`? */
  has(offset: number): boolean;
  /** UTF-16 index where the code point at this offset starts; `length` gives the end of the text. */
  toIndex(offset: number): number;
  /** Offset of the code point that this UTF-16 index lies in: the middle of a surrogate pair counts to its start. */
  toOffset(index: number): number;
  /** False in the middle of a surrogate pair, where no span can end. */
  isBoundary(index: number): boolean;
  /** The text between two offsets. */
  slice(start: number, end: number): string;
}

/** Indexes a text once, in one pass; a lookup is then a binary search and a short scan, a text without astral characters needs neither. */
export function indexCodePoints(text: string): CodePoints {
  const starts = countBlocks(text);
  const length = starts === null ? text.length : (starts.at(-1) ?? 0);

  function check(value: number, max: number, what: string): void {
    if (Number.isInteger(value) && value >= 0 && value <= max) return;
    throw new RangeError(`${what} ${value} is not within a text of ${max}.`);
  }
  function toIndex(offset: number): number {
    check(offset, length, "Code point offset");
    if (starts === null) return offset;
    const block = lastNotAbove(starts, offset);
    let left = offset - (starts[block] ?? 0);
    let index = block * BLOCK_UNITS;
    // A block may begin with the second half of a pair, which belongs to the block before.
    if (isPairEnd(text, index)) index += 1;
    while (left > 0) {
      index += isPairEnd(text, index + 1) ? 2 : 1;
      left -= 1;
    }
    return index;
  }
  return {
    text,
    length,
    has: (offset) => Number.isInteger(offset) && offset >= 0 && offset <= length,
    toIndex,
    toOffset(index) {
      check(index, text.length, "UTF-16 index");
      if (starts === null) return index;
      const block = Math.floor(index / BLOCK_UNITS);
      let offset = starts[block] ?? 0;
      for (let i = block * BLOCK_UNITS; i < index; i++) if (!isPairEnd(text, i)) offset += 1;
      return isPairEnd(text, index) ? offset - 1 : offset;
    },
    isBoundary: (index) => !isPairEnd(text, index),
    slice: (start, end) => text.slice(toIndex(start), toIndex(end)),
  };
}

/** Length in code points without an index. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let i = 1; i < text.length; i++) if (isPairEnd(text, i)) length -= 1;
  return length;
}

/** Has the text a character that takes two UTF-16 units? Where not, code points and UTF-16 units are the same. */
export function hasAstral(text: string): boolean {
  for (let i = 1; i < text.length; i++) if (isPairEnd(text, i)) return true;
  return false;
}

/** Is the unit at `index` the second half of a surrogate pair? */
function isPairEnd(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (!(unit >= 0xdc00 && unit <= 0xdfff)) return false;
  const before = text.charCodeAt(index - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

/**
 * How many code points start before each block, and last before the end of the text; null when
 * there are no pairs, so that offsets and indices are the same.
 */
function countBlocks(text: string): Uint32Array | null {
  const starts = new Uint32Array(Math.ceil(text.length / BLOCK_UNITS) + 1);
  let count = 0;
  for (let block = 0; block < starts.length - 1; block++) {
    starts[block] = count;
    const from = block * BLOCK_UNITS;
    const to = Math.min(from + BLOCK_UNITS, text.length);
    count += to - from;
    for (let i = from; i < to; i++) if (isPairEnd(text, i)) count -= 1;
  }
  starts[starts.length - 1] = count;
  return count === text.length ? null : starts;
}

/** The last block that starts at the offset or before it, never the closing entry. */
function lastNotAbove(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
