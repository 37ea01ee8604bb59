import { ModelError } from "../model-error";
import type { TensorInfo } from "../model-io";
import type { TensorType } from "../tensor";
import type { ProtobufReader } from "./protobuf-reader";

/** Numbers of onnx.proto: TensorProto.DataType. */
const ELEMENT_TYPES: Readonly<Record<number, TensorType>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
};
const EXTERNAL = 1;

/** Far above what any model has; a file that claims more would only fill the memory. */
const MAX_VALUES = 1_000;
const MAX_WEIGHTS = 1_000_000;
const MAX_DIMS = 64;
const MAX_OPERATORS = 10_000;
/** Of graphs inside of operators (If, Loop). */
const MAX_DEPTH = 16;

/** A graph of the file: what goes in and comes out; its operators are added to the set. */
export function readGraph(
  reader: ProtobufReader,
  operators: Set<string>,
  depth = 0,
): { inputs: TensorInfo[]; outputs: TensorInfo[] } {
  if (depth > MAX_DEPTH) throw new ModelError("corrupt");
  const weights = new Set<string>();
  const inputs: ProtobufReader[] = [];
  const outputs: ProtobufReader[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        readNode(reader.message(), operators, depth);
        break;
      case 5:
        weights.add(readTensor(reader.message()));
        break;
      case 15:
        weights.add(readSparseTensor(reader.message()));
        break;
      case 11:
        inputs.push(reader.message());
        break;
      case 12:
        outputs.push(reader.message());
        break;
    }
    if (Math.max(weights.size, inputs.length, outputs.length) > MAX_WEIGHTS) {
      throw new ModelError("corrupt");
    }
  }
  // What goes into a graph inside is of no interest, and may be of any type.
  if (depth > 0) return { inputs: [], outputs: [] };
  return {
    // Up to version 3 of the format, weights are listed among the inputs.
    inputs: readValues(inputs, (name) => !weights.has(name)),
    outputs: readValues(outputs, () => true),
  };
}

/** The nodes of a graph or a function, by the number of the field that holds them. */
export function readNodes(
  reader: ProtobufReader,
  { field, operators }: { field: number; operators: Set<string> },
): void {
  while (reader.next()) {
    if (reader.field === field) readNode(reader.message(), operators, 0);
  }
}

function readNode(reader: ProtobufReader, operators: Set<string>, depth: number): void {
  let type = "";
  let domain = "";
  while (reader.next()) {
    if (reader.field === 4) type = reader.text();
    if (reader.field === 7) domain = reader.text();
    if (reader.field === 5) readAttribute(reader.message(), operators, depth);
  }
  operators.add(domain === "" || domain === "ai.onnx" ? type : `${domain}:${type}`);
  if (operators.size > MAX_OPERATORS) throw new ModelError("corrupt");
}

/** Constants and graphs lie in attributes. */
function readAttribute(reader: ProtobufReader, operators: Set<string>, depth: number): void {
  while (reader.next()) {
    if (reader.field === 5 || reader.field === 10) readTensor(reader.message());
    if (reader.field === 6 || reader.field === 11) {
      readGraph(reader.message(), operators, depth + 1);
    }
  }
}

/**
 * The name of a constant.
 * @throws ModelError external_data when its numbers are in another file
 */
function readTensor(reader: ProtobufReader): string {
  let name = "";
  let isExternal = false;
  let location: string | null = null;
  while (reader.next()) {
    if (reader.field === 8) name = reader.text();
    if (reader.field === 14) isExternal = reader.int() === EXTERNAL;
    if (reader.field === 13) location ??= readLocation(reader.message());
  }
  if (isExternal) throw new ModelError("external_data", location);
  return name;
}

function readLocation(reader: ProtobufReader): string | null {
  let key = "";
  let value = "";
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    if (reader.field === 2) value = reader.text();
  }
  return key === "location" ? value : null;
}

function readSparseTensor(reader: ProtobufReader): string {
  let name = "";
  while (reader.next()) {
    // Its values, a tensor with the name of the whole.
    if (reader.field === 1) name = readTensor(reader.message());
  }
  return name;
}

function readValues(
  readers: readonly ProtobufReader[],
  isWanted: (name: string) => boolean,
): TensorInfo[] {
  const infos: TensorInfo[] = [];
  for (const reader of readers) {
    let name = "";
    let type: TensorKind | null = null;
    while (reader.next()) {
      if (reader.field === 1) name = reader.text();
      if (reader.field === 2) type = readType(reader.message());
    }
    if (!isWanted(name)) continue;
    const element = type === null ? undefined : ELEMENT_TYPES[type.element];
    if (!type || !element) throw new ModelError("layout", name);
    infos.push({ name, type: element, dims: type.dims });
    if (infos.length > MAX_VALUES) throw new ModelError("corrupt");
  }
  return infos;
}

type TensorKind = { element: number; dims: TensorInfo["dims"] };

/** Null for what is no tensor: lists, maps, optional values. */
function readType(reader: ProtobufReader): TensorKind | null {
  let kind: TensorKind | null = null;
  while (reader.next()) {
    if (reader.field !== 1) continue;
    kind = { element: 0, dims: [] };
    const tensor = reader.message();
    while (tensor.next()) {
      if (tensor.field === 1) kind.element = tensor.int() ?? 0;
      if (tensor.field === 2) kind.dims = readShape(tensor.message());
    }
  }
  return kind;
}

function readShape(reader: ProtobufReader): TensorInfo["dims"] {
  const dims: TensorInfo["dims"] = [];
  while (reader.next()) {
    if (reader.field !== 1) continue;
    let dim: number | string | null = null;
    const size = reader.message();
    while (size.next()) {
      // Some exporters write -1 or 0 for what is free.
      if (size.field === 1) dim = positive(size.int());
      if (size.field === 2) dim = size.text();
    }
    dims.push(dim);
    if (dims.length > MAX_DIMS) throw new ModelError("corrupt");
  }
  return dims;
}

function positive(size: number | null): number | null {
  return size !== null && size > 0 ? size : null;
}
