import { decodeBytes, decodeStream, detectEncoding, ENCODING_HEAD_BYTES } from "@/lib/text/decode";
import { LineTooLongError, linesOf } from "@/lib/text/lines";
import { type FileTree, FormatError } from "../format";

/** A file of labels of one recording; a larger one is none. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** In UTF-16 units. */
const MAX_LINE_LENGTH = 1024 * 1024;

/** The whole file as text; `isGuess` when nothing in it says which encoding it has. */
export async function readText(
  files: FileTree,
  path: string,
): Promise<{ text: string; isGuess: boolean }> {
  const bytes = await files.bytes(path, MAX_FILE_BYTES);
  const { encoding, hasMark } = detectEncoding(bytes.subarray(0, ENCODING_HEAD_BYTES));
  const { text } = decodeBytes(bytes, encoding);
  return { text, isGuess: !hasMark && encoding !== "utf-8" };
}

/** Text in the pieces in which it comes, for files of any size. */
export function textChunks(files: FileTree, path: string): AsyncGenerator<string> {
  return decodeStream(files.stream(path), { encoding: null });
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

/** Numbered lines of a file of any size. Throws a FormatError for a line that no memory holds. */
export async function* textLines(
  files: FileTree,
  path: string,
): AsyncGenerator<{ line: number; text: string }> {
  try {
    yield* linesOf(textChunks(files, path), MAX_LINE_LENGTH);
  } catch (cause) {
    if (!(cause instanceof LineTooLongError)) throw cause;
    const { line, message } = cause;
    throw new FormatError("too_large", `${path}:${line}`, message, { cause });
  }
}
