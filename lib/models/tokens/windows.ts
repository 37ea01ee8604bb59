/** A run of tokens that a model sees at once, and the part of it whose answers count. */
export type TokenWindow = {
  start: number;
  end: number;
  /** Where two windows overlap, each answers for the half that lies further from its edge. */
  ownStart: number;
  ownEnd: number;
};

/** Windows of at most `size` tokens over `count` of them; neighbours share `overlap`. */
export function tokenWindows(count: number, size: number, overlap: number): TokenWindow[] {
  const shared = Math.min(Math.max(0, overlap), Math.floor(size / 2));
  const windows: TokenWindow[] = [];
  for (let start = 0; start < count; start += size - shared) {
    const end = Math.min(start + size, count);
    const isLast = end === count;
    windows.push({
      start,
      end,
      ownStart: windows.at(-1)?.ownEnd ?? 0,
      ownEnd: isLast ? count : end - Math.floor(shared / 2),
    });
    if (isLast) break;
  }
  return windows;
}
