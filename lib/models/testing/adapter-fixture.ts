import type { AskingStep, ModelInput, StepAnswer, Suggestion } from "../adapter";
import type { ModelIo, TensorInfo } from "../model-io";
import type { ModelOptions } from "../model-options";
import { float32, type Tensor, type Tensors } from "../tensor";

/** One model of a family and what it says of one item: recorded, or the inverse of what the adapter decodes. */
export type AdapterFixture = {
  name: string;
  /** By role; none of an adapter without files. */
  io: Readonly<Record<string, ModelIo>>;
  input: ModelInput;
  /** In place of the defaults'. */
  classes?: readonly string[];
  options?: Partial<ModelOptions>;
  assets?: Readonly<Record<string, string>>;
  answer: (step: AskingStep) => StepAnswer;
  /** What must come out, strongest first; give or take rounding. */
  expected?: readonly Suggestion[];
};

type Declared = readonly [
  name: string,
  dims: Readonly<TensorInfo["dims"]>,
  type?: TensorInfo["type"],
];

/** What a file declares, in short: float32 unless said. */
export function modelIo(
  inputs: readonly Declared[],
  outputs: readonly Declared[],
  metadata: Record<string, string> = {},
): ModelIo {
  return {
    inputs: inputs.map(tensorInfo),
    outputs: outputs.map(tensorInfo),
    metadata,
    opset: 17,
    producer: "pytorch",
  };
}

function tensorInfo([name, dims, type = "float32"]: Declared): TensorInfo {
  return { name, dims: [...dims], type };
}

/** Grey pixels of an item of 810 × 1080: what the model says is given, so nobody looks at them. */
export function greyPicture(): ModelInput & { kind: "image" } {
  return {
    kind: "image",
    pixels: new Uint8ClampedArray(81 * 108 * 4).fill(128),
    width: 81,
    height: 108,
    itemWidth: 810,
    itemHeight: 1_080,
  };
}

/** Of a model that says the same of everything. */
export function always(outputs: Tensors): AdapterFixture["answer"] {
  return (step) => {
    if (step.kind !== "run") throw new TypeError("This model hears nothing.");
    return outputs;
  };
}

/** A tensor of which most rows are alike: `rest` in every place of those that are not told. */
export type SparseTensor = {
  dims: readonly number[];
  rest: number;
  /** Numbers of a row (of the last dimension) by its place. */
  rows: Readonly<Record<string, readonly number[]>>;
};

export function denseTensor({ dims, rest, rows }: SparseTensor): Tensor {
  const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(rest);
  const columns = dims.at(-1) ?? 1;
  for (const [row, values] of Object.entries(rows)) data.set(values, Number(row) * columns);
  return float32(data, dims);
}
