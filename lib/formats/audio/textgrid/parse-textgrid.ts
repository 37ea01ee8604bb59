import type { Issue } from "../../format";

export type Tier = {
  kind: "intervals" | "points";
  name: string;
  /** A point starts and ends at its time. Empty texts are gaps, and stand here too. */
  marks: { start: number; end: number; text: string }[];
};
export type TextGrid = { xmin: number; xmax: number; tiers: Tier[]; issues: Issue[] };

/** A number, a quoted text, or a flag such as <exists>, and where it starts. */
type Token = { at: number } & (
  | { kind: "number"; value: number }
  | { kind: "text" | "flag"; value: string }
);

/** Ends the reading of a file; everything before it is kept. */
class Stop extends Error {}

export function looksLikeTextGrid(head: string): boolean {
  const lines = head.split(/\r\n|\n|\r/, 3).join("\n");
  return /ooTextFile/.test(lines) && /"TextGrid"/.test(lines);
}

/**
 * Both forms of a TextGrid. Praat reads only the free-standing numbers, quoted texts and <flags>
 * of a file in their order and takes all else for comments, and so do we: the long form is then
 * the short one with comments.
 */
export function parseTextGrid(text: string, where: string): TextGrid {
  const grid: TextGrid = { xmin: 0, xmax: Number.NaN, tiers: [], issues: [] };
  let at = 0;
  const stop = (message: string): never => {
    const code = message === "" ? "truncated" : "bad_textgrid";
    const says =
      message === "" ? "The file ends in the middle: what stood before is kept." : message;
    const line = text.slice(0, at).split(/\r\n|\n|\r/).length;
    grid.issues.push({ code, severity: "error", where: `${where}:${line}`, message: says });
    throw new Stop();
  };
  const tokens = tokensOf(text);
  const next = (): Token => {
    const { value, done } = tokens.next();
    if (done || value === undefined) return stop("");
    at = value.at;
    return value;
  };
  const number = (): number => {
    const token = next();
    return token.kind === "number" ? token.value : stop(`A number was expected.`);
  };
  const words = (): string => {
    const token = next();
    return token.kind === "text" ? token.value : stop(`A quoted text was expected.`);
  };
  try {
    // `File type = "ooTextFile"` and `Object class = "TextGrid"`; the short form has the second bare.
    let head = words();
    if (head === "ooTextFile") head = words();
    if (!/^TextGrid\b/.test(head)) stop(`This is "${head.slice(0, 40)}", not a TextGrid.`);
    grid.xmin = number();
    grid.xmax = number();
    const flag = next();
    if (flag.kind !== "flag" || flag.value !== "exists") return grid;
    const count = number();
    for (let i = 0; i < count; i++) readTier(grid, { number, words });
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return grid;
}

function readTier(
  { tiers, issues }: TextGrid,
  { number, words }: { number(): number; words(): string },
): void {
  const kind = words();
  const tier: Tier = {
    kind: kind === "TextTier" ? "points" : "intervals",
    name: words(),
    marks: [],
  };
  if (kind !== "TextTier" && kind !== "IntervalTier") {
    const message = `A tier is of the kind "${kind.slice(0, 40)}", taken for intervals.`;
    issues.push({ code: "bad_tier", severity: "warning", where: tier.name, message });
  }
  tiers.push(tier);
  number();
  number();
  const count = number();
  for (let i = 0; i < count; i++) {
    const start = number();
    const end = tier.kind === "points" ? start : number();
    tier.marks.push({ start, end, text: words() });
  }
}

/** Free-standing numbers, quoted texts and flags; `intervals [2]:` and `xmin =` are comments. */
function* tokensOf(text: string): Generator<Token, undefined> {
  const words = /[^\s"]+|"/g;
  for (let found = words.exec(text); found !== null; found = words.exec(text)) {
    const [word] = found;
    const at = found.index;
    if (word === '"') {
      const end = endOfQuote(text, at);
      if (end < 0) return undefined;
      yield { kind: "text", value: text.slice(at + 1, end).replaceAll('""', '"'), at };
      words.lastIndex = end + 1;
    } else if (word.startsWith("!")) {
      const end = text.slice(at).search(/[\n\r]/);
      if (end < 0) return undefined;
      words.lastIndex = at + end;
    } else if (/^<[a-z]+>$/i.test(word)) yield { kind: "flag", value: word.slice(1, -1), at };
    else if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?%?$/i.test(word)) {
      yield { kind: "number", value: Number(word.replace("%", "")), at };
    } else if (/^[-+]?(nan|inf|infinity)$|^--undefined--$/i.test(word)) {
      yield { kind: "number", value: Number.NaN, at };
    }
  }
  return undefined;
}

function endOfQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}
