import type { Answer } from "@/lib/annotation/label";
import type { Coefficient, CoefficientTally } from "./coefficient";
import type { Mark } from "./measure";
import type { QuestionFigures } from "./project-tally";

type Question = Pick<QuestionFigures, "question" | "labelId"> & {
  units: number;
  tallies: readonly { id: Coefficient["id"]; tally: CoefficientTally }[];
};

const THERE = "1";
const NOT_THERE = "0";

/**
 * What is said of items as a whole, as categories. A question with one answer has its labels as categories, and who
 * gave none said nothing. Every other label is a question of its own: it is there or not. Texts are no categories.
 */
export function createQuestions(
  answers: ReadonlyMap<string, Answer>,
  coefficients: readonly Coefficient[],
) {
  const questions = new Map<string, Question>();
  /** Items so far by number of layers: a label that turns up later was missing on all of them. */
  const before = new Map<number, number>();

  /** The layers of one item, each time in the same order of people where that matters. */
  function add(layers: readonly (readonly Mark[])[]): void {
    const given = layers.map(answersOf);
    for (const labelId of new Set(given.flatMap((one) => one.labels))) {
      if (questions.has(`label ${labelId}`)) continue;
      const question = start("label", { question: "", labelId });
      for (const [people, times] of before) {
        addUnit(question, new Array<string>(people).fill(NOT_THERE), times);
      }
    }
    for (const name of new Set(given.flatMap((one) => [...one.choices.keys()]))) {
      if (!questions.has(`question ${name}`)) start("question", { question: name, labelId: null });
    }
    for (const question of questions.values()) {
      const { labelId } = question;
      const unit = given.map((one) =>
        labelId === null
          ? (one.choices.get(question.question) ?? null)
          : one.labels.includes(labelId)
            ? THERE
            : NOT_THERE,
      );
      addUnit(question, unit, 1);
    }
    before.set(layers.length, (before.get(layers.length) ?? 0) + 1);
  }

  function start(kind: "label" | "question", named: Pick<Question, "question" | "labelId">) {
    const tallies = coefficients.map(({ id, create }) => ({ id, tally: create() }));
    const question: Question = { ...named, units: 0, tallies };
    questions.set(`${kind} ${named.labelId ?? named.question}`, question);
    return question;
  }

  function answersOf(marks: readonly Mark[]) {
    const labels: string[] = [];
    const choices = new Map<string, string>();
    for (const { labelId, geometry } of marks) {
      if (geometry.kind !== "whole") continue;
      const answer = answers.get(labelId);
      if (answer?.kind === "one") {
        // Of several that cannot all be meant, the first by name.
        const known = choices.get(answer.question);
        if (known === undefined || labelId < known) choices.set(answer.question, labelId);
      } else if (answer?.kind !== "text") labels.push(labelId);
    }
    return { labels, choices };
  }

  return {
    add,
    result: (): QuestionFigures[] =>
      [...questions.values()].map(({ question, labelId, units, tallies }) => ({
        ...{ question, labelId, units },
        coefficients: tallies.map(({ id, tally }) => ({ id, value: tally.value() })),
      })),
  };
}

function addUnit(question: Question, unit: readonly (string | null)[], times: number): void {
  if (unit.filter((answer) => answer !== null).length < 2) return;
  question.units += times;
  for (const { tally } of question.tallies) tally.add(unit, times);
}
