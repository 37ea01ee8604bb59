import type { Issue } from "../format";

export type PathVerdict = { path: string } | { issue: Issue } | { ignored: true };

/** Folders and files that systems leave behind and nobody means to upload. */
const LITTER = /(^|\/)(__MACOSX|\.[^/]+|Thumbs\.db|desktop\.ini|\$RECYCLE\.BIN)(\/|$)/i;

/** Judges the path of an archive's or folder's file; backslashes are taken for separators. */
export function judgePath(given: string, maxCharacters: number): PathVerdict {
  const path = given.replaceAll("\\", "/");
  const segments = path.split("/");
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) {
    return refuse(given, "absolute_path", "Its path is absolute; only relative ones are taken.");
  }
  if (segments.includes("..")) {
    return refuse(given, "path_traversal", `Its path leads out of the archive ("..").`);
  }
  if (path.includes("\0")) return refuse(given, "bad_path", "Its path holds a zero byte.");
  if (path.length > maxCharacters) {
    return refuse(given, "bad_path", `Its path is longer than ${maxCharacters} characters.`);
  }
  if (LITTER.test(path)) return { ignored: true };
  const clean = segments.filter((segment) => segment !== "" && segment !== ".").join("/");
  return clean === "" ? { ignored: true } : { path: clean };
}

function refuse(where: string, code: string, message: string): PathVerdict {
  return { issue: { code, severity: "error", where, message } };
}
