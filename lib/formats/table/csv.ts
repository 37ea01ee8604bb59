/** A field may not be longer: it is held in memory. In UTF-16 units. */
const MAX_FIELD_LENGTH = 64 * 1024 * 1024;

export type CsvOptions = {
  delimiter: string;
  /** False where a quote is a character like any other, as in many tables with tabs. */
  hasQuotes: boolean;
};
export type CsvRow = {
  /** Where it starts, from 1. */
  line: number;
  cells: string[];
  /** A quoted field that never ended, or one that went on after its closing quote. */
  problem: "unclosed_quote" | "text_after_quote" | "field_too_long" | null;
};

/**
 * RFC 4180, piece by piece: quoted fields hold delimiters, line breaks and doubled quotes, and come
 * out to the character as they were. A row ends with "\n", "\r\n" or "\r". Empty lines are no rows.
 */
export function createCsvParser({ delimiter, hasQuotes }: CsvOptions): {
  push(piece: string): CsvRow[];
  end(): CsvRow[];
} {
  const escaped = /\w/.test(delimiter) ? delimiter : `\\${delimiter}`;
  const special = new RegExp(`[\\n\\r${escaped}]`, "g");
  let state: "field start" | "plain" | "quoted" | "quote in quoted" | "after carriage return" =
    "field start";
  let parts: string[] = [];
  let fieldLength = 0;
  let cells: string[] = [];
  let isRowQuoted = false;
  let problem: CsvRow["problem"] = null;
  let line = 1;
  let rowLine = 1;
  let rows: CsvRow[] = [];

  function keep(text: string): void {
    if (text === "") return;
    fieldLength += text.length;
    if (fieldLength > MAX_FIELD_LENGTH) problem = "field_too_long";
    else parts.push(text);
  }
  function endField(): void {
    cells.push(parts.length === 1 ? (parts[0] ?? "") : parts.join(""));
    parts = [];
    fieldLength = 0;
    state = "field start";
  }
  function endRow(): void {
    endField();
    const isBlank = cells.length === 1 && cells[0] === "" && !isRowQuoted;
    if (!isBlank) rows.push({ line: rowLine, cells, problem });
    cells = [];
    isRowQuoted = false;
    problem = null;
  }
  function startRow(): void {
    line += 1;
    rowLine = line;
  }
  /** The end of a plain field, or its first character after a quoted one; the index to go on from. */
  function atSpecial(piece: string, at: number): number {
    const found = piece[at];
    if (found === delimiter) endField();
    else {
      endRow();
      if (found === "\r") state = "after carriage return";
      else startRow();
    }
    return at + 1;
  }
  function plain(piece: string, from: number): number {
    special.lastIndex = from;
    const at = special.exec(piece)?.index ?? piece.length;
    keep(piece.slice(from, at));
    if (at === piece.length) {
      state = "plain";
      return at;
    }
    return atSpecial(piece, at);
  }
  function quoted(piece: string, from: number): number {
    const found = piece.indexOf('"', from);
    const at = found < 0 ? piece.length : found;
    const text = piece.slice(from, at);
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) line += 1;
    keep(text);
    if (found >= 0) state = "quote in quoted";
    return at + 1;
  }
  function step(piece: string, at: number): number {
    const character = piece[at] ?? "";
    switch (state) {
      case "after carriage return":
        startRow();
        state = "field start";
        return character === "\n" ? at + 1 : at;
      case "field start":
        if (!hasQuotes || character !== '"') return plain(piece, at);
        state = "quoted";
        isRowQuoted = true;
        return at + 1;
      case "quoted":
        return quoted(piece, at);
      case "quote in quoted":
        if (character === '"') {
          keep('"');
          state = "quoted";
          return at + 1;
        }
        if (character === delimiter || character === "\n" || character === "\r") {
          return atSpecial(piece, at);
        }
        problem = "text_after_quote";
        return plain(piece, at);
      default:
        return plain(piece, at);
    }
  }
  function take(): CsvRow[] {
    const taken = rows;
    rows = [];
    return taken;
  }
  return {
    push(piece) {
      let at = 0;
      while (at < piece.length) at = step(piece, at);
      return take();
    },
    end() {
      if (state === "quoted") problem = "unclosed_quote";
      const isOpen = state !== "after carriage return";
      if (isOpen && (cells.length > 0 || parts.length > 0 || isRowQuoted)) endRow();
      return take();
    },
  };
}

const CANDIDATES = [",", "\t", ";", "|"] as const;
const MAX_ROWS = 100;

/**
 * The delimiter and quoting under which the first rows have the same number of columns, as many as
 * possible. `head` is the beginning of the text; its last row may be cut.
 */
export function detectCsv(head: string, isWhole: boolean): CsvOptions {
  let best: CsvOptions = { delimiter: ",", hasQuotes: true };
  let bestScore = 0;
  for (const hasQuotes of [true, false]) {
    for (const delimiter of CANDIDATES) {
      const score = regularity(head, { isWhole, options: { delimiter, hasQuotes } });
      if (score <= bestScore) continue;
      best = { delimiter, hasQuotes };
      bestScore = score;
    }
  }
  return best;
}

/** Share of rows with the most usual number of columns, and a little for more columns; 0 for one column. */
function regularity(
  head: string,
  { isWhole, options }: { isWhole: boolean; options: CsvOptions },
): number {
  const parser = createCsvParser(options);
  const rows = parser.push(head);
  const last = parser.end();
  if (isWhole || rows.length === 0) rows.push(...last);
  const some = rows.slice(0, MAX_ROWS);
  const counts = new Map<number, number>();
  for (const { cells, problem } of some) {
    if (problem === null) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  let columns = 0;
  let times = 0;
  for (const [count, n] of counts) {
    if (n < times || (n === times && count <= columns)) continue;
    columns = count;
    times = n;
  }
  return columns < 2 ? 0 : times / some.length + Math.min(columns, 50) / 1_000;
}

/** A field as RFC 4180 has it: quoted where it must be, or where its blanks could be trimmed. */
export function csvField(value: string): string {
  return /[",;|\t\r\n]|^\s|\s$|^$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => (cell === null ? "" : csvField(String(cell)))).join(",")}\r\n`;
}
