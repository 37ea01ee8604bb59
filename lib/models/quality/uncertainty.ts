import { matchSuggestions, type Scored } from "./match";

/** Of one version: what it suggests on an item. */
export type VersionSuggestions = readonly Scored[];

/** The surest of an item are enough to tell by; comparing all of 20,000 would hold the server. */
const MOST_COMPARED = 500;

/**
 * How much a person would teach by labelling an item, 0 (nothing to learn) to 1; null when no model has looked.
 * The greatest of
 * - what is least certain among the suggestions of any one version (`marginUncertainty`), and
 * - what two versions disagree about (`disagreement`): query by committee, Seung, Opper and Sompolinsky 1992.
 */
export function itemUncertainty(versions: readonly VersionSuggestions[]): number | null {
  if (versions.length === 0) return null;
  let greatest = 0;
  for (const [index, suggestions] of versions.entries()) {
    greatest = Math.max(greatest, marginUncertainty(suggestions));
    for (const other of versions.slice(index + 1)) {
      greatest = Math.max(greatest, disagreement(suggestions, other));
    }
  }
  return greatest;
}

/**
 * Margin sampling (Settles, Active Learning Literature Survey, 2009, 3.1), squared and taken over all that is on
 * the item by its maximum as Brust, Käding and Denzler do for detectors (Active Learning for Deep Object
 * Detection, 2019): (1 - (p1 - p2))². Of a thing found p1 and p2 are its score and the rest, so that 0.5, neither
 * there nor not, is 1. Of classes of the whole item they are the two best scores. Nothing suggested: 0.
 */
export function marginUncertainty(suggestions: VersionSuggestions): number {
  let greatest = 0;
  let first: number | null = null;
  let second = 0;
  for (const { geometry, score } of suggestions) {
    if (geometry.kind !== "whole") {
      greatest = Math.max(greatest, (1 - Math.abs(2 * score - 1)) ** 2);
    } else if (first === null || score > first) {
      second = first ?? 0;
      first = score;
    } else {
      second = Math.max(second, score);
    }
  }
  return first === null ? greatest : Math.max(greatest, (1 - (first - second)) ** 2);
}

/**
 * 1 - Dice coefficient of two versions' suggestions: twice what they share over the sum of their scores, where two
 * that meet share the lower score. 0 when they say the same, 1 when nothing meets; what neither is sure of weighs little.
 */
export function disagreement(a: VersionSuggestions, b: VersionSuggestions): number {
  const ours = surest(a);
  const theirs = surest(b);
  const sum = (of: VersionSuggestions) => of.reduce((total, { score }) => total + score, 0);
  const all = sum(ours) + sum(theirs);
  if (all === 0) return 0;
  let shared = 0;
  for (const [index, met] of matchSuggestions(ours, theirs).entries()) {
    shared += Math.min(ours[index]?.score ?? 0, theirs[met]?.score ?? 0);
  }
  return 1 - (2 * shared) / all;
}

function surest(suggestions: VersionSuggestions): VersionSuggestions {
  if (suggestions.length <= MOST_COMPARED) return suggestions;
  return suggestions.toSorted((a, b) => b.score - a.score).slice(0, MOST_COMPARED);
}
