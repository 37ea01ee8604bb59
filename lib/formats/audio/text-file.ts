import { type FileTree, FormatError } from "../format";

/** Longest line that is read; a longer one means that this is no file of lines. */
const MAX_LINE_CHARACTERS = 8 * 1024 * 1024;
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * The whole file as text: UTF-8, or UTF-16 when it says so or is full of zero bytes. What is not
 * valid UTF-8 is taken for Windows-1252, and `isGuess` is true.
 */
export async function readText(
  files: FileTree,
  path: string,
): Promise<{ text: string; isGuess: boolean }> {
  return decodeText(await files.bytes(path, MAX_FILE_BYTES));
}

export function decodeText(bytes: Uint8Array): { text: string; isGuess: boolean } {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return { text: decode(bytes, "utf-16le"), isGuess: false };
  if (a === 0xfe && b === 0xff) return { text: decode(bytes, "utf-16be"), isGuess: false };
  if (bytes.length >= 4 && bytes.length % 2 === 0) {
    const [, , c, d] = bytes;
    if (a === 0 && c === 0 && b !== 0 && d !== 0) {
      return { text: decode(bytes, "utf-16be"), isGuess: true };
    }
    if (b === 0 && d === 0 && a !== 0 && c !== 0) {
      return { text: decode(bytes, "utf-16le"), isGuess: true };
    }
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), isGuess: false };
  } catch {
    return { text: decode(bytes, "windows-1252"), isGuess: true };
  }
}

/** Text in the pieces in which it comes, for files of any size. UTF-8, or UTF-16 with a mark. */
export async function* textChunks(files: FileTree, path: string): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let head = new Uint8Array();
  for await (const chunk of files.stream(path)) {
    if (decoder === null) {
      head = Buffer.concat([head, chunk]);
      if (head.length < 2) continue;
      decoder = new TextDecoder(encodingOfMark(head));
      yield decoder.decode(head, { stream: true });
    } else yield decoder.decode(chunk, { stream: true });
  }
  yield decoder === null ? new TextDecoder().decode(head) : decoder.decode();
}

/** Lines without their ends (any of the three kinds), numbered from 1. */
export async function* readLines(
  files: FileTree,
  path: string,
): AsyncGenerator<{ line: string; number: number }> {
  let rest = "";
  let number = 0;
  for await (const chunk of textChunks(files, path)) {
    rest += chunk;
    // A \r at the end may be half of an end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) yield { line, number: ++number };
    if (rest.length > MAX_LINE_CHARACTERS) {
      throw new FormatError(
        "line_too_long",
        `${path}:${number + 1}`,
        "A line is too long to read.",
      );
    }
  }
  for (const line of rest.split("\r")) if (line !== "") yield { line, number: ++number };
}

/** The first characters of a file, to tell what it is; empty when it cannot be read. */
export async function readHead(
  files: FileTree,
  path: string,
  maxCharacters = 64 * 1024,
): Promise<string> {
  let head = "";
  try {
    for await (const chunk of textChunks(files, path)) {
      head += chunk;
      if (head.length >= maxCharacters) break;
    }
  } catch {
    return head;
  }
  return head.slice(0, maxCharacters);
}

export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

function encodingOfMark([a, b]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  return a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}
