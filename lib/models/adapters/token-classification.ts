import * as z from "zod/mini";
import { indexCodePoints } from "@/lib/text/code-points";
import {
  type ModelAdapter,
  type ModelContext,
  type ModelStep,
  run,
  type StepAnswer,
} from "../adapter";
import { numberOption } from "../extra-options";
import type { ModelIo, TensorInfo } from "../model-io";
import { strongest } from "../strongest";
import { floatsOf, type Tensor } from "../tensor";
import { spanKinds, spansOfTags, type TaggedWord } from "../tokens/tag-spans";
import { openTokenizer, type TextTokenizer, type TokenisedText } from "../tokens/text-tokenizer";
import { type TokenWindow, tokenWindows } from "../tokens/windows";
import { wordsOfTokens } from "../tokens/words";

/**
 * BERT and its like with a tag for each token, and the tokenizer.json that goes with it. The classes are the tags
 * in the order of the outputs (O, B-PER, I-PER…); a span has the class of the first tag of its kind.
 *
 * `extra`: maxTokens (512) that the model sees at once, overlap (128) of what it sees one after the other.
 */
export const tokenClassification: ModelAdapter<"text"> = {
  id: "token-classification",
  name: "Token classification",
  task: "token-classification",
  media: "text",
  geometry: "interval",
  roles: ["model"],
  assets: ["tokenizer"],
  matches: (io) => {
    const ids = io.inputs.find(({ name }) => name === "input_ids");
    const isSequence = ids?.dims.length === 2 && /^int(32|64)$/.test(ids.type);
    return isSequence && tagsOutput(io) ? 0.95 : 0;
  },
  defaults: (io) => {
    const count = tagsOutput(io)?.dims[2];
    return {
      classes: tagsInMetadata(io.metadata),
      classCount: typeof count === "number" ? count : null,
      options: {
        minScore: 0.3,
        iouThreshold: null,
        maxSuggestions: 5_000,
        extra: { maxTokens: 512, overlap: 128 },
      },
    };
  },
  usedClasses: spanKinds,
  *suggest({ text }, context) {
    const tokenizer = tokenizerOf(context.assets["tokenizer"]);
    const tokens = tokenizer.tokenise(text);
    const tagged = yield* tagTokens(tokens, tokenizer, context);
    const points = indexCodePoints(text);
    const { minScore, maxSuggestions } = context.options;
    const spans = spansOfTags(taggedWords(text, tokens, tagged), context.classes);
    return strongest(
      spans.filter(({ score }) => score >= minScore),
      maxSuggestions,
    ).flatMap(({ classIndex, score, ...range }) => {
      const { start, end } = withoutBlanks(text, range);
      if (end <= start) return [];
      const from = points.toOffset(start);
      const to = points.toOffset(end) + (points.isBoundary(end) ? 0 : 1);
      return [
        {
          geometry: { kind: "interval" as const, start: from, end: to },
          classIndex,
          score,
          text: points.slice(from, to),
        },
      ];
    });
  },
};

type Tagged = { classes: Int32Array; scores: Float32Array };

/** The likeliest tag of every token; a long text is seen window by window. */
function* tagTokens(
  tokens: TokenisedText,
  { special }: TextTokenizer,
  context: ModelContext,
): Generator<ModelStep, Tagged, StepAnswer> {
  const io = context.io["model"];
  const output = io && tagsOutput(io);
  if (!io || !output) throw new Error("The model has no output with a tag for each token.");
  const { extra } = context.options;
  const fixed = io.inputs.find(({ name }) => name === "input_ids")?.dims[1];
  const length = typeof fixed === "number" ? fixed : numberOption(extra, "maxTokens", 512);
  const around = special.before.length + special.after.length;
  const count = tokens.ids.length;
  const windows = tokenWindows(
    count,
    Math.max(1, length - around),
    numberOption(extra, "overlap", 128),
  );
  const tagged = { classes: new Int32Array(count), scores: new Float32Array(count) };
  for (const window of windows) {
    const ids = [
      ...special.before,
      ...tokens.ids.slice(window.start, window.end),
      ...special.after,
    ];
    const inputs = inputsOf(io, ids, { length: fixed ?? null, pad: special.pad });
    const { data, dims } = floatsOf(yield* run("model", inputs), output.name);
    const classCount = dims[2] ?? 0;
    if (classCount !== context.classes.length) {
      throw new Error(
        `The model has ${classCount} tags, and ${context.classes.length} are named: their list must be complete, “O” included.`,
      );
    }
    readTags(tagged, window, { data, classCount, before: special.before.length });
  }
  return tagged;
}

function readTags(
  { classes, scores }: Tagged,
  { start, ownStart, ownEnd }: TokenWindow,
  { data, classCount, before }: { data: Float32Array; classCount: number; before: number },
): void {
  for (let index = ownStart; index < ownEnd; index++) {
    const from = (before + index - start) * classCount;
    let best = 0;
    for (let place = 1; place < classCount; place++) {
      if ((data[from + place] ?? 0) > (data[from + best] ?? 0)) best = place;
    }
    const highest = data[from + best] ?? 0;
    let sum = 0;
    for (let place = 0; place < classCount; place++) {
      sum += Math.exp((data[from + place] ?? 0) - highest);
    }
    classes[index] = best;
    scores[index] = 1 / sum;
  }
}

function* taggedWords(
  text: string,
  tokens: TokenisedText,
  { classes, scores }: Tagged,
): Generator<TaggedWord> {
  for (const { first, after } of wordsOfTokens(text, tokens)) {
    let end = 0;
    for (let index = first; index < after; index++) end = Math.max(end, tokens.ends[index] ?? 0);
    yield {
      start: tokens.starts[first] ?? 0,
      end,
      classIndex: classes[first] ?? 0,
      score: scores[first] ?? 0,
    };
  }
}

/** By the names that exporters give them; whatever else a model takes cannot be known. */
function inputsOf(
  { inputs }: ModelIo,
  ids: readonly number[],
  { length, pad }: { length: number | string | null; pad: number },
): Record<string, Tensor> {
  const size = typeof length === "number" ? length : ids.length;
  const values: Readonly<Record<string, (index: number) => number>> = {
    input_ids: (index) => ids[index] ?? pad,
    attention_mask: (index) => (index < ids.length ? 1 : 0),
    token_type_ids: () => 0,
    position_ids: (index) => index,
  };
  return Object.fromEntries(
    inputs.map(({ name, type }) => {
      const value = values[name];
      if (!value) throw new Error(`The model asks for “${name}”, which is not known here.`);
      return [
        name,
        integers(
          type,
          Array.from({ length: size }, (_, index) => value(index)),
        ),
      ];
    }),
  );
}

function integers(type: TensorInfo["type"], values: readonly number[]): Tensor {
  const dims = [1, values.length];
  return type === "int32"
    ? { type, dims, data: Int32Array.from(values) }
    : { type: "int64", dims, data: BigInt64Array.from(values, BigInt) };
}

function tagsOutput({ outputs }: ModelIo): TensorInfo | undefined {
  return outputs.find(({ type, dims }) => type === "float32" && dims.length === 3);
}

const id2labelSchema = z.union([
  z.array(z.string()),
  z.pipe(
    z.record(z.string(), z.string()),
    z.transform((labels) =>
      Object.entries(labels)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, label]) => label),
    ),
  ),
]);

function tagsInMetadata(metadata: ModelIo["metadata"]): string[] {
  const source = metadata["id2label"] ?? metadata["names"];
  if (source === undefined) return [];
  try {
    return id2labelSchema.parse(JSON.parse(source));
  } catch {
    // Whatever else it is, the tags can be typed in.
    return [];
  }
}

function withoutBlanks(text: string, { start, end }: { start: number; end: number }) {
  const covered = text.slice(start, end);
  return {
    start: start + (covered.length - covered.trimStart().length),
    end: end - (covered.length - covered.trimEnd().length),
  };
}

/** Opening one takes long for a large vocabulary; items of a run all have the same. */
let lastOpened: { source: string; tokenizer: TextTokenizer } | null = null;

function tokenizerOf(source: string | undefined): TextTokenizer {
  if (source === undefined) throw new Error("The tokenizer.json of this model is missing.");
  if (lastOpened?.source !== source) lastOpened = { source, tokenizer: openTokenizer(source) };
  return lastOpened.tokenizer;
}
