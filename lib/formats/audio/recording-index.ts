import type { Split } from "@/lib/annotation/item-state";
import { collisionKey, splitExtension } from "../file-name";
import type { FileTree } from "../format";
import { baseName, folderOf, isMediaPath, joinPath, splitFromName } from "../media-index";

/** Where recordings lie in exports that are not split; the split is the folder otherwise. */
export const UNSPLIT_FOLDER = "recordings";
/** Names the recordings of an export without them, one path a line, so that their endings are not lost. */
export const LIST_FILE = "recordings.txt";

export type RecordingIndex = {
  /** Every recording of the tree, by path. */
  paths: readonly string[];
  /** The recording that a dataset file means by a path with or without its ending; null: none, or no telling which. */
  find(name: string, folders: readonly string[]): string | null;
};

/** Finds recordings by name without ending: `talk.TextGrid` belongs to `talk.wav`. */
export function createRecordingIndex(files: FileTree): RecordingIndex {
  const paths = files
    .files()
    .map(({ path }) => path)
    .filter((path) => isMediaPath(path, "audio"));
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const base = collisionKey(baseName(path));
    for (const key of new Set([base, splitExtension(base)[0]])) {
      const found = byName.get(key);
      if (found) found.push(path);
      else byName.set(key, [path]);
    }
  }

  function findExact(clean: string, folders: readonly string[]): string | null {
    const candidates = byName.get(collisionKey(baseName(clean))) ?? [];
    if (candidates.length === 0) return null;
    const isAt = (path: string, place: string) =>
      path === place || splitExtension(path)[0] === place;
    for (const folder of folders) {
      const place = joinPath(folder, clean);
      const found =
        candidates.find((path) => isAt(path, place)) ??
        candidates.find((path) => isAt(collisionKey(path), collisionKey(place)));
      if (found !== undefined) return found;
    }
    const ending = `/${collisionKey(clean)}`;
    const matches = candidates.filter((path) => {
      const key = `/${collisionKey(path)}`;
      return key.endsWith(ending) || splitExtension(key)[0].endsWith(ending);
    });
    return matches.length === 1 ? (matches[0] ?? null) : null;
  }

  return {
    paths,
    find(name, folders) {
      const segments = name.replaceAll("\\", "/").split("/").filter(isNamed);
      if (!/^([/\\~]|[a-z]+:)/i.test(name)) return findExact(segments.join("/"), folders);
      // Of a path of another machine the longest end that exists is meant.
      for (let i = 0; i < segments.length; i++) {
        const found = findExact(segments.slice(i).join("/"), folders);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

/** The item's name and split that a path in a dataset stands for. */
export function nameOfPath(path: string): { name: string; split: Split | null } {
  const clean = joinPath(path);
  const slash = clean.indexOf("/");
  if (slash < 0) return { name: clean, split: null };
  const folder = clean.slice(0, slash);
  const name = clean.slice(slash + 1);
  if (folder === UNSPLIT_FOLDER) return { name, split: null };
  const split = splitFromName(folder);
  // A folder that is no split is part of the name.
  return split === null ? { name: clean, split } : { name, split };
}

/** The split that a file of a whole dataset is named after: `train_manifest.jsonl`. */
export function splitOfFile(path: string): Split | null {
  for (const part of baseName(path).split(/[_.-]+/)) {
    const split = splitFromName(part);
    if (split !== null) return split;
  }
  return splitFromName(baseName(folderOf(path)));
}

export function splitFolder(split: Split | null): string {
  return split ?? UNSPLIT_FOLDER;
}

/** What the list of recordings says, by path without ending; empty when there is none. */
export async function readRecordingList(files: FileTree): Promise<Map<string, string>> {
  const list = files.has(LIST_FILE) ? await files.text(LIST_FILE).catch(() => "") : "";
  const lines = list.split("\n").filter((line) => isMediaPath(line, "audio"));
  return new Map(lines.map((path) => [splitExtension(path)[0], path]));
}

function isNamed(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== "..";
}
