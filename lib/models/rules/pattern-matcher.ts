import { type Assertion, PatternError, type PatternNode, parsePattern } from "./pattern-syntax";

type Instruction =
  | { op: "character"; test: (codePoint: number) => boolean }
  | { op: "assertion"; assertion: Assertion }
  /** Goes on in both places; the first is preferred. */
  | { op: "split"; first: number; second: number }
  | { op: "jump"; to: number }
  | { op: "match" };

/** Longer programs come from numbers in braces inside each other. */
const MAX_INSTRUCTIONS = 3_000;
/** Matches are spans, not texts. In UTF-16 units. */
const MAX_MATCH_LENGTH = 2_000;
/** Characters between two pauses, for a program of one instruction. */
const PAUSE_AFTER = 100_000;
const WORD = /[\p{L}\p{N}\p{M}_]/u;

export type PatternMatch = { start: number; end: number };
export interface PatternMatcher {
  /** Matches in UTF-16 indices, from left to right, none over another; null now and then, for a pause. */
  matches(text: string): Generator<PatternMatch | null>;
}

/**
 * Makes a matcher that follows all possibilities of a pattern at once, character by character, as K. Thompson and R. Pike
 * describe it. No pattern can make it go back and try again, so the time grows with the length of the text and never
 * explodes, whoever wrote the pattern. What it finds is what a regular expression finds: the leftmost, and of several
 * possibilities the one written first.
 * @throws PatternError
 */
export function compilePattern(
  source: string,
  { ignoresCase }: { ignoresCase: boolean },
): PatternMatcher {
  const program = compile(parsePattern(source), ignoresCase);
  return {
    *matches(text) {
      const search = new Search(program, text);
      const pauseAfter = Math.max(100, Math.floor(PAUSE_AFTER / program.length));
      let paused = 0;
      for (let from = 0; from <= text.length; ) {
        const match = search.next(from, from + pauseAfter);
        if (search.at - paused >= pauseAfter) {
          paused = search.at;
          yield null;
        }
        if (match === "pause") {
          from = search.at;
          continue;
        }
        if (!match) return;
        // What matches nothing is no span.
        if (match.end > match.start) yield match;
        from = match.end > match.start ? match.end : match.end + unitsAt(text, match.end);
      }
    },
  };
}

/** The states that the program is in, in the order in which they are preferred, each with where its match began. */
type Threads = { places: Int32Array; starts: Int32Array; count: number };

class Search {
  at = 0;
  private readonly program: readonly Instruction[];
  private readonly text: string;
  private current: Threads;
  private upcoming: Threads;
  /** When a place was last entered: each is followed once a character. */
  private readonly entered: Int32Array;
  private stamp = 0;

  constructor(program: readonly Instruction[], text: string) {
    this.program = program;
    this.text = text;
    this.current = threads(program.length);
    this.upcoming = threads(program.length);
    this.entered = new Int32Array(program.length).fill(-1);
  }

  /** The first match from an index on; “pause” when none has begun up to `pauseAt`. */
  next(from: number, pauseAt: number): PatternMatch | "pause" | null {
    const { text, program } = this;
    let best: PatternMatch | null = null;
    this.current.count = 0;
    this.newStep();
    for (this.at = from; ; ) {
      if (!best) this.enter(this.current, 0, this.at);
      if (this.current.count === 0) {
        if (best || this.at >= text.length) return best;
        if (this.at >= pauseAt) return "pause";
      }
      const codePoint = text.codePointAt(this.at);
      const units = codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
      const { places, starts, count } = this.current;
      this.upcoming.count = 0;
      this.newStep();
      for (let index = 0; index < count; index++) {
        const place = places[index] ?? 0;
        const start = starts[index] ?? 0;
        const instruction = program[place];
        if (instruction?.op === "match") {
          best = { start, end: this.at };
          // Whatever is less preferred is given up.
          break;
        }
        if (codePoint === undefined || this.at - start > MAX_MATCH_LENGTH) continue;
        if (instruction?.op === "character" && instruction.test(codePoint)) {
          this.enter(this.upcoming, place + 1, start, this.at + units);
        }
      }
      [this.current, this.upcoming] = [this.upcoming, this.current];
      if (codePoint === undefined) return best;
      this.at += units;
    }
  }

  private newStep(): void {
    this.stamp += 1;
  }

  /** Follows what takes no character, preferred ways first. */
  private enter(into: Threads, place: number, start: number, index = this.at): void {
    const pending = [place];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.entered[next] === this.stamp) continue;
      this.entered[next] = this.stamp;
      const instruction = this.program[next];
      if (instruction?.op === "jump") pending.push(instruction.to);
      else if (instruction?.op === "split") pending.push(instruction.second, instruction.first);
      else if (instruction?.op === "assertion") {
        if (holds(instruction.assertion, this.text, index)) pending.push(next + 1);
      } else {
        into.places[into.count] = next;
        into.starts[into.count] = start;
        into.count += 1;
      }
    }
  }
}

function threads(size: number): Threads {
  return { places: new Int32Array(size), starts: new Int32Array(size), count: 0 };
}

function compile(node: PatternNode, ignoresCase: boolean): Instruction[] {
  const program: Instruction[] = [];
  const tests = new Map<string, (codePoint: number) => boolean>();
  const add = (instruction: Instruction): number => {
    if (program.length >= MAX_INSTRUCTIONS) throw new PatternError("too_large");
    return program.push(instruction) - 1;
  };
  const testOf = (set: string) => {
    const known = tests.get(set) ?? characterTest(set, ignoresCase);
    tests.set(set, known);
    return known;
  };

  /** Adds a split whose two ways are told afterwards. */
  function branch(isLazy: boolean): (into: number, past: number) => void {
    const place = add({ op: "jump", to: 0 });
    return (into, past) => {
      program[place] = isLazy
        ? { op: "split", first: past, second: into }
        : { op: "split", first: into, second: past };
    };
  }

  function choice(options: readonly PatternNode[]): void {
    const ends: number[] = [];
    for (const [index, option] of options.entries()) {
      const isLast = index === options.length - 1;
      const split = isLast ? null : branch(false);
      const into = program.length;
      emit(option);
      if (!isLast) ends.push(add({ op: "jump", to: 0 }));
      split?.(into, program.length);
    }
    for (const end of ends) program[end] = { op: "jump", to: program.length };
  }

  function repeat({ part, min, max, isLazy }: Extract<PatternNode, { kind: "repeat" }>): void {
    for (let time = 0; time < min; time++) emit(part);
    if (max === null) {
      const start = program.length;
      const split = branch(isLazy);
      emit(part);
      add({ op: "jump", to: start });
      split(start + 1, program.length);
      return;
    }
    const splits: (() => void)[] = [];
    for (let time = min; time < max; time++) {
      const split = branch(isLazy);
      const into = program.length;
      emit(part);
      splits.push(() => split(into, program.length));
    }
    for (const settle of splits) settle();
  }

  function emit(part: PatternNode): void {
    if (part.kind === "character") add({ op: "character", test: testOf(part.set) });
    else if (part.kind === "assertion") add({ op: "assertion", assertion: part.assertion });
    else if (part.kind === "choice") choice(part.options);
    else if (part.kind === "repeat") repeat(part);
    else for (const each of part.parts) emit(each);
  }

  emit(node);
  add({ op: "match" });
  return program;
}

/** Asks a regular expression of a single character, once for each character. */
function characterTest(set: string, ignoresCase: boolean): (codePoint: number) => boolean {
  const expression = new RegExp(`^${set}$`, ignoresCase ? "iu" : "u");
  const known = new Map<number, boolean>();
  return (codePoint) => {
    const before = known.get(codePoint);
    if (before !== undefined) return before;
    const answer = expression.test(String.fromCodePoint(codePoint));
    known.set(codePoint, answer);
    return answer;
  };
}

function holds(assertion: Assertion, text: string, index: number): boolean {
  if (assertion === "line-start") return index === 0 || text[index - 1] === "\n";
  if (assertion === "line-end") return index === text.length || text[index] === "\n";
  const isEdge = isWordAt(text, index) !== isWordBefore(text, index);
  return assertion === "word-edge" ? isEdge : !isEdge;
}

function isWordAt(text: string, index: number): boolean {
  const codePoint = text.codePointAt(index);
  return codePoint !== undefined && WORD.test(String.fromCodePoint(codePoint));
}

function isWordBefore(text: string, index: number): boolean {
  if (index === 0) return false;
  const unit = text.charCodeAt(index - 1);
  const isPairEnd = unit >= 0xdc00 && unit <= 0xdfff && index > 1;
  // A half of a pair alone is no word either.
  return isWordAt(text, isPairEnd ? index - 2 : index - 1);
}

function unitsAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
