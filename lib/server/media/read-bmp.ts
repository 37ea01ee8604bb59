import "server-only";
import { MediaError } from "./media-error";

/*
 * BMP, which libvips does not read. Everything is checked against the file and the limit before anything is allocated:
 * a header of 54 bytes can declare any size.
 */

export interface BmpHeader {
  width: number;
  height: number;
  isTopDown: boolean;
  bitsPerPixel: number;
  compression: number;
  dataOffset: number;
  /** Offset and number of the palette entries, and bytes of each. */
  palette: { offset: number; count: number; entryBytes: 3 | 4 };
  masks: readonly [red: number, green: number, blue: number, alpha: number];
}

export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

const corrupt = (message: string) => new MediaError("corrupt", message);

/** Throws `corrupt` or `unsupported_type`. */
export function readBmpHeader(file: Buffer): BmpHeader {
  if (file.length < 26) throw new MediaError("truncated", "The file ends within its header.");
  const headerBytes = file.readUInt32LE(14);
  const isOs2 = headerBytes === 12;
  if (!isOs2 && (headerBytes < 40 || headerBytes > 4_096))
    throw corrupt("The BMP header is damaged.");
  if (file.length < 14 + headerBytes) {
    throw new MediaError("truncated", "The file ends within its header.");
  }
  const width = isOs2 ? file.readUInt16LE(18) : file.readInt32LE(18);
  const signedHeight = isOs2 ? file.readUInt16LE(20) : file.readInt32LE(22);
  const bitsPerPixel = file.readUInt16LE(isOs2 ? 24 : 28);
  const compression = isOs2 ? RGB : file.readUInt32LE(30);
  if (width <= 0 || signedHeight === 0) throw corrupt("The BMP header declares no pixels.");
  const depths: Record<number, readonly number[]> = {
    [RGB]: [1, 4, 8, 16, 24, 32],
    [RLE8]: [8],
    [RLE4]: [4],
    [BITFIELDS]: [16, 32],
    [ALPHA_BITFIELDS]: [16, 32],
  };
  if (!depths[compression]?.includes(bitsPerPixel)) {
    const message = `BMP with ${bitsPerPixel} bits and compression ${compression} is not supported.`;
    throw new MediaError("unsupported_type", message);
  }
  const hasMasks = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  // With the plain header the masks follow it; later versions have them inside, at the same place.
  const maskCount = hasMasks && headerBytes === 40 ? (compression === ALPHA_BITFIELDS ? 4 : 3) : 0;
  const afterHeader = 14 + headerBytes + maskCount * 4;
  if (file.length < afterHeader)
    throw new MediaError("truncated", "The file ends within its header.");
  const declared = isOs2 ? 0 : file.readUInt32LE(46);
  const full = bitsPerPixel <= 8 ? 1 << bitsPerPixel : 0;
  const count = full === 0 ? 0 : declared === 0 ? full : Math.min(declared, full);
  return {
    width,
    height: Math.abs(signedHeight),
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    compression,
    dataOffset: file.readUInt32LE(10),
    palette: { offset: afterHeader, count, entryBytes: isOs2 ? 3 : 4 },
    masks: hasMasks
      ? [
          file.readUInt32LE(54),
          file.readUInt32LE(58),
          file.readUInt32LE(62),
          headerBytes >= 56 || maskCount === 4 ? file.readUInt32LE(66) : 0,
        ]
      : bitsPerPixel === 16
        ? [0x7c00, 0x03e0, 0x001f, 0]
        : [0xff0000, 0xff00, 0xff, 0],
  };
}

/** The upright pixels, RGB or (where the file has an alpha mask) RGBA. The caller has checked the size of the header. */
export function readBmpPixels(file: Buffer, header: BmpHeader): Pixels {
  const { width, height, bitsPerPixel, compression } = header;
  if (header.dataOffset < header.palette.offset || header.dataOffset > file.length) {
    throw corrupt("The BMP header points outside the file.");
  }
  const channels = header.masks[3] !== 0 ? 4 : 3;
  if (compression === RLE4 || compression === RLE8) {
    const data = Buffer.alloc(width * height * 3);
    const indices = readRunLengths(file, header);
    const colour = readPalette(file, header);
    for (let i = 0; i < indices.length; i++) data.set(colour(indices[i] ?? 0), i * 3);
    return { data, width, height, channels: 3 };
  }
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  // Some writers leave out the padding of the last row.
  const neededBytes = rowBytes * (height - 1) + Math.ceil((width * bitsPerPixel) / 8);
  if (header.dataOffset + neededBytes > file.length) {
    throw new MediaError("truncated", "The file ends before its last row of pixels.");
  }
  const data = Buffer.alloc(width * height * channels);
  const readRow = rowReader(file, header);
  for (let y = 0; y < height; y++) {
    const row = header.isTopDown ? y : height - 1 - y;
    readRow(header.dataOffset + row * rowBytes, data, y * width * channels);
  }
  return { data, width, height, channels };
}

type RowReader = (from: number, target: Buffer, to: number) => void;

function rowReader(file: Buffer, header: BmpHeader): RowReader {
  const { width, bitsPerPixel } = header;
  if (bitsPerPixel === 24) {
    return (from, target, to) => {
      for (let x = 0; x < width * 3; x += 3) {
        target[to + x] = file[from + x + 2] ?? 0;
        target[to + x + 1] = file[from + x + 1] ?? 0;
        target[to + x + 2] = file[from + x] ?? 0;
      }
    };
  }
  if (bitsPerPixel <= 8) {
    const colour = readPalette(file, header);
    const perByte = 8 / bitsPerPixel;
    const mask = (1 << bitsPerPixel) - 1;
    return (from, target, to) => {
      for (let x = 0; x < width; x++) {
        const byte = file[from + Math.floor(x / perByte)] ?? 0;
        const index = (byte >> ((perByte - 1 - (x % perByte)) * bitsPerPixel)) & mask;
        target.set(colour(index), to + x * 3);
      }
    };
  }
  const fields = header.masks.filter((mask, i) => i < 3 || mask !== 0).map(fieldReader);
  return (from, target, to) => {
    let out = to;
    for (let x = 0; x < width; x++) {
      const word =
        bitsPerPixel === 16 ? file.readUInt16LE(from + x * 2) : file.readUInt32LE(from + x * 4);
      for (const field of fields) target[out++] = field(word);
    }
  };
}

/** Reads the bits of a mask as 0..255. */
function fieldReader(mask: number): (word: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  return (word) => Math.round(((((word & mask) >>> 0) >>> shift) * 255) / max);
}

function readPalette(file: Buffer, { palette }: BmpHeader): (index: number) => Uint8Array {
  if (palette.offset + palette.count * palette.entryBytes > file.length) {
    throw new MediaError("truncated", "The file ends within its palette.");
  }
  const black = Uint8Array.of(0, 0, 0);
  const colours = Array.from({ length: palette.count }, (_, i) => {
    const at = palette.offset + i * palette.entryBytes;
    return Uint8Array.of(file[at + 2] ?? 0, file[at + 1] ?? 0, file[at] ?? 0);
  });
  return (index) => colours[index] ?? black;
}

/** Palette indices, top row first. Pixels that are skipped stay 0. */
function readRunLengths(file: Buffer, header: BmpHeader): Uint8Array {
  const { width, height } = header;
  const isNibble = header.compression === RLE4;
  const indices = new Uint8Array(width * height);
  let at = header.dataOffset;
  let x = 0;
  let row = 0;
  const next = () => {
    const byte = file[at++];
    if (byte === undefined) throw new MediaError("truncated", "The file ends within its pixels.");
    return byte;
  };
  const write = (index: number) => {
    if (x < width && row < height) {
      indices[(header.isTopDown ? row : height - 1 - row) * width + x] = index;
    }
    x++;
  };
  const nibble = (byte: number, i: number) => (i % 2 === 0 ? byte >> 4 : byte & 15);
  for (;;) {
    const count = next();
    const value = next();
    if (count > 0) {
      for (let i = 0; i < count; i++) write(isNibble ? nibble(value, i) : value);
    } else if (value === 0) {
      x = 0;
      row++;
    } else if (value === 1) {
      return indices;
    } else if (value === 2) {
      x += next();
      row += next();
    } else {
      const start = at;
      let byte = 0;
      for (let i = 0; i < value; i++) {
        if (!isNibble || i % 2 === 0) byte = next();
        write(isNibble ? nibble(byte, i) : byte);
      }
      if ((at - start) % 2 === 1) at++;
    }
  }
}
