export const MAX_ITEM_NAME = 400;

// In every segment: cutting a long path may bring any of them to the front.
const DRIVES = /^(\s*[a-z]:)+/i;
// Control characters, and the marks that make "gpj.exe" read as "exe.jpg".
const INVISIBLE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The name under which an upload is kept: a relative path with `/`, whose folders stay, and which leads nowhere else.
 * Names only label items (bytes are stored by content), but exports make paths of them. Idempotent.
 */
export function itemName(given: string): string {
  const segments = given
    .normalize("NFC")
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(INVISIBLE, "")
    .replaceAll("\\", "/")
    .split("/")
    .map((segment) => segment.replace(DRIVES, "").trim())
    .filter((segment) => segment !== "" && !/^\.+$/.test(segment));
  return shorten(segments.join("/")) || "unnamed";
}

/** Folders go first, then the middle of the file name; the ending stays. */
function shorten(name: string): string {
  if (name.length <= MAX_ITEM_NAME) return name;
  const file = name.slice(name.lastIndexOf("/") + 1);
  if (file.length <= MAX_ITEM_NAME) {
    const tail = name.slice(-MAX_ITEM_NAME);
    return tail.slice(tail.indexOf("/") + 1).trim();
  }
  const ending = /\.[^.]{1,10}$/.exec(file)?.[0] ?? "";
  const stem = file.slice(0, MAX_ITEM_NAME - ending.length).replace(/[\ud800-\udbff]$/, "");
  return `${stem.trimEnd()}${ending}`;
}
