import type { Answer } from "@/lib/annotation/label";
import type { Coefficient, CoefficientId } from "./coefficient";
import { COEFFICIENTS } from "./coefficients";
import { createAlpha, DIFFERENCES } from "./coefficients/krippendorff";
import type { CompareContext, Mark, MeasureId } from "./measure";
import { MEASURES } from "./measures";
import { createQuestions } from "./questions";
import { AGREEMENT_BINS, type Rater, raterKey } from "./rater";
import { addTally, emptyTally, f1Of, sumTallies, type Tally } from "./tally";

export type ComparedItem = {
  layers: readonly { rater: Rater; marks: readonly Mark[] }[];
  words: CompareContext["words"];
};

export type MeasuredTally = { id: MeasureId; tally: Tally };
/** Two raters on the items that both have a layer of. `first` comes first in the order of their keys. */
export type PairFigures = {
  first: string;
  second: string;
  items: number;
  /** The mean over those items, 0..1. */
  agreement: number;
  measures: MeasuredTally[];
  /** Cohen's kappa by question; of people alone. */
  kappas: { question: string; labelId: string | null; value: number | null }[];
};
export type LabelFigures = { labelId: string; people: Tally; gold: Tally; model: Tally };
export type QuestionFigures = {
  /** The question, or the one label that is there or not. */
  question: string;
  labelId: string | null;
  units: number;
  coefficients: { id: CoefficientId; value: number | null }[];
};
export type AgreementFigures = {
  /** Items that two people or more have labelled. */
  items: number;
  /** Their mean agreement; null: there are none. */
  mean: number | null;
  histogram: number[];
  raters: (Rater & { key: string; items: number })[];
  pairs: PairFigures[];
  labels: LabelFigures[];
  /** All pairs of people together. */
  measures: MeasuredTally[];
  questions: QuestionFigures[];
  /** Krippendorff's alpha (ratio) of how many annotations people find on an item. */
  counts: { items: number; alpha: number | null };
};

type PairSums = {
  first: Rater;
  second: Rater;
  items: number;
  agreement: number;
  measures: Map<MeasureId, Tally>;
  kappas: ReturnType<typeof createQuestions>;
};

/** Adds up how far raters agree, item by item, in memory that grows with raters, labels and questions alone. */
export function createAgreementTally(context: {
  base: Omit<CompareContext, "words" | "answers">;
  answers: ReadonlyMap<string, Answer>;
}) {
  const kinds = new Map([...context.answers].map(([labelId, { kind }]) => [labelId, kind]));
  const raters = new Map<string, Rater & { items: number }>();
  const pairs = new Map<string, PairSums>();
  const labels = new Map<string, LabelFigures>();
  const overall = new Map<MeasureId, Tally>();
  const questions = createQuestions(context.answers, COEFFICIENTS);
  const counts = createAlpha<number>(DIFFERENCES.ratio);
  const histogram = new Array<number>(AGREEMENT_BINS).fill(0);
  let items = 0;
  let sum = 0;

  /** How far the people agree on it, 0..1; null: fewer than two. */
  function add({ layers, words }: ComparedItem): number | null {
    for (const { rater } of layers) {
      const key = raterKey(rater);
      const known = raters.get(key) ?? { ...rater, items: 0 };
      known.items += 1;
      raters.set(key, known);
    }
    const sorted = layers.toSorted((a, b) => (raterKey(a.rater) < raterKey(b.rater) ? -1 : 1));
    const compared: CompareContext = { ...context.base, answers: kinds, words };
    let agreement = 0;
    let pairsOfPeople = 0;
    for (const [index, first] of sorted.entries()) {
      for (const second of sorted.slice(index + 1)) {
        const agreed = addPair(first, second, compared);
        if (first.rater.kind !== "person" || second.rater.kind !== "person") continue;
        agreement += agreed;
        pairsOfPeople += 1;
      }
    }
    if (pairsOfPeople === 0) return null;
    const people = sorted.filter(({ rater }) => rater.kind === "person");
    questions.add(people.map(({ marks }) => marks));
    counts.add(people.map(({ marks }) => marks.length));
    const mean = agreement / pairsOfPeople;
    items += 1;
    sum += mean;
    const bin = Math.min(AGREEMENT_BINS - 1, Math.floor(mean * AGREEMENT_BINS));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    return mean;
  }

  function addPair(
    first: ComparedItem["layers"][number],
    second: ComparedItem["layers"][number],
    compared: CompareContext,
  ): number {
    const pair = pairOf(first.rater, second.rater);
    const group = groupOf(first.rater, second.rater);
    const headline = emptyTally();
    for (const { id, media, isHeadline, compare } of MEASURES) {
      if (!media.includes(compared.media)) continue;
      const byLabel = compare(first.marks, second.marks, compared);
      const tally = sumTallies(byLabel.values());
      addTally(entry(pair.measures, id, emptyTally), tally);
      if (group === "people") addTally(entry(overall, id, emptyTally), tally);
      if (!isHeadline) continue;
      addTally(headline, tally);
      if (group === null) continue;
      for (const [labelId, ofLabel] of byLabel) addTally(labelFigures(labelId)[group], ofLabel);
    }
    const agreement = f1Of(headline) ?? 1;
    pair.items += 1;
    pair.agreement += agreement;
    if (group === "people") pair.kappas.add([first.marks, second.marks]);
    return agreement;
  }

  function pairOf(first: Rater, second: Rater): PairSums {
    return entry(pairs, `${raterKey(first)}\n${raterKey(second)}`, () => ({
      ...{ first, second, items: 0, agreement: 0, measures: new Map() },
      kappas: createQuestions(context.answers, COHEN),
    }));
  }

  function labelFigures(labelId: string): LabelFigures {
    return entry(labels, labelId, () => ({
      ...{ labelId, people: emptyTally(), gold: emptyTally(), model: emptyTally() },
    }));
  }

  function result(): AgreementFigures {
    return {
      items,
      mean: items > 0 ? sum / items : null,
      histogram,
      raters: [...raters].map(([key, rater]) => ({ key, ...rater })),
      pairs: [...pairs.values()].map((pair) => ({
        first: raterKey(pair.first),
        second: raterKey(pair.second),
        items: pair.items,
        agreement: pair.agreement / pair.items,
        measures: measured(pair.measures),
        kappas: pair.kappas.result().map(({ question, labelId, coefficients }) => ({
          ...{ question, labelId, value: coefficients[0]?.value ?? null },
        })),
      })),
      labels: [...labels.values()],
      measures: measured(overall),
      questions: questions.result(),
      counts: { items, alpha: counts.value() },
    };
  }

  return { add, result };
}

const COHEN: readonly Coefficient[] = COEFFICIENTS.filter(({ id }) => id === "cohen");

/** What is measured by label: people with each other, with the known answers, with models. */
function groupOf(a: Rater, b: Rater): "people" | "gold" | "model" | null {
  const kinds = new Set([a.kind, b.kind]);
  if (!kinds.has("person")) return null;
  if (kinds.size === 1) return "people";
  if (kinds.has("gold")) return "gold";
  return kinds.has("model") ? "model" : null;
}

/** Those of which there is anything. */
function measured(tallies: ReadonlyMap<MeasureId, Tally>): MeasuredTally[] {
  return [...tallies].flatMap(([id, tally]) =>
    tally.first + tally.second > 0 ? [{ id, tally }] : [],
  );
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
