/** Element types of ONNX that models of ours take or give. */
export const TENSOR_TYPES = [
  "float32",
  "float16",
  "int64",
  "int32",
  "int8",
  "uint8",
  "bool",
  "string",
] as const;
export type TensorType = (typeof TENSOR_TYPES)[number];

export type TensorData =
  | Float32Array
  | BigInt64Array
  | Int32Array
  | Int8Array
  | Uint8Array
  | Uint16Array;

/** Numbers with a shape, row-major. `int64` is a BigInt64Array, `float16` the bits in a Uint16Array. */
export type Tensor = {
  readonly type: Exclude<TensorType, "string">;
  readonly dims: readonly number[];
  readonly data: TensorData;
};

/** What goes into or comes out of one run of a model, by the names of its inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

export function float32(data: Float32Array, dims: readonly number[]): Tensor {
  return { type: "float32", dims, data };
}

/** @throws TypeError when the output is missing or is no float32: the adapter does not fit the model. */
export function floatsOf(
  tensors: Tensors,
  name: string,
): { data: Float32Array; dims: readonly number[] } {
  const tensor = tensors[name];
  if (!(tensor?.data instanceof Float32Array)) {
    throw new TypeError(`The model gave no numbers under “${name}”.`);
  }
  return { data: tensor.data, dims: tensor.dims };
}
