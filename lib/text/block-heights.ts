/**
 * The heights of many blocks that stand one under the other: where each begins and which one lies at a height, also
 * while most are only estimated. Looking up and changing are O(log n).
 */
export interface BlockHeights {
  readonly count: number;
  total(): number;
  heightOf(block: number): number;
  /** Sum of all heights above it. */
  topOf(block: number): number;
  /** The block at this distance from the top; the nearest one outside. */
  at(y: number): number;
  /** Returns by how much everything below moves. */
  set(block: number, height: number): number;
}

export function createBlockHeights(
  count: number,
  estimate: (block: number) => number,
): BlockHeights {
  const heights = new Float64Array(count);
  /** A Fenwick tree, 1-based. */
  const tree = new Float64Array(count + 1);
  for (let i = 1; i <= count; i++) {
    const height = estimate(i - 1);
    heights[i - 1] = height;
    tree[i] = (tree[i] ?? 0) + height;
    const parent = i + (i & -i);
    if (parent <= count) tree[parent] = (tree[parent] ?? 0) + (tree[i] ?? 0);
  }
  const highest = count > 0 ? 2 ** Math.floor(Math.log2(count)) : 0;

  function topOf(block: number): number {
    let sum = 0;
    for (let i = Math.min(block, count); i > 0; i -= i & -i) sum += tree[i] ?? 0;
    return sum;
  }
  return {
    count,
    total: () => topOf(count),
    heightOf: (block) => heights[block] ?? 0,
    topOf,
    at(y) {
      let block = 0;
      let left = y;
      for (let step = highest; step > 0; step >>= 1) {
        const next = block + step;
        if (next > count || (tree[next] ?? 0) > left) continue;
        block = next;
        left -= tree[next] ?? 0;
      }
      return Math.max(0, Math.min(block, count - 1));
    },
    set(block, height) {
      const by = height - (heights[block] ?? 0);
      if (by === 0 || block < 0 || block >= count) return 0;
      heights[block] = height;
      for (let i = block + 1; i <= count; i += i & -i) tree[i] = (tree[i] ?? 0) + by;
      return by;
    },
  };
}
