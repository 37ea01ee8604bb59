/** Thrown by `linesOf` for a line that would not fit into memory. */
export class LineTooLongError extends Error {
  readonly line: number;
  constructor(line: number, maxLength: number) {
    super(`Line ${line} has more than ${maxLength} characters.`);
    this.name = "LineTooLongError";
    this.line = line;
  }
}

/**
 * Lines of a text that comes in pieces, without their ends ("\n" or "\r\n"; other separators are
 * characters like any other). Numbered from 1. An end at the end of the text starts no further line.
 */
export async function* linesOf(
  pieces: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  let open: string[] = [];
  let openLength = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", from)) {
      line += 1;
      const text =
        open.length === 0 ? piece.slice(from, at) : open.join("") + piece.slice(from, at);
      open = [];
      openLength = 0;
      yield { line, text: text.endsWith("\r") ? text.slice(0, -1) : text };
      from = at + 1;
    }
    if (from === piece.length) continue;
    open.push(piece.slice(from));
    openLength += piece.length - from;
    if (openLength > maxLength) throw new LineTooLongError(line + 1, maxLength);
  }
  if (openLength > 0) yield { line: line + 1, text: open.join("") };
}
