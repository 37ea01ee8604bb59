import type { MediaKind } from "@/lib/media/media";
import type {
  AskingStep,
  InputOf,
  ModelAdapter,
  ModelContext,
  ModelStep,
  StepAnswer,
  Suggesting,
  Suggestion,
  WorkStep,
} from "./adapter";
import { ModelError } from "./model-error";

/** Runs a model or reads samples, at once or later: sessions of onnxruntime, or what was recorded. */
export type AnswerStep = (step: AskingStep) => StepAnswer | Promise<StepAnswer>;

type Driving<K extends MediaKind> = {
  input: InputOf<K>;
  context: ModelContext;
  answer: AnswerStep;
  /** Lets an adapter do work of its own, with a signal and pauses; left out: without. */
  doWork?: (step: WorkStep) => Promise<void>;
};

/**
 * Lets an adapter make its suggestions of one item. What is thrown by `answer` and `doWork` comes through unchanged.
 * @throws ModelError "outputs" with the adapter's own words when the model is not what it takes it for.
 */
export async function runAdapter<K extends MediaKind>(
  adapter: ModelAdapter<K>,
  { input, context, answer, doWork = (step) => step.work({}) }: Driving<K>,
): Promise<Suggestion[]> {
  const steps = withWords(() => adapter.suggest(input, context));
  let state = withWords(() => steps.next());
  while (!state.done) {
    const given = await answerOrStop(steps, { answer, doWork }, state.value);
    state = withWords(() => steps.next(given));
  }
  return state.value;
}

async function answerOrStop(
  steps: Suggesting,
  { answer, doWork }: Required<Pick<Driving<MediaKind>, "answer" | "doWork">>,
  step: ModelStep,
): Promise<StepAnswer> {
  try {
    if (step.kind !== "work") return await answer(step);
    await doWork(step);
    return {};
  } catch (error) {
    // What the adapter has opened, it closes.
    steps.return([]);
    throw error;
  }
}

function withWords<T>(advance: () => T): T {
  try {
    return advance();
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError("outputs", cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}
