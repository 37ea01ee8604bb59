/** A pattern taken apart. Every kind can be followed through a text in one pass, without going back. */
export type PatternNode =
  | { kind: "character"; set: string }
  | { kind: "assertion"; assertion: Assertion }
  | { kind: "sequence"; parts: PatternNode[] }
  | { kind: "choice"; options: PatternNode[] }
  | { kind: "repeat"; part: PatternNode; min: number; max: number | null; isLazy: boolean };
export type Assertion = "line-start" | "line-end" | "word-edge" | "no-word-edge";

/** Of a pattern that cannot be used: `message` is for a person. */
export class PatternError extends Error {
  override readonly name = "PatternError";
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
  if (!parser.isDone()) throw new PatternError(`There is a “)” without its “(” in “${source}”.`);
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
    if ("*+?".includes(character)) {
      throw new PatternError(`There is nothing that “${character}” could repeat.`);
    }
    return { kind: "character", set: `[${escaped(character)}]` };
  }

  private group(): PatternNode {
    if (this.takes("?")) {
      const isNamed = this.peek() === "<" && /[\p{L}_]/u.test(this.characters[this.at + 1] ?? "");
      if (isNamed) while (!this.isDone() && this.take() !== ">");
      else if (!this.takes(":")) {
        throw new PatternError("Looking ahead or back, “(?=” or “(?<”, is not possible here.");
      }
    }
    const node = this.choice();
    if (!this.takes(")")) throw new PatternError("A “(” has no “)”.");
    return node;
  }

  private escape(): PatternNode {
    const character = this.take("A “\\” at the end escapes nothing.");
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
    if (/[1-9k]/.test(character)) {
      throw new PatternError(`References such as “\\${character}” are not possible here.`);
    }
    if (character === "p" || character === "P") return `\\${character}${this.braced()}`;
    if (character === "u") return `\\u${this.peek() === "{" ? this.braced() : this.takeMany(4)}`;
    if (character === "x") return `\\x${this.takeMany(2)}`;
    if (/[\p{L}\p{N}]/u.test(character)) {
      throw new PatternError(`“\\${character}” is not known here.`);
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
        const next = this.take("A “\\” at the end escapes nothing.");
        if (next === "W" || next === "D" || next === "S") {
          throw new PatternError(`“\\${next}” cannot stand between [ and ]; write [^…] for it.`);
        }
        inside += next === "b" ? "\\b" : this.escapeInSet(next);
      }
    }
    if (!this.takes("]")) throw new PatternError("A “[” has no “]”.");
    if (isEmpty) throw new PatternError("There is nothing between [ and ].");
    return checkedSet(`[${inside}]`);
  }

  private repeated(part: PatternNode): PatternNode {
    const range = this.range();
    if (!range) return part;
    if (part.kind === "assertion") {
      throw new PatternError("A place, such as ^ or \\b, cannot be repeated.");
    }
    const isLazy = this.takes("?");
    if (this.range()) throw new PatternError("Two repetitions stand one behind the other.");
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
      throw new PatternError(`Nothing can be repeated more than ${MAX_REPEATS} times by number.`);
    }
    if (max !== null && max < min) throw new PatternError(`In “${whole}” the numbers are swapped.`);
    return { min, max };
  }

  private braced(): string {
    let text = "";
    if (this.peek() !== "{") throw new PatternError("“{” is missing after \\p or \\u.");
    while (!this.isDone() && !text.endsWith("}")) text += this.take();
    return text;
  }

  private takeMany(length: number): string {
    return Array.from({ length }, () => this.take("An escape is cut off.")).join("");
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(otherwise = "The pattern is cut off."): string {
    const character = this.characters[this.at];
    if (character === undefined) throw new PatternError(otherwise);
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
    throw new PatternError(`“${set}” is no set of characters.`, { cause });
  }
  return { kind: "character", set };
}
