import { type FileEntry, type FileTree, FormatError, type Issue } from "../format";
import { ARCHIVE_LIMITS } from "./limits";

/** A tree that holds something open, and what of it could not be taken in. */
export interface OpenTree extends FileTree {
  /** Files that were refused, by name with the reason; the others can be read. */
  readonly issues: readonly Issue[];
  close(): Promise<void>;
}

/** Completes a tree of which only the streams are known. */
export function treeFromStreams(of: {
  entries: FileEntry[];
  issues: Issue[];
  stream(path: string): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}): OpenTree {
  const entries = of.entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const sizes = new Map(entries.map(({ path, size }) => [path, size]));

  function sizeOf(path: string): number {
    const size = sizes.get(path);
    if (size === undefined) throw new FormatError("missing", path, "The file is not there.");
    return size;
  }
  async function bytes(path: string, maxBytes: number = ARCHIVE_LIMITS.wholeFileBytes) {
    const refuse = () =>
      new FormatError("too_large", path, `The file is larger than ${maxBytes} bytes.`);
    if (sizeOf(path) > maxBytes) throw refuse();
    const parts: Uint8Array[] = [];
    let total = 0;
    for await (const part of of.stream(path)) {
      total += part.length;
      if (total > maxBytes) throw refuse();
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
  return {
    issues: of.issues,
    files: () => entries,
    has: (path) => sizes.has(path),
    bytes,
    async text(path, maxBytes) {
      // TextDecoder takes the byte order mark off.
      return new TextDecoder().decode(await bytes(path, maxBytes));
    },
    async *stream(path) {
      sizeOf(path);
      yield* of.stream(path);
    },
    close: of.close,
  };
}
