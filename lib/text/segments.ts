import type { TextBlocks } from "./blocks";
import type { CodePoints } from "./code-points";

/** `character` is what a person calls one: a ZWJ sequence or a letter with its marks is a single step. */
export const TEXT_UNITS = ["character", "word", "sentence"] as const;
export type TextUnit = (typeof TEXT_UNITS)[number];
type Range = { start: number; end: number };

/** Blocks whose boundaries are remembered, for each unit. */
const REMEMBERED = 64;
const EMPTY = /^[\s\p{C}]*$/u;
/** Where nobody has to be asked whether a word ends. */
const SPACE = /\s/;
const LATIN = /[A-Za-z0-9]/;
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/**
 * Characters, words and sentences of a text, by the rules of Unicode (with dictionaries for Chinese, Japanese, Thai …).
 * All offsets are code points. Only the block around an offset is ever looked at, so a text of any size answers at once.
 */
export interface Segments {
  /** To the end of the next one; of words and sentences what lies between is passed over. The end of the text stays. */
  next(offset: number, unit: TextUnit): number;
  /** To the start of the one before. */
  previous(offset: number, unit: TextUnit): number;
  /**
   * The one that the offset lies in, or just behind; without the space after a sentence. Between two words it is what
   * stands there.
   */
  around(offset: number, unit: TextUnit): Range;
  /** The range from the start of its first to the end of its last. */
  expand(range: Range, unit: TextUnit): Range;
  /** The nearest place where one begins or ends. */
  snap(offset: number, unit: TextUnit): number;
  isBoundary(offset: number, unit: TextUnit): boolean;
  /** Without white space at both ends; empty at its start when there is nothing else. */
  trim(range: Range): Range;
}

/** `isSolid`: worth stopping at, neither space nor punctuation alone. In UTF-16 indices. */
type Segment = { start: number; end: number; isSolid: boolean };

export function createSegments(points: CodePoints, blocks: TextBlocks): Segments {
  const { text } = points;
  const finders = {
    character: new Intl.Segmenter(undefined, { granularity: "grapheme" }),
    word: new Intl.Segmenter(undefined, { granularity: "word" }),
    sentence: new Intl.Segmenter(undefined, { granularity: "sentence" }),
  };
  const known: Readonly<Record<TextUnit, Map<number, readonly Segment[]>>> = {
    character: new Map(),
    word: new Map(),
    sentence: new Map(),
  };

  function segmentsOf(block: number, unit: TextUnit): readonly Segment[] {
    const found = known[unit].get(block);
    if (found) return found;
    const start = blocks.startOf(block);
    const source = text.slice(start, blocks.endOf(block));
    const made: Segment[] = [];
    for (const { segment, index, isWordLike } of finders[unit].segment(source)) {
      const isSolid = unit === "word" ? isWordLike === true || PICTURE.test(segment) : true;
      const length = unit === "sentence" ? segment.trimEnd().length : segment.length;
      if (unit === "sentence" && EMPTY.test(segment)) continue;
      made.push({ start: start + index, end: start + index + length, isSolid });
    }
    if (known[unit].size >= REMEMBERED) known[unit].clear();
    known[unit].set(block, made);
    return made;
  }

  function nextIndex(from: number, unit: TextUnit): number {
    for (let block = blocks.at(from); block < blocks.count; block += 1) {
      const found = segmentsOf(block, unit).find(({ end, isSolid }) => isSolid && end > from);
      if (found) return found.end;
    }
    return text.length;
  }

  function previousIndex(from: number, unit: TextUnit): number {
    for (let block = blocks.at(from); block >= 0; block -= 1) {
      const found = segmentsOf(block, unit).findLast(
        ({ start, isSolid }) => isSolid && start < from,
      );
      if (found) return found.start;
    }
    return 0;
  }

  function rangeAround(index: number, unit: TextUnit): Range {
    const segments = segmentsOf(blocks.at(index), unit);
    const inside = segments.find(({ start, end }) => start <= index && index < end);
    if (inside?.isSolid) return inside;
    const behind = segments.findLast(({ end, isSolid }) => isSolid && end === index);
    return behind ?? inside ?? { start: index, end: index };
  }

  function nearest(index: number, unit: TextUnit): number {
    let best = index;
    let distance = Number.POSITIVE_INFINITY;
    const block = blocks.at(index);
    for (const near of [block - 1, block, block + 1]) {
      if (near < 0 || near >= blocks.count || (near !== block && distance === 0)) continue;
      for (const { start, end, isSolid } of segmentsOf(near, unit)) {
        if (!isSolid) continue;
        for (const candidate of [start, end]) {
          if (Math.abs(candidate - index) >= distance) continue;
          best = candidate;
          distance = Math.abs(candidate - index);
        }
      }
    }
    return best;
  }

  const inPoints = ({ start, end }: Range): Range => ({
    start: points.toOffset(start),
    end: points.toOffset(end),
  });
  const around = (offset: number, unit: TextUnit) =>
    inPoints(rangeAround(points.toIndex(offset), unit));
  return {
    next: (offset, unit) => points.toOffset(nextIndex(points.toIndex(offset), unit)),
    previous: (offset, unit) => points.toOffset(previousIndex(points.toIndex(offset), unit)),
    around,
    expand({ start, end }, unit) {
      const from = segmentAt(points.toIndex(start));
      const to = end > start ? segmentBefore(points.toIndex(end)) : from;
      const first = from ? points.toOffset(from.start) : start;
      const last = to ? points.toOffset(to.end) : end;
      return { start: Math.min(start, first), end: Math.max(end, last) };

      function segmentAt(index: number): Segment | undefined {
        return segmentsOf(blocks.at(index), unit).find(
          (each) => each.start <= index && index < each.end,
        );
      }
      function segmentBefore(index: number): Segment | undefined {
        return segmentsOf(blocks.at(index - 1), unit).find(
          (each) => each.start < index && index <= each.end,
        );
      }
    },
    snap: (offset, unit) => points.toOffset(nearest(points.toIndex(offset), unit)),
    isBoundary(offset, unit) {
      const index = points.toIndex(offset);
      if (index === 0 || index === text.length) return true;
      const [before = "", after = ""] = [text[index - 1], text[index]];
      if (unit === "word" && (SPACE.test(before) || SPACE.test(after))) return true;
      if (unit === "word" && LATIN.test(before) && LATIN.test(after)) return false;
      const block = blocks.at(index);
      if (blocks.startOf(block) === index) return true;
      return segmentsOf(block, unit).some(({ start, end }) => start === index || end === index);
    },
    trim({ start, end }) {
      const inside = points.slice(start, end);
      const front = inside.length - inside.trimStart().length;
      if (front === inside.length) return { start, end: start };
      const back = inside.length - inside.trimEnd().length;
      // White space takes one unit each.
      return { start: start + front, end: end - back };
    },
  };
}
