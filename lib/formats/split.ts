import { SPLITS, type Split } from "@/lib/annotation/item-state";

export type SplitRatio = Readonly<Record<Split, number>>;
export type SplitItem = {
  /** Unique and lasting: with the seed it decides where the item goes. */
  id: string;
  /** The labels that occur on it, each once or more often; empty for "nothing there". */
  labels: readonly string[];
};

/**
 * Divides items by ratio so that each label, and "no label", comes near its share in every split
 * (iterative stratification: the rarest label first). Sizes are exact but for rounding. The same
 * items, ratio and seed give the same result in any order. Ratios need not add up to 1 or 100.
 * Throws a RangeError when no ratio is above 0 or one is negative.
 */
export function splitByRatio(
  items: readonly SplitItem[],
  { ratio, seed }: { ratio: SplitRatio; seed: string | number },
): Map<string, Split> {
  const shares = sharesOf(ratio);
  const shuffled = shuffle(items, String(seed));
  const room = exactSizes(items.length, shares);
  const result = new Map<string, Split>();
  const groups = groupByLabel(shuffled);
  // How many items of a label each split still wants.
  const wants = new Map(
    [...groups].map(([label, group]) => [label, shares.map((share) => share * group.length)]),
  );
  const left = new Map([...groups].map(([label, group]) => [label, group.length]));

  for (let label = rarest(left); label !== null; label = rarest(left)) {
    const want = wants.get(label) ?? [];
    for (const item of groups.get(label) ?? []) {
      if (result.has(item.id)) continue;
      const at = neediest(want, room);
      room[at] = (room[at] ?? 0) - 1;
      result.set(item.id, SPLITS[at] ?? "train");
      for (const each of labelsOf(item)) {
        const wanted = wants.get(each);
        if (wanted) wanted[at] = (wanted[at] ?? 0) - 1;
        left.set(each, (left.get(each) ?? 0) - 1);
      }
    }
    left.delete(label);
  }
  return result;
}

/** "80/10/10" → train, val, test; two parts leave test empty. Null when it is not a ratio. */
export function parseRatio(text: string): SplitRatio | null {
  const parts = text.split(/[/:]/).map((part) => part.trim());
  if (parts.length < 1 || parts.length > 3) return null;
  if (!parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  const [train = 0, val = 0, test = 0] = parts.map(Number);
  return train + val + test > 0 ? { train, val, test } : null;
}

/** Stands for "no label" among the labels. */
const NO_LABEL = "\0none";

function labelsOf(item: SplitItem): Iterable<string> {
  return item.labels.length === 0 ? [NO_LABEL] : new Set(item.labels);
}

function groupByLabel(items: readonly SplitItem[]): Map<string, SplitItem[]> {
  const groups = new Map<string, SplitItem[]>();
  for (const item of items) {
    for (const label of labelsOf(item)) {
      const group = groups.get(label);
      if (group) group.push(item);
      else groups.set(label, [item]);
    }
  }
  return groups;
}

function rarest(left: ReadonlyMap<string, number>): string | null {
  let found: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [label, count] of left) {
    if (count < fewest || (count === fewest && found !== null && label < found)) {
      found = label;
      fewest = count;
    }
  }
  return found;
}

/** The split with room that wants the label most; among equals the one with the most room. */
function neediest(want: readonly number[], room: readonly number[]): number {
  let best = -1;
  for (const [at, free] of room.entries()) {
    if (free <= 0) continue;
    const gain = best < 0 ? 1 : (want[at] ?? 0) - (want[best] ?? 0);
    const isEqual = Math.abs(gain) < 1e-9;
    if (gain > 1e-9 || (isEqual && free > (room[best] ?? 0))) best = at;
  }
  return best;
}

function sharesOf(ratio: SplitRatio): number[] {
  const values = SPLITS.map((split) => ratio[split]);
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!(total > 0) || !Number.isFinite(total) || values.some((value) => value < 0)) {
    throw new RangeError(`Not a ratio: ${values.join("/")}`);
  }
  return values.map((value) => value / total);
}

/** Whole sizes that add up to `count`, each within 1 of its share (largest remainder). */
function exactSizes(count: number, shares: readonly number[]): number[] {
  const sizes = shares.map((share) => Math.floor(share * count + 1e-9));
  const order = shares
    .map((share, at) => ({ at, rest: share * count - (sizes[at] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  let missing = count - sizes.reduce((sum, size) => sum + size, 0);
  for (const { at } of order) {
    if (missing <= 0) break;
    sizes[at] = (sizes[at] ?? 0) + 1;
    missing -= 1;
  }
  return sizes;
}

/** In an order that the seed and the ids decide, whatever order they come in. */
function shuffle(items: readonly SplitItem[], seed: string): SplitItem[] {
  return items
    .map((item) => ({ item, key: hash(`${seed}\0${item.id}`) }))
    .sort((a, b) => a.key - b.key || (a.item.id < b.item.id ? -1 : 1))
    .map(({ item }) => item);
}

/** FNV-1a with a final mix; 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
