import "server-only";
import { createHash } from "node:crypto";
import type { NewItem } from "@/db/queries/items";
import type { TextInfo } from "@/lib/media/text-plan";
import { codePointLength } from "@/lib/text/code-points";

const LINE_BREAK = /\r\n|\r|\n/g;

/**
 * What a text item has but its name. The text is kept as it is: nothing is normalised. `mediaType` says how it was
 * named (text/plain, text/markdown, text/html); it is shown as plain text whatever it is.
 */
export function textItem(
  text: string,
  mediaType: string,
): { info: TextInfo; item: Omit<NewItem, "name"> } {
  const bytes = Buffer.from(text, "utf8");
  const hash = createHash("sha256").update(bytes).digest("hex");
  const info: TextInfo = {
    version: 1,
    ...{ hash, sizeBytes: bytes.byteLength, mediaType },
    length: codePointLength(text),
    lines: (text.match(LINE_BREAK)?.length ?? 0) + 1,
  };
  const blob = {
    ...{ hash, bytes: info.sizeBytes, mediaType },
    info: JSON.stringify({ v: 1, ...info }),
  };
  return { info, item: { blob, text, length: info.length, isTwinAllowed: true } };
}
