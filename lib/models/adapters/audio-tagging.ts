import {
  type AudioInput,
  type ModelAdapter,
  type ModelContext,
  type ModelStep,
  needSamples,
  run,
  type StepAnswer,
  type Suggestion,
} from "../adapter";
import { tagRegions, type Windowing, windowCount } from "../audio/tag-regions";
import { numberOption, stringOption } from "../extra-options";
import type { ModelIo, TensorInfo } from "../model-io";
import { strongest } from "../strongest";
import { float32, floatsOf } from "../tensor";

/** What is held of a recording at once. */
const PIECE_S = 30;
const SAMPLE_RATE = 16_000;

/**
 * Models that hear a window of samples and score every class, once or for each of several frames in it (then the mean
 * counts). Scores outside 0..1 are taken for logits of a sigmoid.
 *
 * `extra`: sampleRate (16000), windowS (1; fixed by the model where its input has a length), hopS (0.5), threshold (0.5)
 * from which a class is heard in a window, output: “regions”, or “whole” for classes of the recording as a whole,
 * scored by the mean of all windows.
 */
export const audioTagging: ModelAdapter<"audio"> = {
  id: "audio-tagging",
  name: "Audio tagging",
  task: "audio-tagging",
  media: "audio",
  geometry: "interval",
  roles: ["model"],
  assets: [],
  matches: likeness,
  defaults: (io) => {
    const samples = io.inputs[0]?.dims.at(-1);
    const windowS = typeof samples === "number" ? samples / SAMPLE_RATE : 1;
    const count = scoresOutput(io)?.dims.at(-1);
    return {
      classes: [],
      classCount: typeof count === "number" ? count : null,
      options: {
        minScore: 0.3,
        iouThreshold: null,
        maxSuggestions: 20_000,
        extra: {
          sampleRate: SAMPLE_RATE,
          windowS,
          hopS: windowS / 2,
          threshold: 0.5,
          output: "regions",
        },
      },
    };
  },
  *suggest(input, context) {
    const { extra, minScore, maxSuggestions } = context.options;
    const windowing = windowingOf(input, context);
    const windows = yield* scoreWindows(windowing, context);
    const found =
      stringOption(extra, "output", "regions") === "whole"
        ? wholeClasses(windows)
        : tagRegions(windows, windowing, numberOption(extra, "threshold", 0.5)).map(
            ({ start, end, ...rest }): Suggestion => ({
              geometry: { kind: "interval", start, end },
              ...rest,
            }),
          );
    return strongest(
      found.filter(({ score }) => score >= minScore),
      maxSuggestions,
    );
  },
};

function windowingOf({ durationS }: AudioInput, { io, options }: ModelContext): Windowing {
  const sampleRate = numberOption(options.extra, "sampleRate", SAMPLE_RATE);
  const samples = io["model"]?.inputs[0]?.dims.at(-1);
  const windowS =
    typeof samples === "number"
      ? samples / sampleRate
      : Math.max(0.01, numberOption(options.extra, "windowS", 1));
  const hopS = Math.max(0.01, numberOption(options.extra, "hopS", windowS / 2));
  return { windowS, hopS, durationS };
}

/** Scores of every class in every window, 0..1. */
function* scoreWindows(
  windowing: Windowing,
  { io, classes, options }: ModelContext,
): Generator<ModelStep, Float32Array[], StepAnswer> {
  const input = io["model"]?.inputs[0];
  const output = io["model"] && scoresOutput(io["model"]);
  if (!input || !output) throw new Error("The model has no input of samples or no scores.");
  const { windowS, hopS } = windowing;
  const sampleRate = numberOption(options.extra, "sampleRate", SAMPLE_RATE);
  const length = Math.round(windowS * sampleRate);
  const dims = [...input.dims.slice(0, -1).map(() => 1), length];
  const count = windowCount(windowing);
  const perPiece = Math.max(1, Math.floor(PIECE_S / hopS));
  const result: Float32Array[] = [];
  for (let first = 0; first < count; first += perPiece) {
    const last = Math.min(first + perPiece, count) - 1;
    const startS = first * hopS;
    const piece = yield* needSamples({ startS, endS: last * hopS + windowS }, sampleRate);
    for (let index = first; index <= last; index++) {
      const from = Math.round((index - first) * hopS * sampleRate);
      const samples = new Float32Array(length);
      samples.set(piece.subarray(from, from + length));
      const outputs = yield* run("model", { [input.name]: float32(samples, dims) });
      result.push(meanScores(floatsOf(outputs, output.name), classes.length));
    }
  }
  return result;
}

/** The mean over the frames of a window, after a sigmoid where these are logits. */
function meanScores(
  { data, dims }: { data: Float32Array; dims: readonly number[] },
  classCount: number,
): Float32Array {
  if (dims.at(-1) !== classCount) {
    throw new Error(
      `The model scores ${dims.at(-1) ?? 0} classes, and ${classCount} are named: their list must be complete.`,
    );
  }
  const isLogits = data.some((value) => value < 0 || value > 1);
  const frames = data.length / classCount;
  const scores = new Float32Array(classCount);
  for (const [index, value] of data.entries()) {
    const place = index % classCount;
    const score = isLogits ? 1 / (1 + Math.exp(-value)) : value;
    scores[place] = (scores[place] ?? 0) + score / frames;
  }
  return scores;
}

function wholeClasses(windows: readonly Float32Array[]): Suggestion[] {
  const classCount = windows[0]?.length ?? 0;
  return Array.from({ length: classCount }, (_, classIndex): Suggestion => {
    const sum = windows.reduce((total, scores) => total + (scores[classIndex] ?? 0), 0);
    return {
      geometry: { kind: "whole" },
      classIndex,
      score: Math.min(1, sum / windows.length),
    };
  }).sort((a, b) => b.score - a.score);
}

/** One input of samples, batch and channel of one before them; scores by class in the last dimension. */
function likeness(io: ModelIo): number {
  const [input] = io.inputs;
  if (io.inputs.length !== 1 || !input || input.type !== "float32") return 0;
  if (input.dims.length < 1 || input.dims.length > 3 || !scoresOutput(io)) return 0;
  const samples = input.dims.at(-1);
  // Less than a hundredth of a second at any rate is no sound, but some other list of numbers.
  if (typeof samples === "number" && samples < 400) return 0;
  const isSingle = input.dims.slice(0, -1).every((dim) => typeof dim !== "number" || dim === 1);
  if (!isSingle) return 0;
  return /wav|audio|samples|sound|speech|pcm/i.test(input.name) ? 0.85 : 0.4;
}

function scoresOutput({ outputs }: ModelIo): TensorInfo | undefined {
  return outputs.find(
    ({ type, dims }) => type === "float32" && dims.length >= 1 && dims.length <= 3,
  );
}
