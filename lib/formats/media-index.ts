import type { Split } from "@/lib/annotation/item-state";
import { MEDIA, type MediaKind } from "@/lib/media/media";
import { collisionKey, splitExtension } from "./file-name";
import type { FileTree } from "./format";

/** Is it a file of this kind of media, by its ending? */
export function isMediaPath(path: string, kind: MediaKind): boolean {
  return Object.hasOwn(MEDIA[kind].extensions, splitExtension(path)[1].slice(1).toLowerCase());
}

/** The split that a folder or file is named after: "train2017" → train, "valid" → val. */
export function splitFromName(name: string): Split | null {
  const word = /^(train|trn|val|validation|valid|dev|test|tst)(ing)?[\d_-]*$/i.exec(name)?.[1];
  if (word === undefined) return null;
  const first = word.toLowerCase();
  if (first.startsWith("tr")) return "train";
  return first.startsWith("te") || first === "tst" ? "test" : "val";
}

export type MediaIndex = {
  /** The media file that a dataset file means by `name`, or null: none, or no telling which. */
  find(name: string, folders: readonly string[]): string | null;
};

/**
 * Finds media by the names that datasets give them: exact in one of `folders` first, then the only
 * file whose path ends with the name. Case and Unicode form are forgiven when nothing is exact.
 */
export function createMediaIndex(files: FileTree, kind: MediaKind): MediaIndex {
  const byBaseName = new Map<string, string[]>();
  for (const { path } of files.files()) {
    if (!isMediaPath(path, kind)) continue;
    const key = baseKey(path);
    const paths = byBaseName.get(key);
    if (paths) paths.push(path);
    else byBaseName.set(key, [path]);
  }
  return {
    find(name, folders) {
      const clean = name.replaceAll("\\", "/").replace(/^(\.?\/)+/, "");
      const candidates = byBaseName.get(baseKey(clean)) ?? [];
      if (candidates.length === 0) return null;
      const places = folders.map((folder) => joinPath(folder, clean));
      for (const place of places) if (candidates.includes(place)) return place;
      const keys = candidates.map(collisionKey);
      for (const place of places) {
        const at = keys.indexOf(collisionKey(place));
        if (at >= 0) return candidates[at] ?? null;
      }
      const ending = `/${collisionKey(clean)}`;
      const matches = candidates.filter((_, i) => `/${keys[i]}`.endsWith(ending));
      return matches.length === 1 ? (matches[0] ?? null) : null;
    },
  };
}

/** Joins and resolves "." and ".."; what would leave the root stays at the root. */
export function joinPath(...parts: string[]): string {
  const out: string[] = [];
  for (const segment of parts.join("/").replaceAll("\\", "/").split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") out.pop();
    else out.push(segment);
  }
  return out.join("/");
}

export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function baseKey(path: string): string {
  return collisionKey(baseName(path));
}
