import type { Issue } from "./format";

const MAX_SEGMENT_BYTES = 200;
/** Names that Windows keeps for devices, whatever the ending. */
const DEVICE_NAME = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
const UNSAFE_CHARACTERS = /[\u0000-\u001f\u007f<>:"|?*\\]/g;

export type NamedFile = { name: string; issue: Issue | null };

/**
 * Gives every item a path that all file systems can hold and that no other item has, on systems
 * that ignore case and Unicode form too. Folders are kept. First come keeps its name; the others
 * get "_2", "_3" … before the ending. With `unique: "stem"` names must differ without the ending
 * as well (`a.jpg` and `a.png` would share one label file).
 */
export function createFileNamer(unique: "path" | "stem"): (name: string) => NamedFile {
  const files = new Set<string>();
  const folders = new Set<string>();

  function isFree(path: string): boolean {
    const key = collisionKey(path);
    return !folders.has(key) && !files.has(key) && !files.has(stemKey(path));
  }
  function take(path: string): void {
    files.add(unique === "stem" ? stemKey(path) : collisionKey(path));
    if (unique === "stem") files.add(collisionKey(path));
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const key = collisionKey(path.slice(0, end));
      if (folders.has(key)) break;
      folders.add(key);
    }
  }
  /** A file may not have the name of another's folder: `a.jpg` and `a.jpg/b.jpg`. */
  function clearFolders(path: string): string {
    const segments = path.split("/");
    for (let i = 0; i < segments.length - 1; i++) {
      while (files.has(collisionKey(segments.slice(0, i + 1).join("/")))) segments[i] += "_";
    }
    return segments.join("/");
  }

  // Where the search for a free number goes on, so that 100,000 equal names stay quick.
  const nextNumber = new Map<string, number>();
  return (name) => {
    const wanted = clearFolders(safePath(name));
    let path = wanted;
    if (!isFree(path)) {
      const key = unique === "stem" ? stemKey(wanted) : collisionKey(wanted);
      let n = nextNumber.get(key) ?? 2;
      for (; !isFree(path); n++) path = numbered(wanted, n);
      nextNumber.set(key, n);
    }
    take(path);
    if (path === name) return { name: path, issue: null };
    const reason =
      path === wanted
        ? "its name is not safe on every system"
        : "another item has the same name there";
    const issue: Issue = {
      code: "name_changed",
      severity: "warning",
      where: name,
      message: `Written as "${path}" because ${reason}.`,
    };
    return { name: path, issue };
  };

  function stemKey(path: string): string {
    return unique === "stem" ? `${collisionKey(splitExtension(path)[0])}\0` : "\0";
  }
}

/** "a/b.tar.gz" → ["a/b.tar", ".gz"]; the ending is empty when there is none. */
export function splitExtension(path: string): [stem: string, extension: string] {
  const slash = path.lastIndexOf("/");
  const dot = path.lastIndexOf(".");
  return dot > slash + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
}

/** The same for two paths that some file system takes for one. */
export function collisionKey(path: string): string {
  return path.normalize("NFC").toLowerCase().normalize("NFC");
}

function numbered(path: string, n: number): string {
  const [stem, extension] = splitExtension(path);
  return `${stem}_${n}${extension}`;
}

function safePath(name: string): string {
  const segments = name
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .map(safeSegment);
  return segments.length === 0 ? "unnamed" : segments.join("/");
}

function safeSegment(segment: string): string {
  let safe = segment.toWellFormed().replace(UNSAFE_CHARACTERS, "_");
  safe = safe.replace(/[. ]+$/, (tail) => "_".repeat(tail.length));
  if (DEVICE_NAME.test(safe)) safe = `_${safe}`;
  return shorten(safe);
}

function shorten(segment: string): string {
  const encoder = new TextEncoder();
  if (segment.length * 3 <= MAX_SEGMENT_BYTES) return segment;
  if (encoder.encode(segment).length <= MAX_SEGMENT_BYTES) return segment;
  const [stem, extension] = splitExtension(segment);
  const ending = extension.length <= 16 ? extension : "";
  let characters = [...(ending === "" ? segment : stem)];
  const room = MAX_SEGMENT_BYTES - encoder.encode(ending).length;
  while (encoder.encode(characters.join("")).length > room) {
    characters = characters.slice(0, Math.max(1, Math.floor(characters.length * 0.95)));
  }
  return characters.join("") + ending;
}
