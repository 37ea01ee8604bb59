/**
 * What two layers say, as sums that can be added over labels, items and pairs of people. The unit is the measure's:
 * annotations, words, seconds.
 */
export type Tally = {
  /** Said by the first, by the second, and by both. */
  first: number;
  second: number;
  shared: number;
  /** Annotations that were paired, and the sum of how far each two overlap (0..1). */
  pairs: number;
  overlap: number;
};

/** By label. */
export type LabelTallies = Map<string, Tally>;

export function emptyTally(): Tally {
  return { first: 0, second: 0, shared: 0, pairs: 0, overlap: 0 };
}

export function addTally(to: Tally, more: Tally): void {
  to.first += more.first;
  to.second += more.second;
  to.shared += more.shared;
  to.pairs += more.pairs;
  to.overlap += more.overlap;
}

/** The entry of a label, made when there is none. */
export function tallyOf(tallies: LabelTallies, labelId: string): Tally {
  const known = tallies.get(labelId);
  if (known) return known;
  const made = emptyTally();
  tallies.set(labelId, made);
  return made;
}

export function sumTallies(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

/** Of what the second says, the share that the first says too; null: it says nothing. */
export function precisionOf({ shared, second }: Tally): number | null {
  return second > 0 ? shared / second : null;
}

/** Of what the first says, the share that the second says too; null: it says nothing. */
export function recallOf({ shared, first }: Tally): number | null {
  return first > 0 ? shared / first : null;
}

/**
 * The harmonic mean of precision and recall, 2·shared / (first + second): Dice's coefficient. It does not matter which
 * side is the first. Null: neither says anything.
 */
export function f1Of({ shared, first, second }: Tally): number | null {
  return first + second > 0 ? (2 * shared) / (first + second) : null;
}

/** Shared over what either says (Jaccard's index); null: neither says anything. */
export function jaccardOf({ shared, first, second }: Tally): number | null {
  const together = first + second - shared;
  return together > 0 ? shared / together : null;
}

/** How far the pairs overlap on average; null: there are none. */
export function meanOverlapOf({ overlap, pairs }: Tally): number | null {
  return pairs > 0 ? overlap / pairs : null;
}
