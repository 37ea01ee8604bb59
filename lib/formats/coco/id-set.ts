/** Ids below this are kept as bits (4 MiB at most); larger ones in a set. */
const BITMAP_IDS = 32 * 1024 * 1024;

/** A set of positive whole numbers that holds a million of them in little memory. */
export function createIdSet(): { add(id: number): boolean } {
  let bits = new Uint32Array(1024);
  const large = new Set<number>();
  return {
    /** True when the id was not there yet. */
    add(id) {
      if (id >= BITMAP_IDS) {
        if (large.has(id)) return false;
        large.add(id);
        return true;
      }
      const word = id >>> 5;
      if (word >= bits.length) {
        const grown = new Uint32Array(Math.max(bits.length * 2, word + 1));
        grown.set(bits);
        bits = grown;
      }
      const mask = (1 << (id & 31)) >>> 0;
      const before = bits[word] ?? 0;
      if ((before & mask) !== 0) return false;
      bits[word] = before | mask;
      return true;
    },
  };
}
