import { FormatError } from "../format";

/**
 * A piece of a JSON file: a member of the top-level object whole, or one element of a member that
 * is an array (then `index` counts from 0; an empty array comes whole). A file that is an array has the key "".
 */
export type JsonRecord = { key: string; index: number | null; text: string };

/** One record may not be larger: it is held in memory. A large RLE mask has about 1 MB. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

type State = "start" | "key" | "colon" | "value" | "element" | "capture" | "after" | "done";

/**
 * Cuts JSON of any size into its records without building it: only the cuts are found here, the
 * records are parsed one by one by the caller, so that a bad one does not spoil the others.
 */
export function createRecordScanner(where: string): {
  /** Throws a FormatError when the file is not JSON at this point. */
  push(chunk: Uint8Array): JsonRecord[];
  /** Throws a FormatError when the file ends in the middle. */
  end(): void;
} {
  const decoder = new TextDecoder();
  let state: State = "start";
  let isInArray = false;
  let isTopArray = false;
  let key = "";
  let index = 0;
  let offset = 0;
  // The capture: what is cut out at present.
  let isKey = false;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let parts: Uint8Array[] = [];
  let partBytes = 0;

  function fail(at: number, message: string): never {
    throw new FormatError("bad_json", where, `${message} at byte ${offset + at}.`);
  }

  /** Scans on from `i`; the index after the last byte of the capture, or -1 if it goes on. */
  function captureEnd(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i];
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInString = false;
          if (depth === 0) return i + 1;
        }
      } else if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (depth === 0) return i;
        depth -= 1;
        if (depth === 0) return i + 1;
      } else if (depth === 0 && (byte === COMMA || isBlank(byte))) return i;
    }
    return -1;
  }

  function capturedText(chunk: Uint8Array, from: number, to: number): string {
    if (parts.length === 0) return decoder.decode(chunk.subarray(from, to));
    const whole = new Uint8Array(partBytes + to - from);
    let at = 0;
    for (const part of [...parts, chunk.subarray(from, to)]) {
      whole.set(part, at);
      at += part.length;
    }
    parts = [];
    partBytes = 0;
    return decoder.decode(whole);
  }

  function finish(text: string, records: JsonRecord[]): void {
    if (isKey) {
      isKey = false;
      key = parseKey(text);
      state = "colon";
      return;
    }
    records.push({ key, index: isInArray ? index : null, text });
    index += 1;
    state = "after";
  }

  function parseKey(text: string): string {
    try {
      return String(JSON.parse(text));
    } catch (cause) {
      throw new FormatError("bad_json", where, `A key cannot be read: ${text}`, { cause });
    }
  }

  /** One byte outside a capture; true when a capture starts with it. */
  function step(byte: number, at: number, records: JsonRecord[]): boolean {
    switch (state) {
      case "start":
        if (byte === OPEN_BRACE) state = "key";
        else if (byte === OPEN_BRACKET) {
          isTopArray = true;
          isInArray = true;
          state = "element";
        } else fail(at, "This is not a JSON object or array: an unexpected character stands");
        return false;
      case "key":
        if (byte === CLOSE_BRACE) state = "done";
        else if (byte === QUOTE) {
          isKey = true;
          return true;
        } else if (byte !== COMMA) fail(at, "A key was expected");
        return false;
      case "colon":
        if (byte !== COLON) fail(at, "A colon was expected");
        state = "value";
        return false;
      case "value":
        if (byte === OPEN_BRACKET) {
          isInArray = true;
          index = 0;
          state = "element";
          return false;
        }
        if (byte === COMMA || byte === CLOSE_BRACE) fail(at, "A value was expected");
        return true;
      case "element":
        if (byte === CLOSE_BRACKET) {
          if (index === 0) records.push({ key, index: null, text: "[]" });
          endArray();
        } else if (byte !== COMMA) return true;
        return false;
      case "after":
        if (byte === COMMA) state = isInArray ? "element" : "key";
        else if (isInArray && byte === CLOSE_BRACKET) endArray();
        else if (!isInArray && byte === CLOSE_BRACE) state = "done";
        else fail(at, "A comma was expected");
        return false;
      default:
        return fail(at, "Text follows after the end of the JSON");
    }
  }

  function endArray(): void {
    isInArray = false;
    state = isTopArray ? "done" : "key";
  }

  return {
    push(chunk) {
      const records: JsonRecord[] = [];
      let i = 0;
      if (offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) i = 3;
      let start = i;
      while (i < chunk.length) {
        if (state !== "capture") {
          const byte = chunk[i] ?? 0;
          if (isBlank(byte) || !step(byte, i, records)) {
            i += 1;
            continue;
          }
          state = "capture";
          start = i;
          depth = 0;
          isInString = false;
          isEscaped = false;
        } else start = i;
        const end = captureEnd(chunk, i);
        if (end < 0) {
          partBytes += chunk.length - start;
          if (partBytes > MAX_RECORD_BYTES) fail(i, "A record of more than 64 MiB stands");
          parts.push(chunk.slice(start));
          break;
        }
        finish(capturedText(chunk, start, end), records);
        i = end;
      }
      offset += chunk.length;
      return records;
    },
    end() {
      if (state !== "done") {
        throw new FormatError(
          "truncated",
          where,
          `The file ends in the middle, after ${offset} bytes: it was not copied completely.`,
        );
      }
    },
  };
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
