import type * as Ort from "onnxruntime-web";
import { ModelError } from "../model-error";
import { TENSOR_TYPES, type Tensor, type TensorData, type Tensors } from "../tensor";

type OrtTensors = Readonly<Record<string, Ort.Tensor>>;

/** Tensors of ours as those of the runtime; memory is shared. */
export function toOrt(tensors: Tensors, ort: typeof Ort): Record<string, Ort.Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type, data, [...dims]),
    ]),
  );
}

/** @throws ModelError outputs when one is of a type that no adapter reads, as texts are */
export function fromOrt(tensors: OrtTensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, tensorOf(name, tensor)]),
  );
}

function tensorOf(name: string, { type, data, dims }: Ort.Tensor): Tensor {
  const known = TENSOR_TYPES.find((each) => each === type);
  if (!known || known === "string" || !ArrayBuffer.isView(data)) {
    throw new ModelError("outputs", `${name}: ${type}`);
  }
  // Newer browsers have an array type for 16-bit floats; adapters read the bits.
  const bits =
    known === "float16" && !(data instanceof Uint16Array)
      ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
      : data;
  // The element type says which array it is.
  return { type: known, dims, data: bits as TensorData };
}
