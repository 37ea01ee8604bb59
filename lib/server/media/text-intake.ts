import "server-only";
import { createReadStream } from "node:fs";
import { fileTypeFromBuffer } from "file-type";
import { MAX_TEXT_BYTES, textMedia } from "@/lib/media/text";
import { textInfoSchema } from "@/lib/media/text-plan";
import { decodeBytes } from "@/lib/text/decode";
import type { BytesSource } from "./blob-store";
import type { IntakeOptions, MediaIntake, MediaSize } from "./intake";
import { MediaError } from "./media-error";
import { textItem } from "./text-item";

/** More control characters than this share of a file, and it is no text. */
const MAX_CONTROL_SHARE = 0.05;
// NUL among them: a text may have some and is kept as it is, a program has many.
const CONTROL = /[^\P{Cc}\t\n\f\r]/gu;

/** Texts are small and many: they go into the database, and nothing into the media folder. */
export const textIntake: MediaIntake = {
  async keep(options) {
    const { info, item, warnings } = await readTextItem(options);
    return { ...sizeOf(info), warnings, item };
  },
  async measure(options) {
    return sizeOf((await readTextItem(options)).info);
  },
  async read(_app, { info }) {
    const parsed = textInfoSchema.safeParse(info);
    return parsed.success ? { kind: "text", info: parsed.data } : null;
  },
};

async function readTextItem({ source, name, encoding = null, signal }: IntakeOptions) {
  const bytes = await readAll(source, signal);
  if (bytes.length === 0) throw new MediaError("empty", "The file is empty.");
  const { text, malformed } = decodeBytes(bytes, encoding);
  if ((text.match(CONTROL)?.length ?? 0) > text.length * MAX_CONTROL_SHARE) {
    // Signatures are too short to judge by: "BMW" begins like a picture.
    const found = (await fileTypeFromBuffer(bytes))?.mime;
    const message = `This is ${found ?? "full of control characters"}, not a text.`;
    throw new MediaError("not_text", message, { details: found ? { found } : {} });
  }
  if (text === "") throw new MediaError("empty", "The file is empty.");
  return { ...textItem(text, mediaTypeOf(name)), warnings: malformed > 0 ? ["malformed"] : [] };
}

async function readAll(source: string | BytesSource, signal?: AbortSignal): Promise<Buffer> {
  if (source instanceof Uint8Array) return limited([source]);
  const stream = typeof source === "string" ? createReadStream(source) : source;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted();
      length += chunk.byteLength;
      chunks.push(chunk);
      if (length > MAX_TEXT_BYTES) break;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof MediaError) throw cause;
    throw new MediaError("unreadable", "The file could not be read.", { cause });
  }
  return limited(chunks);
}

function limited(chunks: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(chunks);
  if (bytes.byteLength <= MAX_TEXT_BYTES) return bytes;
  const message = `The text is longer than ${MAX_TEXT_BYTES} bytes.`;
  throw new MediaError("too_large_bytes", message, { details: { maxBytes: MAX_TEXT_BYTES } });
}

/** How a text is called decides nothing but the type that it is listed with. */
export function mediaTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return textMedia.extensions[ending] ?? "text/plain";
}

function sizeOf({ hash, length }: { hash: string; length: number }): MediaSize {
  return { hash, width: null, height: null, length };
}
