import { type FileTree, FormatError, type OutFile } from "../format";

/** A FileTree of what stands in memory; strings are UTF-8. For tests and small uploads. */
export function memoryTree(content: Record<string, string | Uint8Array>): FileTree {
  const encoder = new TextEncoder();
  const bytesOf = new Map(
    Object.entries(content).map(([path, value]) => [
      path,
      typeof value === "string" ? encoder.encode(value) : value,
    ]),
  );
  const entries = [...bytesOf]
    .map(([path, bytes]) => ({ path, size: bytes.length }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  function get(path: string): Uint8Array {
    const bytes = bytesOf.get(path);
    if (!bytes) throw new FormatError("missing", path, "The file is not there.");
    return bytes;
  }
  return {
    files: () => entries,
    has: (path) => bytesOf.has(path),
    bytes: async (path) => get(path),
    text: async (path) => new TextDecoder().decode(get(path)),
    async *stream(path) {
      const bytes = get(path);
      // Small pieces, so that whatever reads streams has to put them together.
      for (let i = 0; i < bytes.length; i += 97) yield bytes.subarray(i, i + 97);
    },
  };
}

/** Pulls the content of a file of an export; media are all the same few bytes. */
export async function outFileBytes({ content }: OutFile): Promise<Uint8Array> {
  if (content.kind === "bytes") return content.bytes;
  if (content.kind === "media") return new TextEncoder().encode("image");
  const parts: Uint8Array[] = [];
  for await (const part of content.stream) parts.push(part);
  return Buffer.concat(parts);
}
