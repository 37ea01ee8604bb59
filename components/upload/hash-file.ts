/** Larger files are not held in memory for a hash; should they be there already, the server finds it out. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;

/**
 * SHA-256 of the file in lower-case hexadecimal; null where it cannot be had: on a plain http address browsers hide
 * `crypto.subtle`. Reading and hashing happen outside the page's thread.
 */
export async function hashFile(file: File): Promise<string | null> {
  if (!canHash() || file.size > MAX_HASHED_BYTES) return null;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function canHash(): boolean {
  return globalThis.isSecureContext && typeof crypto.subtle?.digest === "function";
}
