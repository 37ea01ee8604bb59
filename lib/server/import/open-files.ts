import "server-only";
import { open, stat } from "node:fs/promises";
import { openFolderTree } from "@/lib/formats/archive/folder-tree";
import type { OpenTree } from "@/lib/formats/archive/tree";
import { openZipTree } from "@/lib/formats/archive/zip-tree";

/** "PK", then the mark of a file's header or of an archive without files. */
const ZIP_MARKS = ["PK\u0003\u0004", "PK\u0005\u0006"];

/**
 * A folder, a zip (told by its bytes) or a single file on this machine, as a tree of files. `name`
 * is what a single file is called when the path does not say.
 */
export async function openFiles(path: string, name?: string): Promise<OpenTree> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() && (await isZip(path))) return openZipTree(path);
  const tree = await openFolderTree(path);
  return name === undefined || !found?.isFile() ? tree : renamed(tree, name);
}

/** A tree of one file, under another name. */
function renamed(tree: OpenTree, name: string): OpenTree {
  const [only] = tree.files();
  if (!only) return tree;
  const inside = (given: string) => (given === name ? only.path : given);
  return {
    issues: tree.issues,
    files: () => [{ path: name, size: only.size }],
    has: (given) => given === name,
    bytes: (given, maxBytes) => tree.bytes(inside(given), maxBytes),
    text: (given, maxBytes) => tree.text(inside(given), maxBytes),
    stream: (given) => tree.stream(inside(given)),
    close: tree.close,
  };
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return ZIP_MARKS.includes(buffer.toString("latin1", 0, bytesRead));
  } finally {
    await file.close();
  }
}
