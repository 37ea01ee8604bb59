/** Byte layouts of the zip format (PKWARE APPNOTE 6.3.10). All numbers are little-endian. */
export type ZipEntryHeader = {
  name: Buffer;
  isDeflated: boolean;
  /** Sizes follow after the data because they were not known before. */
  hasDescriptor: boolean;
  crc: number;
  packedBytes: number;
  bytes: number;
  offset: number;
};

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
/** 1980-01-01, the first day of DOS: the same data has to give the same bytes on any day. */
const DOS_DATE = 0x0021;
const DOS_TIME = 0;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = 3 << 8;
const UTF8_FLAG = 0x0800;
const DESCRIPTOR_FLAG = 0x0008;
const REGULAR_FILE = (0o100644 << 16) >>> 0;

export function localHeader(entry: ZipEntryHeader): Buffer {
  const isLarge = !entry.hasDescriptor && needsZip64Sizes(entry);
  const extra = isLarge ? zip64Extra([entry.bytes, entry.packedBytes]) : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(isLarge ? VERSION_ZIP64 : VERSION, 4);
  writeCommon(header, 6, entry, isLarge);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, entry.name, extra]);
}

export function dataDescriptor(entry: ZipEntryHeader): Buffer {
  const isLarge = needsZip64Sizes(entry);
  const descriptor = Buffer.alloc(isLarge ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(entry.crc, 4);
  if (isLarge) {
    descriptor.writeBigUInt64LE(BigInt(entry.packedBytes), 8);
    descriptor.writeBigUInt64LE(BigInt(entry.bytes), 16);
  } else {
    descriptor.writeUInt32LE(entry.packedBytes, 8);
    descriptor.writeUInt32LE(entry.bytes, 12);
  }
  return descriptor;
}

export function centralHeader(entry: ZipEntryHeader): Buffer {
  const isLarge = needsZip64Sizes(entry) || entry.offset >= MAX_32;
  const extra = isLarge
    ? zip64Extra([entry.bytes, entry.packedBytes, entry.offset])
    : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY_UNIX | (isLarge ? VERSION_ZIP64 : VERSION), 4);
  header.writeUInt16LE(isLarge ? VERSION_ZIP64 : VERSION, 6);
  writeCommon(header, 8, entry, isLarge);
  if (entry.hasDescriptor && !isLarge) {
    header.writeUInt32LE(entry.crc, 16);
    header.writeUInt32LE(entry.packedBytes, 20);
    header.writeUInt32LE(entry.bytes, 24);
  } else header.writeUInt32LE(entry.crc, 16);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(REGULAR_FILE, 38);
  header.writeUInt32LE(isLarge ? MAX_32 : entry.offset, 42);
  return Buffer.concat([header, entry.name, extra]);
}

export function endOfArchive(of: { entries: number; offset: number; bytes: number }): Buffer {
  const isLarge = of.entries >= MAX_16 || of.offset >= MAX_32 || of.bytes >= MAX_32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(isLarge ? MAX_16 : of.entries, 8);
  end.writeUInt16LE(isLarge ? MAX_16 : of.entries, 10);
  end.writeUInt32LE(isLarge ? MAX_32 : of.bytes, 12);
  end.writeUInt32LE(isLarge ? MAX_32 : of.offset, 16);
  if (!isLarge) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 12);
  record.writeUInt16LE(VERSION_ZIP64, 14);
  record.writeBigUInt64LE(BigInt(of.entries), 24);
  record.writeBigUInt64LE(BigInt(of.entries), 32);
  record.writeBigUInt64LE(BigInt(of.bytes), 40);
  record.writeBigUInt64LE(BigInt(of.offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(of.offset + of.bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}

/** The fields that local and central headers share: flags to the length of the name. */
function writeCommon(header: Buffer, at: number, entry: ZipEntryHeader, isLarge: boolean): void {
  const isKnown = !entry.hasDescriptor;
  header.writeUInt16LE(UTF8_FLAG | (entry.hasDescriptor ? DESCRIPTOR_FLAG : 0), at);
  header.writeUInt16LE(entry.isDeflated ? 8 : 0, at + 2);
  header.writeUInt16LE(DOS_TIME, at + 4);
  header.writeUInt16LE(DOS_DATE, at + 6);
  header.writeUInt32LE(isKnown ? entry.crc : 0, at + 8);
  header.writeUInt32LE(isLarge ? MAX_32 : isKnown ? entry.packedBytes : 0, at + 12);
  header.writeUInt32LE(isLarge ? MAX_32 : isKnown ? entry.bytes : 0, at + 16);
  header.writeUInt16LE(entry.name.length, at + 20);
}

function needsZip64Sizes({ bytes, packedBytes }: ZipEntryHeader): boolean {
  return bytes >= MAX_32 || packedBytes >= MAX_32;
}

function zip64Extra(values: number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  });
  return extra;
}
