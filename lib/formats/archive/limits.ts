/** What an archive or folder may hold. The one place where these numbers stand. */
export const ARCHIVE_LIMITS = {
  entries: 200_000,
  /** All files together, unpacked. */
  totalBytes: 200 * 1024 ** 3,
  /** One file, unpacked. */
  fileBytes: 8 * 1024 ** 3,
  /** Unpacked to packed. Text of zeros reaches 1032, real label files stay below 100. */
  compressionRatio: 200,
  /** Below this a high ratio does no harm. */
  ratioFreeBytes: 16 * 1024 ** 2,
  pathCharacters: 1_000,
  /** What `bytes` and `text` hold in memory unless told otherwise. */
  wholeFileBytes: 64 * 1024 ** 2,
} as const;
export type ArchiveLimits = { [K in keyof typeof ARCHIVE_LIMITS]: number };
