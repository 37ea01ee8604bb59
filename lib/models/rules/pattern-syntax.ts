/** A pattern taken apart. Every kind can be followed through a text in one pass, without going back. */
export type PatternNode =
  | { kind: "character"; set: string }
  | { kind: "assertion"; assertion: Assertion }
  | { kind: "sequence"; parts: PatternNode[] }
  | { kind: "choice"; options: PatternNode[] }
  | { kind: "repeat"; part: PatternNode; min: number; max: number | null; isLazy: boolean };
export type Assertion = "line-start" | "line-end" | "word-edge" | "no-word-edge";

/** Why a pattern cannot be used; each has words in messages/<language>/models.json under "rules.patterns.problems". */
export const PATTERN_PROBLEMS = [
  /** A “)” without its “(”. */
  "unopened_group",
  /** A “(” without its “)”. */
  "unclosed_group",
  /** A “[” without its “]”. */
  "unclosed_set",
  /** Nothing between [ and ]. */
  "empty_set",
  /** `detail`: what is no set of characters. */
  "bad_set",
  /** `detail`: the negated shorthand that cannot stand in a set. */
  "negation_in_set",
  /** `detail`: the sign that has nothing to repeat. */
  "nothing_to_repeat",
  /** Two repetitions, one behind the other. */
  "repeated_twice",
  /** A place (^, \\b) cannot be repeated. */
  "repeated_place",
  /** `detail`: the most that can be asked for by number. */
  "too_often",
  /** `detail`: the range whose numbers are swapped. */
  "swapped_range",
  /** Ranges in ranges multiply. */
  "too_large",
  /** Looking ahead or back. */
  "looking_around",
  /** `detail`: the reference to a group. */
  "reference",
  /** `detail`: the escape that is not known. */
  "unknown_escape",
  /** `detail`: the escape that needs braces. */
  "brace_missing",
  /** It ends in the middle of something. */
  "cut_off",
] as const;
export type PatternProblem = (typeof PATTERN_PROBLEMS)[number];

/** Of a pattern that cannot be used. */
export class PatternError extends Error {
  override readonly name = "PatternError";
  readonly problem: PatternProblem;
  readonly detail: string;

  constructor(problem: PatternProblem, detail = "", options?: ErrorOptions) {
    super(detail === "" ? problem : `${problem}: ${detail}`, options);
    this.problem = problem;
    this.detail = detail;
  }
}

const MAX_REPEATS = 200;
/** What \d, \w and \s stand for; letters of all languages are letters. Negations only outside of brackets. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  d: "0-9",
  w: "\\p{L}\\p{N}\\p{M}_",
  s: "\\s",
};
const CONTROLS = "tnrfv0";

/**
 * The usual syntax: characters, classes, groups, choices, repetitions (lazy ones too), ^ and $ of a line, \b.
 * What would need going back (references, looking around) is refused.
 * @throws PatternError
 */
export function parsePattern(source: string): PatternNode {
  const parser = new Parser(source);
  const node = parser.choice();
  if (!parser.isDone()) throw new PatternError("unopened_group");
  return node;
}

class Parser {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(source: string) {
    this.characters = [...source];
  }

  isDone(): boolean {
    return this.at >= this.characters.length;
  }

  choice(): PatternNode {
    const options = [this.sequence()];
    while (this.takes("|")) options.push(this.sequence());
    const [only] = options;
    return options.length === 1 && only ? only : { kind: "choice", options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.isDone() && this.peek() !== "|" && this.peek() !== ")") {
      parts.push(this.repeated(this.atom()));
    }
    return { kind: "sequence", parts };
  }

  private atom(): PatternNode {
    const character = this.take();
    if (character === "(") return this.group();
    if (character === "[") return this.set();
    if (character === "\\") return this.escape();
    if (character === ".") return { kind: "character", set: "[^\\n]" };
    if (character === "^") return { kind: "assertion", assertion: "line-start" };
    if (character === "$") return { kind: "assertion", assertion: "line-end" };
    if ("*+?".includes(character)) throw new PatternError("nothing_to_repeat", character);
    return { kind: "character", set: `[${escaped(character)}]` };
  }

  private group(): PatternNode {
    if (this.takes("?")) {
      const isNamed = this.peek() === "<" && /[\p{L}_]/u.test(this.characters[this.at + 1] ?? "");
      if (isNamed) while (!this.isDone() && this.take() !== ">");
      else if (!this.takes(":")) throw new PatternError("looking_around");
    }
    const node = this.choice();
    if (!this.takes(")")) throw new PatternError("unclosed_group");
    return node;
  }

  private escape(): PatternNode {
    const character = this.take();
    if (character === "b") return { kind: "assertion", assertion: "word-edge" };
    if (character === "B") return { kind: "assertion", assertion: "no-word-edge" };
    const negated = SHORTHANDS[character.toLowerCase()];
    if (negated && character !== character.toLowerCase()) {
      return { kind: "character", set: `[^${negated}]` };
    }
    return checkedSet(`[${this.escapeInSet(character)}]`);
  }

  /** What stands for an escape between brackets of a class. */
  private escapeInSet(character: string): string {
    const shorthand = SHORTHANDS[character];
    if (shorthand) return shorthand;
    if (CONTROLS.includes(character)) return `\\${character}`;
    if (/[1-9k]/.test(character)) throw new PatternError("reference", `\\${character}`);
    if (character === "p" || character === "P") return `\\${character}${this.braced(character)}`;
    if (character === "u")
      return `\\u${this.peek() === "{" ? this.braced(character) : this.takeMany(4)}`;
    if (character === "x") return `\\x${this.takeMany(2)}`;
    if (/[\p{L}\p{N}]/u.test(character)) {
      throw new PatternError("unknown_escape", `\\${character}`);
    }
    return escaped(character);
  }

  private set(): PatternNode {
    let inside = this.takes("^") ? "^" : "";
    const isEmpty = this.peek() === "]";
    while (!this.isDone() && this.peek() !== "]") {
      const character = this.take();
      if (character !== "\\") inside += character === "-" ? "-" : escaped(character);
      else {
        const next = this.take();
        if (next === "W" || next === "D" || next === "S") {
          throw new PatternError("negation_in_set", `\\${next}`);
        }
        inside += next === "b" ? "\\b" : this.escapeInSet(next);
      }
    }
    if (!this.takes("]")) throw new PatternError("unclosed_set");
    if (isEmpty) throw new PatternError("empty_set");
    return checkedSet(`[${inside}]`);
  }

  private repeated(part: PatternNode): PatternNode {
    const range = this.range();
    if (!range) return part;
    if (part.kind === "assertion") throw new PatternError("repeated_place");
    const isLazy = this.takes("?");
    if (this.range()) throw new PatternError("repeated_twice");
    return { kind: "repeat", part, ...range, isLazy };
  }

  private range(): { min: number; max: number | null } | null {
    if (this.takes("*")) return { min: 0, max: null };
    if (this.takes("+")) return { min: 1, max: null };
    if (this.takes("?")) return { min: 0, max: 1 };
    const rest = this.characters.slice(this.at, this.at + 12).join("");
    const [whole, from, comma, to] = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(rest) ?? [];
    if (!whole) return null;
    this.at += whole.length;
    const min = Number(from);
    const max = !comma ? min : to ? Number(to) : null;
    if (min > MAX_REPEATS || (max ?? 0) > MAX_REPEATS) {
      throw new PatternError("too_often", String(MAX_REPEATS));
    }
    if (max !== null && max < min) throw new PatternError("swapped_range", whole);
    return { min, max };
  }

  private braced(letter: string): string {
    let text = "";
    if (this.peek() !== "{") throw new PatternError("brace_missing", `\\${letter}`);
    while (!this.isDone() && !text.endsWith("}")) text += this.take();
    return text;
  }

  private takeMany(length: number): string {
    return Array.from({ length }, () => this.take()).join("");
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(): string {
    const character = this.characters[this.at];
    if (character === undefined) throw new PatternError("cut_off");
    this.at += 1;
    return character;
  }

  private takes(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }
}

/** The character as it may stand between brackets. */
function escaped(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}

function checkedSet(set: string): PatternNode {
  try {
    // One character, so it cannot take long.
    new RegExp(set, "u");
  } catch (cause) {
    throw new PatternError("bad_set", set, { cause });
  }
  return { kind: "character", set };
}
