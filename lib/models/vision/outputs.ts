import type { ModelContext } from "../adapter";
import type { TensorInfo } from "../model-io";
import type { Tensor, Tensors } from "../tensor";
import { MODEL } from "./detector";
import { fromFloat16 } from "./float16";

/** Rows of numbers, row-major. */
export type Matrix = { name: string; rows: number; columns: number; data: Float32Array };

/**
 * The outputs in the order in which the file declares them, as float32 and without their batch of one.
 * @throws Error when one is missing or holds no numbers.
 */
export function outputsOf(outputs: Tensors, context: ModelContext): Output[] {
  const declared = context.io[MODEL]?.outputs ?? [];
  return declared.map(({ name }) => outputOf(outputs, name));
}

export type Output = { name: string; dims: readonly number[]; data: Float32Array };

/** @throws Error when it is missing or holds no numbers. */
export function outputOf(outputs: Tensors, name: string): Output {
  const tensor = outputs[name];
  if (!tensor) throw new TypeError(`The model gave nothing under “${name}”.`);
  const data = numbersOf(tensor);
  const room = tensor.dims.reduce((product, dim) => product * dim, 1);
  if (room !== data.length) {
    throw new TypeError(
      `“${name}” has ${data.length} numbers, but its shape has room for ${room}.`,
    );
  }
  return { name, dims: tensor.dims, data };
}

/** @throws Error when the output is no matrix, a batch of one aside. */
export function matrixOf({ name, dims, data }: Output): Matrix {
  const [rows, columns] = withoutBatch(dims);
  if (rows === undefined || columns === undefined || withoutBatch(dims).length !== 2) {
    throw new TypeError(`“${name}” has the shape [${dims.join(", ")}], which is no table.`);
  }
  return { name, rows, columns, data };
}

/** What is declared of a matrix, a batch of one aside: null where the size is free; null when it is none. */
export function declaredMatrix({
  dims,
}: TensorInfo): { rows: number | null; columns: number | null } | null {
  const inner =
    dims.length === 3 && (typeof dims[0] !== "number" || dims[0] === 1) ? dims.slice(1) : dims;
  if (inner.length !== 2) return null;
  const [rows, columns] = inner.map((dim) => (typeof dim === "number" && dim > 0 ? dim : null));
  return { rows: rows ?? null, columns: columns ?? null };
}

/** Leading ones are taken off as long as a matrix is left. */
function withoutBatch(dims: readonly number[]): readonly number[] {
  return dims.length > 2 && dims[0] === 1 ? withoutBatch(dims.slice(1)) : dims;
}

function numbersOf({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type === "float16" && data instanceof Uint16Array) return fromFloat16(data);
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}
