import type { CompareContext, Mark } from "./measure";
import { MEASURES } from "./measures";
import { addTally, f1Of, type LabelTallies, sumTallies, tallyOf } from "./tally";

/** Every annotation of two layers, by label: what both say, of any kind of geometry. */
export function compareAll(
  first: readonly Mark[],
  second: readonly Mark[],
  context: CompareContext,
): LabelTallies {
  const tallies: LabelTallies = new Map();
  for (const { isHeadline, media, compare } of MEASURES) {
    if (!isHeadline || !media.includes(context.media)) continue;
    for (const [labelId, tally] of compare(first, second, context)) {
      addTally(tallyOf(tallies, labelId), tally);
    }
  }
  return tallies;
}

/** How far two layers agree, 0..1: F1 over all annotations with their labels. Two empty layers agree. */
export function layerAgreement(
  first: readonly Mark[],
  second: readonly Mark[],
  context: CompareContext,
): number {
  return f1Of(sumTallies(compareAll(first, second, context).values())) ?? 1;
}

/** How far those who labelled an item agree, 0..1: the mean over all pairs; null: fewer than two. */
export function itemAgreement(
  layers: readonly (readonly Mark[])[],
  context: CompareContext,
): number | null {
  let sum = 0;
  let pairs = 0;
  for (const [index, first] of layers.entries()) {
    for (const second of layers.slice(index + 1)) {
      sum += layerAgreement(first, second, context);
      pairs += 1;
    }
  }
  return pairs > 0 ? sum / pairs : null;
}
