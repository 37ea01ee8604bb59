/** Encodings that texts come in, by their WHATWG names. Latin-1 is read as windows-1252, which has it inside. */
export const TEXT_ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type TextEncodingName = (typeof TEXT_ENCODINGS)[number];

/** So much of a text is looked at to tell its encoding. */
export const ENCODING_HEAD_BYTES = 64 * 1024;

const REPLACEMENT = "\ufffd";

/**
 * The encoding by its byte order mark, by the zero bytes of UTF-16, or by whether it is UTF-8; what
 * is left is taken for windows-1252. `head` are the first bytes, up to ENCODING_HEAD_BYTES.
 */
export function detectEncoding(head: Uint8Array): { encoding: TextEncodingName; hasMark: boolean } {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", hasMark: true };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", hasMark: true };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", hasMark: true };
  const utf16 = utf16Pattern(head);
  if (utf16) return { encoding: utf16, hasMark: false };
  return { encoding: isUtf8(head) ? "utf-8" : "windows-1252", hasMark: false };
}

export type DecodeOptions = {
  /** Null: detected from the first bytes. */
  encoding: TextEncodingName | null;
  onEncoding?(encoding: TextEncodingName): void;
  /** How many pieces were no text in the encoding and read as U+FFFD; told at the end, when there are any. */
  onMalformed?(count: number): void;
};

/** Decodes bytes of any length piece by piece. A byte order mark is taken off, nothing else is changed. */
export async function* decodeStream(
  stream: AsyncIterable<Uint8Array>,
  { encoding, onEncoding, onMalformed }: DecodeOptions,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let malformed = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let counter = createReplacementCounter();

  function start(): Uint8Array {
    const head = joined(waiting);
    waiting = [];
    const found = encoding ?? detectEncoding(head.subarray(0, ENCODING_HEAD_BYTES)).encoding;
    onEncoding?.(found);
    decoder = new TextDecoder(found);
    counter = createReplacementCounter(found);
    return head;
  }
  function decode(bytes: Uint8Array, isLast: boolean): string {
    const text = decoder?.decode(bytes, { stream: !isLast }) ?? "";
    malformed += counter(bytes, text);
    return text;
  }
  for await (const chunk of stream) {
    let bytes = chunk;
    if (decoder === null) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes < ENCODING_HEAD_BYTES) continue;
      bytes = start();
    }
    const text = decode(bytes, false);
    if (text !== "") yield text;
  }
  const rest = decoder === null ? start() : new Uint8Array();
  const text = decode(rest, true);
  if (text !== "") yield text;
  if (malformed > 0) onMalformed?.(malformed);
}

/** A whole text at once; `malformed` counts what was read as U+FFFD. */
export function decodeBytes(
  bytes: Uint8Array,
  encoding: TextEncodingName | null = null,
): { text: string; encoding: TextEncodingName; malformed: number } {
  const found = encoding ?? detectEncoding(bytes.subarray(0, ENCODING_HEAD_BYTES)).encoding;
  const text = new TextDecoder(found).decode(bytes);
  const malformed = createReplacementCounter(found)(bytes, text);
  return { text, encoding: found, malformed };
}

/** Latin letters in UTF-16 have a zero in every other byte, which no other text has. */
function utf16Pattern(head: Uint8Array): "utf-16le" | "utf-16be" | null {
  const length = head.length - (head.length % 2);
  if (length < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even += 1;
    if (head[i + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.4 && even < pairs * 0.1) return "utf-16le";
  if (even > pairs * 0.4 && odd < pairs * 0.1) return "utf-16be";
  return null;
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // As part of a stream: the head may end within a character.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Counts the U+FFFD of a text that were not in its bytes: those the decoder put there. */
function createReplacementCounter(encoding: TextEncodingName = "utf-8") {
  const mark = MARKS[encoding];
  let tail = new Uint8Array();
  return (bytes: Uint8Array, text: string): number => {
    const before = tail;
    tail = bytes.slice(Math.max(0, bytes.length - mark.length + 1));
    if (!text.includes(REPLACEMENT)) return 0;
    const shown = text.split(REPLACEMENT).length - 1;
    return Math.max(0, shown - countBytes(joined([before, bytes]), mark));
  };
}

/** U+FFFD in each encoding; windows-1252 has none. */
const MARKS: Readonly<Record<TextEncodingName, readonly number[]>> = {
  "utf-8": [0xef, 0xbf, 0xbd],
  "utf-16le": [0xfd, 0xff],
  "utf-16be": [0xff, 0xfd],
  "windows-1252": [],
};

function countBytes(bytes: Uint8Array, wanted: readonly number[]): number {
  const [first] = wanted;
  if (first === undefined) return 0;
  let count = 0;
  for (let i = bytes.indexOf(first); i >= 0; i = bytes.indexOf(first, i + 1)) {
    if (wanted.every((byte, k) => bytes[i + k] === byte)) count += 1;
  }
  return count;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
