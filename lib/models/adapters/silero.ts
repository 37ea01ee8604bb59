import {
  type AudioInput,
  type ModelAdapter,
  type ModelStep,
  needSamples,
  run,
  type StepAnswer,
} from "../adapter";
import { speechRegions } from "../audio/speech-regions";
import { numberOption } from "../extra-options";
import type { ModelIo } from "../model-io";
import { strongest } from "../strongest";
import { float32, floatsOf, type Tensor, type Tensors } from "../tensor";

const SAMPLE_RATE = 16_000;
const FRAME_SAMPLES = 512;
/** The end of the frame before, which the model hears again. */
const CONTEXT_SAMPLES = 64;
const STATE_DIMS = [2, 1, 128];
const STATE_LENGTH = 2 * 128;
/** What is held of a recording at once: whole frames, about half a minute. */
const PIECE_SAMPLES = FRAME_SAMPLES * 938;

/**
 * Silero VAD, versions 5 and 6: a network with a memory that hears 32 ms at a time.
 *
 * `extra`: threshold (0.5), negativeThreshold (0.15 below), minSpeechMs (250), minSilenceMs (100), padMs (30).
 */
export const silero: ModelAdapter<"audio"> = {
  id: "silero",
  name: "Silero VAD",
  task: "speech",
  media: "audio",
  geometry: "interval",
  roles: ["model"],
  assets: [],
  matches: (io) => (looksLikeSilero(io) ? 0.98 : 0),
  defaults: () => ({
    classes: ["speech"],
    classCount: 1,
    options: {
      minScore: 0.3,
      iouThreshold: null,
      maxSuggestions: 20_000,
      extra: {
        threshold: 0.5,
        negativeThreshold: 0.35,
        minSpeechMs: 250,
        minSilenceMs: 100,
        padMs: 30,
      },
    },
  }),
  *suggest(input, context) {
    const probabilities = yield* speechProbabilities(input);
    const { extra, minScore, maxSuggestions } = context.options;
    const threshold = numberOption(extra, "threshold", 0.5);
    const regions = speechRegions(
      probabilities,
      {
        samples: Math.round(input.durationS * SAMPLE_RATE),
        frameSamples: FRAME_SAMPLES,
        sampleRate: SAMPLE_RATE,
      },
      {
        threshold,
        negativeThreshold: numberOption(
          extra,
          "negativeThreshold",
          Math.max(threshold - 0.15, 0.01),
        ),
        minSpeechMs: numberOption(extra, "minSpeechMs", 250),
        minSilenceMs: numberOption(extra, "minSilenceMs", 100),
        padMs: numberOption(extra, "padMs", 30),
      },
    );
    return strongest(
      regions.filter(({ score }) => score >= minScore),
      maxSuggestions,
    ).map(({ start, end, score }) => ({
      geometry: { kind: "interval", start, end },
      classIndex: 0,
      score,
    }));
  },
};

/** Probability of speech of each 32 ms; the last frame is filled with silence. */
function* speechProbabilities(input: AudioInput): Generator<ModelStep, Float32Array, StepAnswer> {
  const samples = Math.round(input.durationS * SAMPLE_RATE);
  const probabilities = new Float32Array(Math.ceil(samples / FRAME_SAMPLES));
  const sr: Tensor = {
    type: "int64",
    dims: [],
    data: BigInt64Array.of(BigInt(SAMPLE_RATE)),
  };
  let state: Tensor = float32(new Float32Array(STATE_LENGTH), STATE_DIMS);
  let context = new Float32Array(CONTEXT_SAMPLES);
  for (let at = 0; at < samples; at += PIECE_SAMPLES) {
    const end = Math.min(at + PIECE_SAMPLES, samples);
    const piece = yield* needSamples(
      { startS: at / SAMPLE_RATE, endS: end / SAMPLE_RATE },
      SAMPLE_RATE,
    );
    for (let from = 0; at + from < end; from += FRAME_SAMPLES) {
      // A tensor may be handed over to the runtime for good: every frame has its own.
      const heard = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
      heard.set(context);
      heard.set(piece.subarray(from, Math.min(from + FRAME_SAMPLES, end - at)), CONTEXT_SAMPLES);
      context = heard.slice(FRAME_SAMPLES);
      const outputs = yield* run("model", {
        input: float32(heard, [1, heard.length]),
        state,
        sr,
      });
      probabilities[(at + from) / FRAME_SAMPLES] = floatsOf(outputs, "output").data[0] ?? 0;
      state = memoryOf(outputs);
    }
  }
  return probabilities;
}

function memoryOf(outputs: Tensors): Tensor {
  const { data } = floatsOf(outputs, "stateN");
  if (data.length !== STATE_LENGTH) {
    throw new TypeError(`The model remembers ${data.length} numbers in place of ${STATE_LENGTH}.`);
  }
  return float32(data, STATE_DIMS);
}

function looksLikeSilero({ inputs, outputs }: ModelIo): boolean {
  const named = (list: ModelIo["inputs"], name: string) =>
    list.find((tensor) => tensor.name === name);
  const state = named(inputs, "state");
  return (
    named(inputs, "input")?.type === "float32" &&
    state?.dims[0] === 2 &&
    state.dims[2] === 128 &&
    named(inputs, "sr")?.type === "int64" &&
    named(outputs, "output") !== undefined &&
    named(outputs, "stateN") !== undefined
  );
}
