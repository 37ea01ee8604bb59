import { describe, expect, test } from "vitest";
import { boundsOf, type Geometry, isPlaced } from "@/lib/geometry/geometry";
import type { ImageInput, ModelAdapter, ModelContext, ModelInput, Suggestion } from "../adapter";
import { ADAPTERS } from "../adapters";
import { runAdapter } from "../drive";
import { ModelError } from "../model-error";
import type { ModelIo } from "../model-io";
import { type ModelOptions, modelOptionsSchema } from "../model-options";
import { float32, type Tensor, type Tensors } from "../tensor";
import { toFloat16 } from "../vision/float16";
import type { AdapterFixture } from "./adapter-fixture";

const HAIR = 1e-6;
/** Of a score that is a float32. */
const DIGITS = 4;

/** The tests that every adapter has to pass, with one model of its family or more. */
export function describeAdapter(adapter: ModelAdapter, fixtures: readonly AdapterFixture[]): void {
  describe.each(fixtures)(`adapter ${adapter.id}: $name`, (fixture) => {
    test("has valid defaults, with room for as many classes as it names", () => {
      const { classes, classCount, options } = adapter.defaults(firstIo(adapter, fixture));
      expect(modelOptionsSchema.parse(options)).toEqual(options);
      if (classes.length > 0 && classCount !== null) expect(classes).toHaveLength(classCount);
      expect(classes.every((name) => name.trim() !== "")).toBe(true);
      expect(options.picture !== undefined).toBe(adapter.media === "image");
    });

    test("makes suggestions of its own geometry, inside the item, of classes that there are", async () => {
      const suggestions = await suggestBy(adapter, fixture);
      expect(suggestions.length).toBeGreaterThan(0);
      expectSound(suggestions, adapter, fixture);
      if (fixture.expected) expectAlike(suggestions, fixture.expected);
    });

    test("says the same of the same item", async () => {
      const first = await suggestBy(adapter, fixture);
      expect(await suggestBy(adapter, fixture)).toEqual(first);
    });

    test("keeps to the least score and to the most suggestions, which are the strongest", async () => {
      const all = await suggestBy(adapter, fixture);
      const scores = all.map(({ score }) => score);
      const best = Math.max(...scores);
      const [one, ...others] = await suggestBy(
        adapter,
        withOptions(fixture, { maxSuggestions: 1 }),
      );
      expect(others).toEqual([]);
      expect(one?.score).toBe(best);
      const sure = await suggestBy(adapter, withOptions(fixture, { minScore: best }));
      expect(sure.every(({ score }) => score >= best)).toBe(true);
    });

    if (adapter.roles.length > 0) {
      testModel(adapter, fixture);
      return;
    }
    test("takes no file for its own", () => {
      expect(adapter.matches(NO_IO)).toBe(0);
    });
  });
}

/** Of adapters that run files: what they make of a model, whatever it says. */
function testModel(adapter: ModelAdapter, fixture: AdapterFixture): void {
  const io = firstIo(adapter, fixture);

  test("recognises the model, and nobody is as sure of it", () => {
    const confidence = adapter.matches(io);
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThanOrEqual(1);
    const surer = ADAPTERS.filter(
      (other) => other.id !== adapter.id && other.matches(io) >= confidence,
    );
    expect(surer.map(({ id }) => id)).toEqual([]);
  });

  test("gives the model what its file declares", async () => {
    const answer: AdapterFixture["answer"] = (step) => {
      if (step.kind === "run") expectFits(step.inputs, fixture.io[step.role]);
      return fixture.answer(step);
    };
    await suggestBy(adapter, { ...fixture, answer });
  });

  test("says in words that a model gave something else", async () => {
    for (const wrong of [nothing, oneNumberEach]) {
      const failing = suggestBy(adapter, changingOutputs(fixture, wrong));
      const error = await failing.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error, wrong.name).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({
        problem: "outputs",
        detail: expect.stringMatching(/\S+ \S+ \S+/),
      });
    }
  });

  test("makes no suggestion of what is no number", async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const suggestions = await suggestBy(adapter, changingOutputs(fixture, filledWith(value)));
      if (Number.isNaN(value)) expect(suggestions).toEqual([]);
      expectSound(suggestions, adapter, fixture);
    }
  });

  if (adapter.media !== "image") return;
  test("survives pictures of any shape", async () => {
    for (const [width, height] of [
      [1, 1],
      [3_000, 1],
      [1, 3_000],
      [4_096, 2],
    ] as const) {
      const odd = { ...fixture, input: pictureOf(width, height) };
      expectSound(await suggestBy(adapter, odd), adapter, odd);
    }
  });
}

/** Nothing for an adapter without files, which has nothing to look at. */
const NO_IO: ModelIo = { inputs: [], outputs: [], metadata: {}, opset: null, producer: "" };

function firstIo(adapter: ModelAdapter, fixture: AdapterFixture): ModelIo {
  const [role] = adapter.roles;
  const io = role === undefined ? NO_IO : fixture.io[role];
  if (!io) throw new TypeError(`The fixture “${fixture.name}” has no model.`);
  return io;
}

function contextOf(adapter: ModelAdapter, fixture: AdapterFixture): ModelContext {
  const defaults = adapter.defaults(firstIo(adapter, fixture));
  return {
    io: fixture.io,
    classes: fixture.classes ?? defaults.classes,
    options: { ...defaults.options, ...fixture.options },
    assets: fixture.assets ?? {},
  };
}

/** What the adapter makes of a fixture. */
export function suggestBy(adapter: ModelAdapter, fixture: AdapterFixture): Promise<Suggestion[]> {
  const context = contextOf(adapter, fixture);
  return runAdapter(adapter, { input: fixture.input, context, answer: fixture.answer });
}

function expectSound(
  suggestions: readonly Suggestion[],
  adapter: ModelAdapter,
  fixture: AdapterFixture,
): void {
  const { classes, options } = contextOf(adapter, fixture);
  expect(suggestions.length).toBeLessThanOrEqual(options.maxSuggestions);
  for (const { geometry, classIndex, score } of suggestions) {
    expect(geometry.kind).toBe(adapter.geometry);
    expect(score).toBeGreaterThanOrEqual(options.minScore);
    expect(score).toBeLessThanOrEqual(1);
    expect(Number.isInteger(classIndex)).toBe(true);
    expect(classes[classIndex]).toBeDefined();
    expectInside(geometry, fixture.input);
  }
}

function expectAlike(found: readonly Suggestion[], expected: readonly Suggestion[]): void {
  const rounded = (suggestions: readonly Suggestion[]) =>
    suggestions.map(({ geometry, score, ...rest }) => ({
      ...rest,
      geometry: { ...geometry, ...(isPlaced(geometry) ? roundedBounds(geometry) : {}) },
      score: Number(score.toFixed(DIGITS)),
    }));
  expect(rounded(found)).toEqual(rounded(expected));
}

function roundedBounds(geometry: Geometry) {
  return Object.fromEntries(
    Object.entries(boundsOf(geometry)).map(([side, value]) => [side, Math.round(value * 10) / 10]),
  );
}

function expectInside(geometry: Geometry, input: ModelInput): void {
  if (!isPlaced(geometry)) return;
  const { x, y, w, h } = boundsOf(geometry);
  expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
  expect(w).toBeGreaterThan(0);
  if (input.kind === "image") {
    expect(h).toBeGreaterThan(0);
    expect(x + w).toBeLessThanOrEqual(input.itemWidth + HAIR);
    expect(y + h).toBeLessThanOrEqual(input.itemHeight + HAIR);
    return;
  }
  const end = input.kind === "text" ? [...input.text].length : input.durationS;
  expect(x + w).toBeLessThanOrEqual(end + HAIR);
}

function expectFits(inputs: Tensors, io: ModelIo | undefined): void {
  for (const declared of io?.inputs ?? []) {
    const given = inputs[declared.name];
    expect(given?.type, declared.name).toBe(declared.type);
    expect(given?.dims, declared.name).toHaveLength(declared.dims.length);
    declared.dims.forEach((dim, i) => {
      if (typeof dim === "number") expect(given?.dims[i], declared.name).toBe(dim);
    });
    const room = given?.dims.reduce((product, dim) => product * dim, 1);
    expect(given?.data, declared.name).toHaveLength(room ?? 0);
  }
  const known = io?.inputs.map(({ name }) => name);
  expect(Object.keys(inputs).filter((name) => !known?.includes(name))).toEqual([]);
}

function withOptions(fixture: AdapterFixture, options: Partial<ModelOptions>): AdapterFixture {
  return { ...fixture, options: { ...fixture.options, ...options } };
}

function changingOutputs(
  fixture: AdapterFixture,
  change: (outputs: Tensors) => Tensors,
): AdapterFixture {
  const answer: AdapterFixture["answer"] = (step) => {
    const given = fixture.answer(step);
    return given instanceof Float32Array ? given : change(given);
  };
  return { ...fixture, answer };
}

function nothing(): Tensors {
  return {};
}

function oneNumberEach(outputs: Tensors): Tensors {
  return mapTensors(outputs, () => float32(new Float32Array(1), [1]));
}

function filledWith(value: number): (outputs: Tensors) => Tensors {
  return (outputs) =>
    mapTensors(outputs, (tensor) => {
      const filled = new Float32Array(tensor.data.length).fill(value);
      if (tensor.type === "float32") return { ...tensor, data: filled };
      return tensor.type === "float16" ? { ...tensor, data: toFloat16(filled) } : tensor;
    });
}

function mapTensors(outputs: Tensors, change: (tensor: Tensor) => Tensor): Tensors {
  return Object.fromEntries(Object.entries(outputs).map(([name, it]) => [name, change(it)]));
}

function pictureOf(width: number, height: number): ImageInput {
  return {
    kind: "image",
    pixels: new Uint8ClampedArray(width * height * 4).fill(200),
    width,
    height,
    itemWidth: width,
    itemHeight: height,
  };
}
