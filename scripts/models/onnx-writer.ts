import { ProtobufWriter } from "./protobuf-writer";

/** Numbers of onnx.proto: TensorProto.DataType. */
export const ELEMENT_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

type Attribute =
  | { name: string; int: number }
  | { name: string; float: number }
  | { name: string; ints: readonly number[] }
  | { name: string; text: string };

export type OnnxNode = {
  op: string;
  /** An empty name leaves an optional input out. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: readonly Attribute[];
};

/** A constant of the graph; `data` as it lies in memory, little-endian. */
export type Initializer = {
  name: string;
  type: ElementType;
  dims: readonly number[];
  data: ArrayBufferView;
};

/** A dimension that is free is a name. */
export type ValueInfo = { name: string; type: ElementType; dims: readonly (number | string)[] };

export type OnnxModel = {
  name: string;
  producer: string;
  opset: number;
  inputs: readonly ValueInfo[];
  outputs: readonly ValueInfo[];
  /** In an order in which each has its inputs when its turn comes. */
  nodes: readonly OnnxNode[];
  initializers: readonly Initializer[];
  metadata?: Readonly<Record<string, string>>;
};

/** Of ONNX 1.8: the oldest that all operator sets up to 13 go with. */
const IR_VERSION = 7;
const ATTRIBUTE_TYPES = { float: 1, int: 2, text: 3, ints: 7 } as const;

/** An .onnx file. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  const graph = new ProtobufWriter();
  for (const node of model.nodes) graph.message(1, nodeProto(node));
  graph.string(2, model.name);
  for (const initializer of model.initializers) graph.message(5, tensorProto(initializer));
  for (const input of model.inputs) graph.message(11, valueProto(input));
  for (const output of model.outputs) graph.message(12, valueProto(output));

  const whole = new ProtobufWriter()
    .varint(1, IR_VERSION)
    .string(2, model.producer)
    .message(7, graph)
    .message(8, new ProtobufWriter().string(1, "").varint(2, model.opset));
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    whole.message(14, new ProtobufWriter().string(1, key).string(2, value));
  }
  return whole.finish();
}

function nodeProto({ op, inputs, outputs, attributes = [] }: OnnxNode): ProtobufWriter {
  const proto = new ProtobufWriter();
  for (const input of inputs) proto.string(1, input);
  for (const output of outputs) proto.string(2, output);
  proto.string(3, outputs[0] ?? op).string(4, op);
  for (const attribute of attributes) proto.message(5, attributeProto(attribute));
  return proto;
}

function attributeProto(attribute: Attribute): ProtobufWriter {
  const proto = new ProtobufWriter().string(1, attribute.name);
  if ("int" in attribute) return proto.varint(3, attribute.int).varint(20, ATTRIBUTE_TYPES.int);
  if ("float" in attribute) {
    return proto.float(2, attribute.float).varint(20, ATTRIBUTE_TYPES.float);
  }
  if ("text" in attribute) return proto.string(4, attribute.text).varint(20, ATTRIBUTE_TYPES.text);
  for (const value of attribute.ints) proto.varint(8, value);
  return proto.varint(20, ATTRIBUTE_TYPES.ints);
}

function tensorProto({ name, type, dims, data }: Initializer): ProtobufWriter {
  const proto = new ProtobufWriter();
  for (const dim of dims) proto.varint(1, dim);
  return proto
    .varint(2, ELEMENT_TYPES[type])
    .string(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function valueProto({ name, type, dims }: ValueInfo): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const dim of dims) {
    const proto = new ProtobufWriter();
    shape.message(1, typeof dim === "number" ? proto.varint(1, dim) : proto.string(2, dim));
  }
  const tensor = new ProtobufWriter().varint(1, ELEMENT_TYPES[type]).message(2, shape);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
