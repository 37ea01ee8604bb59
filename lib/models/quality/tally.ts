import type { Placed } from "@/lib/annotation/placed";
import { type Calibrated, calibrate, SCORE_STEPS, scoreStep } from "./calibration";
import { matchSuggestions, type Scored } from "./match";

export const DECISIONS = ["open", "accepted", "corrected", "rejected"] as const;
/** What people made of a suggestion. `corrected`: accepted, and then changed. */
export type Decision = (typeof DECISIONS)[number];
export type Judged = Scored & { decision: Decision };

/** One item that people have done with. */
export type JudgedItem = {
  /** When they submitted it, in UTC: "2026-11-21". */
  day: string;
  /** All that the version suggested, at any score, what was rejected too. */
  suggestions: readonly Judged[];
  /** All that people left there of what the version could have suggested. */
  labelled: readonly Placed[];
};

/** Precision is matched / suggested, recall matched / labelled. */
export type Tally = {
  suggested: number;
  labelled: number;
  matched: number;
  accepted: number;
  corrected: number;
  rejected: number;
};

export type Quality = {
  items: number;
  total: Tally;
  perLabel: ({ labelId: string } & Tally)[];
  perDay: ({ day: string; items: number } & Tally)[];
  reliability: { suggested: number; matched: number }[];
  calibrated: Calibrated[];
};

const RELIABILITY_BINS = 20;

/**
 * Adds up what became of a version's suggestions, item by item, in little memory. Counts are of suggestions at
 * `threshold` or above; reliability and calibration are of all of them, which the one matching serves too.
 */
export function createQualityTally(threshold: number) {
  const total = emptyTally();
  const perLabel = new Map<string, Tally>();
  const perDay = new Map<string, { items: number } & Tally>();
  const suggested = new Uint32Array(SCORE_STEPS + 1);
  const matched = new Uint32Array(SCORE_STEPS + 1);
  let items = 0;

  function add({ day, suggestions, labelled }: JudgedItem): void {
    items += 1;
    const ofDay = entry(perDay, day, () => ({ items: 0, ...emptyTally() }));
    ofDay.items += 1;
    const tallies = (labelId: string) => [total, ofDay, entry(perLabel, labelId, emptyTally)];
    for (const { labelId } of labelled) for (const one of tallies(labelId)) one.labelled += 1;
    const met = matchSuggestions(suggestions, labelled);
    for (const [index, { labelId, score, decision }] of suggestions.entries()) {
      const isMatched = (met[index] ?? -1) >= 0;
      const step = scoreStep(score);
      suggested[step] = (suggested[step] ?? 0) + 1;
      if (isMatched) matched[step] = (matched[step] ?? 0) + 1;
      if (score < threshold) continue;
      for (const one of tallies(labelId)) {
        one.suggested += 1;
        if (isMatched) one.matched += 1;
        if (decision !== "open") one[decision] += 1;
      }
    }
  }

  function result(): Quality {
    return {
      items,
      total,
      perLabel: [...perLabel].map(([labelId, tally]) => ({ labelId, ...tally })),
      perDay: [...perDay]
        .map(([day, tally]) => ({ day, ...tally }))
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
      reliability: reliability(suggested, matched),
      calibrated: calibrate(suggested, matched),
    };
  }

  return { add, result };
}

function reliability(suggested: Uint32Array, matched: Uint32Array): Quality["reliability"] {
  const perBin = SCORE_STEPS / RELIABILITY_BINS;
  const bins = Array.from({ length: RELIABILITY_BINS }, () => ({ suggested: 0, matched: 0 }));
  for (let step = 0; step <= SCORE_STEPS; step += 1) {
    // A score of 1 belongs to the last bin.
    const bin = bins[Math.min(RELIABILITY_BINS - 1, Math.floor(step / perBin))];
    if (!bin) continue;
    bin.suggested += suggested[step] ?? 0;
    bin.matched += matched[step] ?? 0;
  }
  return bins;
}

function emptyTally(): Tally {
  return { suggested: 0, labelled: 0, matched: 0, accepted: 0, corrected: 0, rejected: 0 };
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
