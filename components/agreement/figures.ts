import type { MeasureId } from "@/lib/agreement/measure";
import type { RaterKind } from "@/lib/agreement/rater";
import { f1Of, meanOverlapOf } from "@/lib/agreement/tally";
import type { Agreement } from "@/lib/api/agreement";

export type AgreementPair = Agreement["pairs"][number];
export type AgreementRater = Agreement["raters"][number];

/** What the matrix shows: all annotations together, F1 or overlap by one measure, or kappa of one question. */
export type MatrixChoice =
  | { kind: "all" }
  | { kind: "f1" | "overlap"; measure: MeasureId }
  | { kind: "kappa"; question: string; labelId: string | null };

const KIND_ORDER: readonly RaterKind[] = ["person", "gold", "result", "model", "import"];

/** People first, by name; then known answers, results, models and imports. */
export function sortRaters(raters: readonly AgreementRater[]): AgreementRater[] {
  return raters.toSorted(
    (a, b) =>
      KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.name.localeCompare(b.name),
  );
}

/** Everything that some pair has a number for. */
export function matrixChoices({ pairs }: Pick<Agreement, "pairs">): MatrixChoice[] {
  const found = new Map<string, MatrixChoice>([["all", { kind: "all" }]]);
  for (const { measures, kappas } of pairs) {
    for (const { id: measure, tally } of measures) {
      found.set(`f1 ${measure}`, { kind: "f1", measure });
      if (tally.pairs > 0) found.set(`overlap ${measure}`, { kind: "overlap", measure });
    }
    for (const { question, labelId } of kappas) {
      found.set(`kappa ${question} ${labelId}`, { kind: "kappa", question, labelId });
    }
  }
  return [...found.values()];
}

export function pairKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/** Pairs as the matrix has them: in the order of its rows, the first of each the one whose row comes first. */
export function sortPairs(
  pairs: readonly AgreementPair[],
  raters: readonly AgreementRater[],
): AgreementPair[] {
  const rank = new Map(raters.map(({ key }, row) => [key, row]));
  const rowOf = (key: string) => rank.get(key) ?? raters.length;
  return pairs
    .map((pair) => (rowOf(pair.first) <= rowOf(pair.second) ? pair : turned(pair)))
    .toSorted((a, b) => rowOf(a.first) - rowOf(b.first) || rowOf(a.second) - rowOf(b.second));
}

/** The same, told from the other side. */
function turned(pair: AgreementPair): AgreementPair {
  return {
    ...{ ...pair, first: pair.second, second: pair.first },
    measures: pair.measures.map(({ id, tally }) => ({
      ...{ id, tally: { ...tally, first: tally.second, second: tally.first } },
    })),
  };
}

/** Null: there is nothing to say. */
export function pairValue(pair: AgreementPair, choice: MatrixChoice): number | null {
  if (choice.kind === "all") return pair.agreement;
  if (choice.kind === "kappa") {
    const { question, labelId } = choice;
    const found = pair.kappas.find((one) => one.question === question && one.labelId === labelId);
    return found?.value ?? null;
  }
  const tally = pair.measures.find(({ id }) => id === choice.measure)?.tally;
  if (!tally) return null;
  return choice.kind === "f1" ? f1Of(tally) : meanOverlapOf(tally);
}

/** How many items agree less than a bound that is an edge of a bin. */
export function itemsBelow(histogram: readonly number[], bound: number): number {
  const bins = Math.round(bound * histogram.length);
  return histogram.slice(0, bins).reduce((sum, n) => sum + n, 0);
}
