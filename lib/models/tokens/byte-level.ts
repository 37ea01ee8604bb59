import * as z from "zod/mini";

const partsSchema = z.looseObject({
  type: z.string(),
  pretokenizers: z.optional(z.array(z.unknown())),
});

/** Does it make characters of bytes, as the tokenizers after GPT-2 do? */
export function isByteLevel(preTokenizer: unknown): boolean {
  const parsed = partsSchema.safeParse(preTokenizer);
  if (!parsed.success) return false;
  return (
    parsed.data.type === "ByteLevel" || (parsed.data.pretokenizers ?? []).some(isByteLevel) === true
  );
}

/** Bytes that are printable in Latin-1 stand for themselves, the others for what follows U+0100, in order. */
const BYTE_OF = new Map<string, number>();
{
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    BYTE_OF.set(String.fromCharCode(isPrintable ? byte : next++), byte);
  }
}

/**
 * The text that a piece of byte characters stands for, and where in it (UTF-16) the character of a byte
 * begins (`charAt`), or that before it ends (`charAfter`).
 */
export function bytesToText(piece: string): {
  text: string;
  charAt(byte: number): number;
  charAfter(byte: number): number;
} {
  const bytes = Uint8Array.from(piece, (character) => BYTE_OF.get(character) ?? 0x3f);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const starts = new Int32Array(bytes.length + 1);
  const ends = new Int32Array(bytes.length + 1);
  let unit = 0;
  for (let byte = 0; byte < bytes.length; ) {
    const size = characterSize(bytes[byte] ?? 0);
    const units = size === 4 ? 2 : 1;
    for (let inside = 0; inside < size && byte + inside < bytes.length; inside++) {
      starts[byte + inside] = unit;
      // A token that ends in the middle of a character covers all of it.
      ends[byte + inside + 1] = unit + units;
    }
    unit += units;
    byte += size;
  }
  starts[bytes.length] = text.length;
  return {
    text,
    charAt: (byte) => starts[byte] ?? text.length,
    charAfter: (byte) => ends[byte] ?? text.length,
  };
}

function characterSize(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
