import { ModelError } from "../model-error";
import type { ModelIo } from "../model-io";
import { BYTES, ProtobufReader, VARINT } from "./protobuf-reader";
import { readGraph, readNodes } from "./read-graph";

export type OnnxFile = {
  io: ModelIo;
  /** Operators that the model uses, sorted; those of other sets than ONNX's own as `domain:Name`. */
  operators: readonly string[];
};

/** Fields of ModelProto and how they are written: what begins with another one is no ONNX. */
const MODEL_FIELDS: Readonly<Record<number, number>> = {
  ...{ 1: VARINT, 2: BYTES, 3: BYTES, 4: BYTES, 5: VARINT, 6: BYTES, 7: BYTES, 8: BYTES },
  ...{ 14: BYTES, 20: BYTES, 25: BYTES, 26: BYTES },
};
const HEAD_BYTES = 64;
/** Far above what any model has; a file that claims more would only fill the memory. */
const MAX_METADATA = 10_000;

/**
 * What an .onnx file says of itself. Weights are stepped over, so that the size of the file hardly matters.
 * @throws ModelError not_onnx, corrupt, external_data (`detail`: the file that is missing) or layout (`detail`: an input or
 *   output that is no tensor of a type that a browser can handle)
 */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  requireModel(bytes);
  const reader = new ProtobufReader(bytes);
  const metadata = new Map<string, string>();
  const operators = new Set<string>();
  const io: ModelIo = { inputs: [], outputs: [], metadata: {}, opset: null, producer: "" };
  let hasGraph = false;
  let hasOpsets = false;
  while (reader.next()) {
    switch (reader.field) {
      case 2:
      case 3:
        io.producer = `${io.producer} ${reader.text()}`.trim();
        break;
      case 7:
        Object.assign(io, readGraph(reader.message(), operators));
        hasGraph = true;
        break;
      case 8: {
        const { domain, version } = readOpset(reader.message());
        if (domain === "" || domain === "ai.onnx") io.opset = version;
        hasOpsets = true;
        break;
      }
      case 14:
        readEntry(reader.message(), metadata);
        break;
      case 25:
        readNodes(reader.message(), { field: 7, operators });
        break;
    }
  }
  // Every file has both: what lacks one was cut off between two fields.
  if (!hasGraph || !hasOpsets) throw new ModelError("corrupt");
  io.metadata = Object.fromEntries(metadata);
  return { io, operators: [...operators].sort() };
}

/** Looks at the first field alone: files of other kinds differ there. */
function requireModel(bytes: Uint8Array): void {
  const head = new ProtobufReader(bytes.subarray(0, HEAD_BYTES));
  try {
    head.next();
  } catch {
    // The value reaches past the head; what it is was read before.
  }
  if (MODEL_FIELDS[head.field] !== head.wireType) throw new ModelError("not_onnx");
}

function readOpset(reader: ProtobufReader): { domain: string; version: number | null } {
  let domain = "";
  let version: number | null = null;
  while (reader.next()) {
    if (reader.field === 1) domain = reader.text();
    if (reader.field === 2) version = reader.int();
  }
  return { domain, version };
}

function readEntry(reader: ProtobufReader, metadata: Map<string, string>): void {
  let key = "";
  let value = "";
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    if (reader.field === 2) value = reader.text();
  }
  if (metadata.size >= MAX_METADATA) throw new ModelError("corrupt");
  metadata.set(key, value);
}
