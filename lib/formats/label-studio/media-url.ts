import { joinPath } from "../media-index";

/** Where Label Studio serves files of a folder on its own machine. */
const LOCAL_FILES = "/data/local-files/?d=";

/** The address of a file of the export, when Label Studio serves the folder it was unpacked to. */
export function localFileUrl(path: string): string {
  return LOCAL_FILES + path.split("/").map(encodeURIComponent).join("/");
}

/** The path that an address means: of a local file, an upload, a bucket, or a server. */
export function pathOfUrl(url: string): string {
  const local = url.indexOf(LOCAL_FILES);
  const path = local >= 0 ? url.slice(local + LOCAL_FILES.length) : url.replace(/[?#].*$/s, "");
  const bare = path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").replace(/^\/data\/upload\//, "");
  return joinPath(local >= 0 || bare !== url ? decoded(bare) : bare);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
