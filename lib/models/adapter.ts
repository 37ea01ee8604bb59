import type { Geometry, GeometryKind } from "@/lib/geometry/geometry";
import type { MediaKind } from "@/lib/media/media";
import type { ModelIo } from "./model-io";
import type { ModelOptions } from "./model-options";
import type { Tensors } from "./tensor";

export const MODEL_TASKS = [
  "detection",
  "face-detection",
  "text-detection",
  "image-classification",
  "speech",
  "token-classification",
  "audio-tagging",
] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

/** The pixels of an image as they were decoded, upright; a smaller copy of it when it is very large. */
export type ImageInput = {
  kind: "image";
  /** RGBA, row-major. */
  pixels: Uint8ClampedArray;
  width: number;
  height: number;
  /** Of the item, in whose pixels suggestions are. */
  itemWidth: number;
  itemHeight: number;
};
export type TextInput = { kind: "text"; text: string };
/** Samples are asked for piece by piece (`needSamples`): a recording may last hours. */
export type AudioInput = { kind: "audio"; durationS: number };
export type ModelInput = ImageInput | TextInput | AudioInput;
type Inputs = { image: ImageInput; text: TextInput; audio: AudioInput };
// Looked up and not extracted: so an adapter of one kind is an adapter, and can stand in ADAPTERS.
export type InputOf<K extends MediaKind> = Inputs[K];

/** What a model says of an item, before its classes are mapped to a project's labels. */
export type Suggestion = {
  /** In units of the item: pixels of the upright image, code points, seconds. */
  geometry: Geometry;
  /** Index into the classes of the model. */
  classIndex: number;
  /** 0..1 */
  score: number;
  /** Surface text of a span. */
  text?: string;
  /** E.g. what a text detector read. */
  attributes?: Readonly<Record<string, string>>;
};

/** What an adapter asks of whoever drives it. */
export type ModelStep =
  | { kind: "run"; role: string; inputs: Tensors }
  /** Mono, -1..1, at `sampleRate`; may reach past the end, where it is silent. */
  | { kind: "samples"; startS: number; endS: number; sampleRate: number }
  /** The adapter's own work that has to be awaited; the answer is empty (see `workOn`). */
  | { kind: "work"; work(tools: WorkTools): Promise<void> };
export type WorkStep = Extract<ModelStep, { kind: "work" }>;
/** Steps that only somebody outside can answer. */
export type AskingStep = Exclude<ModelStep, WorkStep>;
export type WorkTools = {
  signal?: AbortSignal;
  /** Awaited every few milliseconds of work: whoever drives may have something else to do. */
  pause?: () => Promise<void>;
};
export type StepAnswer = Tensors | Float32Array;

/** A pure coroutine: it yields what it needs, is given the answer, and returns its suggestions. */
export type Suggesting = Generator<ModelStep, Suggestion[], StepAnswer>;

export type ModelContext = {
  /** By role; most adapters have one, "model". */
  io: Readonly<Record<string, ModelIo>>;
  classes: readonly string[];
  options: ModelOptions;
  /** Texts beside the model, by role: "dictionary" (a character a line), "tokenizer" (tokenizer.json). */
  assets: Readonly<Record<string, string>>;
};

/** What some models tell beside what an adapter makes suggestions of. */
export const UNUSED_OUTPUTS = ["masks", "keypoints"] as const;
export type UnusedOutput = (typeof UNUSED_OUTPUTS)[number];

/** What is known of a file before anybody sets anything. */
export type AdapterDefaults = {
  /** From the metadata, or those that the family always has; empty when they have to be given. */
  classes: readonly string[];
  /** How many classes the outputs have room for; null when the file does not say. */
  classCount: number | null;
  options: ModelOptions;
  /** What the model tells and the adapter leaves out: a person has to know before choosing it. */
  unused?: readonly UnusedOutput[];
};

/**
 * One family of models: what it looks like and how to talk to it. One file each, named in ADAPTERS, and
 * every one passes the suite in testing/adapter-conformance.ts.
 */
export interface ModelAdapter<K extends MediaKind = MediaKind> {
  id: string;
  /** As the field calls the family; the same in every language. */
  name: string;
  task: ModelTask;
  media: K;
  /** What its suggestions are made of. */
  geometry: GeometryKind;
  /** The files that it runs; the first is the one by which it is recognised. None: it is no network (rules). */
  roles: readonly string[];
  /** Texts that it needs beside the files (see ModelContext.assets). */
  assets: readonly string[];
  /** 0: certainly not; 1: certainly. Looks at names, types and shapes alone. Always 0 without files. */
  matches(io: ModelIo): number;
  defaults(io: ModelIo): AdapterDefaults;
  /**
   * The classes that suggestions can have, by names for a person, where these are not simply all of them: of
   * the tags O, B-PER and I-PER it is B-PER, as “PER”. Only these are to be mapped to labels.
   */
  usedClasses?(classes: readonly string[]): readonly { classIndex: number; name: string }[];
  /** @throws Error in words for a person when the outputs are not what the family has. */
  suggest(input: InputOf<K>, context: ModelContext): Suggesting;
}

/** For adapters: one run of a model. */
export function* run(role: string, inputs: Tensors): Generator<ModelStep, Tensors, StepAnswer> {
  const answer = yield { kind: "run", role, inputs };
  if (answer instanceof Float32Array) throw new TypeError("Samples came in place of outputs.");
  return answer;
}

/** For adapters: samples of the recording, mono, -1..1. */
export function* needSamples(
  span: { startS: number; endS: number },
  sampleRate: number,
): Generator<ModelStep, Float32Array, StepAnswer> {
  const answer = yield { kind: "samples", ...span, sampleRate };
  if (!(answer instanceof Float32Array)) throw new TypeError("Outputs came in place of samples.");
  return answer;
}

/** For adapters: work that takes its time and needs nothing from outside. */
export function* workOn<T>(
  work: (tools: WorkTools) => Promise<T>,
): Generator<ModelStep, T, StepAnswer> {
  const results: { value: T }[] = [];
  yield {
    kind: "work",
    work: async (tools) => void results.push({ value: await work(tools) }),
  };
  const [result] = results;
  if (!result) throw new TypeError("The work was not done.");
  return result.value;
}
