import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedData } from "@/lib/testing/shared-data";
import { type OnnxModel, writeOnnx } from "@/scripts/models/onnx-writer";
import { ProtobufWriter } from "@/scripts/models/protobuf-writer";
import { BUILT_IN_MODELS } from "../catalogue";
import { MODEL_PROBLEMS, ModelError } from "../model-error";
import { modelIoSchema } from "../model-io";
import { readOnnx } from "./read-onnx";

const SMALL: OnnxModel = {
  name: "small",
  producer: "a test",
  opset: 13,
  inputs: [{ name: "x", type: "float32", dims: ["batch", 3] }],
  outputs: [{ name: "y", type: "float32", dims: ["batch", 3] }],
  nodes: [
    { op: "Mul", inputs: ["x", "factor"], outputs: ["z"] },
    { op: "LeakyRelu", inputs: ["z"], outputs: ["y"], attributes: [{ name: "alpha", float: 0.1 }] },
  ],
  initializers: [
    { name: "factor", type: "float32", dims: [3], data: Float32Array.of(1, 2, 3) },
    { name: "unused", type: "int64", dims: [2], data: BigInt64Array.of(-1n, 2n) },
  ],
  metadata: { names: "{0: 'person', 1: 'bus'}", task: "detect", stride: "32" },
};

test("inputs, outputs, operators and metadata of a file", () => {
  const { io, operators } = readOnnx(writeOnnx(SMALL));
  expect(io).toEqual({
    inputs: SMALL.inputs,
    outputs: SMALL.outputs,
    metadata: SMALL.metadata,
    opset: 13,
    producer: "a test",
  });
  expect(operators).toEqual(["LeakyRelu", "Mul"]);
});

test("weights that are listed among the inputs are none", () => {
  const factor = { name: "factor", type: "float32", dims: [3] } as const;
  const { io } = readOnnx(writeOnnx({ ...SMALL, inputs: [...SMALL.inputs, factor] }));
  expect(io.inputs).toEqual(SMALL.inputs);
});

test("sizes of -1 and 0 are free", () => {
  const inputs = [{ name: "x", type: "uint8", dims: [-1, 0, 4] }] as const;
  const { io } = readOnnx(writeOnnx({ ...SMALL, inputs }));
  expect(io.inputs[0]?.dims).toEqual([null, null, 4]);
});

describe("what cannot be read says why", () => {
  const problemOf = (bytes: Uint8Array) => {
    try {
      readOnnx(bytes);
      return null;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      expect(MODEL_PROBLEMS).toContain(error.problem);
      return error.detail === null ? error.problem : `${error.problem}: ${error.detail}`;
    }
  };
  const textBytes = (text: string) => new TextEncoder().encode(text);

  test.each([
    ["nothing", new Uint8Array()],
    ["a text", textBytes("Hello. This is a text.")],
    ["JSON", textBytes('{"modelTopology": {}}')],
    ["a page", textBytes("<!DOCTYPE html><html></html>")],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    ["a zip, as PyTorch writes", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0)],
    ["TensorFlow Lite", Uint8Array.of(0x1c, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33)],
  ])("%s is no ONNX", (_, bytes) => {
    expect(problemOf(bytes)).toBe("not_onnx");
  });

  test("a file that ends anywhere is cut off, or lacks only what is not needed", () => {
    const whole = writeOnnx(SMALL);
    const { io, operators } = readOnnx(whole);
    const withoutMetadata = writeOnnx({ ...SMALL, metadata: {} }).byteLength;
    for (let length = 1; length < whole.byteLength; length += 1) {
      const cut = whole.slice(0, length);
      const problem = problemOf(cut);
      if (problem === null) {
        expect(length).toBeGreaterThanOrEqual(withoutMetadata);
        const read = readOnnx(cut);
        expect({ ...read.io, metadata: io.metadata }).toEqual(io);
        expect(read.operators).toEqual(operators);
      } else {
        expect(["corrupt", "not_onnx"]).toContain(problem);
        if (length > 1) expect(problem).toBe("corrupt");
      }
    }
  });

  test("any bytes, and any change of a byte, are read or refused, and nothing else is thrown", () => {
    const whole = writeOnnx(SMALL);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        problemOf(bytes);
        problemOf(Uint8Array.of(8, 7, ...bytes));
        problemOf(Uint8Array.of(8, 7, 0x3a, bytes.length & 0x7f, ...bytes));
      }),
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        problemOf(changed);
      }),
      { numRuns: 2_000 },
    );
  });

  test("weights in another file", () => {
    const entry = new ProtobufWriter().string(1, "location").string(2, "model.onnx_data");
    const tensor = new ProtobufWriter().string(8, "w").message(13, entry).varint(14, 1);
    expect(problemOf(modelOf(new ProtobufWriter().message(5, tensor)))).toBe(
      "external_data: model.onnx_data",
    );
    // Those of a Constant lie in its attribute.
    const attribute = new ProtobufWriter().string(1, "value").message(5, tensor);
    const node = new ProtobufWriter().string(4, "Constant").message(5, attribute);
    expect(problemOf(modelOf(new ProtobufWriter().message(1, node)))).toBe(
      "external_data: model.onnx_data",
    );
  });

  test("an input that is a list, or of a type that no adapter takes", () => {
    const list = new ProtobufWriter().message(4, new ProtobufWriter());
    const input = new ProtobufWriter().string(1, "boxes").message(2, list);
    expect(problemOf(modelOf(new ProtobufWriter().message(11, input)))).toBe("layout: boxes");
    const double = new ProtobufWriter().message(1, new ProtobufWriter().varint(1, 11));
    const output = new ProtobufWriter().string(1, "sums").message(2, double);
    expect(problemOf(modelOf(new ProtobufWriter().message(12, output)))).toBe("layout: sums");
  });

  test("graphs in graphs without end", () => {
    let graph = new ProtobufWriter();
    for (let depth = 0; depth < 1_000; depth += 1) {
      const attribute = new ProtobufWriter().string(1, "body").message(6, graph);
      const node = new ProtobufWriter().string(4, "Loop").message(5, attribute);
      graph = new ProtobufWriter().message(1, node);
    }
    expect(problemOf(modelOf(graph))).toBe("corrupt");
  });

  test("more inputs than any model has", () => {
    const graph = new ProtobufWriter();
    const float = new ProtobufWriter().message(1, new ProtobufWriter().varint(1, 1));
    for (let n = 0; n < 1_100; n += 1) {
      graph.message(11, new ProtobufWriter().string(1, `x${n}`).message(2, float));
    }
    expect(problemOf(modelOf(graph))).toBe("corrupt");
  });
});

test("operators of graphs inside and of functions are found, with the set that they are of", () => {
  const inner = new ProtobufWriter().message(1, new ProtobufWriter().string(4, "Abs"));
  const attribute = new ProtobufWriter().string(1, "then_branch").message(6, inner);
  const node = new ProtobufWriter().string(4, "If").message(5, attribute);
  const own = new ProtobufWriter().string(4, "Fancy").string(7, "com.example");
  const graph = new ProtobufWriter().message(1, node).message(1, own);
  expect(readOnnx(modelOf(graph)).operators).toEqual(["Abs", "If", "com.example:Fancy"]);
});

test("300 MB of weights are stepped over", () => {
  const data = new Uint8Array(300 * 1024 * 1024);
  const file = writeOnnx({
    ...SMALL,
    initializers: [{ name: "large", type: "uint8", dims: [data.length], data }],
  });
  const start = performance.now();
  expect(readOnnx(file).io.inputs).toEqual(SMALL.inputs);
  expect(performance.now() - start).toBeLessThan(100);
});

test.each(BUILT_IN_MODELS.flatMap(({ files }) => files))(
  "$location: all that ONNX has of it is read",
  ({ location }) => {
    const { io, operators } = readOnnx(fs.readFileSync(location));
    expect(modelIoSchema.safeParse(io).error).toBeUndefined();
    expect(io.inputs.length).toBeGreaterThan(0);
    expect(io.outputs.length).toBeGreaterThan(0);
    expect(operators.length).toBeGreaterThan(3);
    expect(io.opset).toBeGreaterThan(8);
  },
);

const shared = sharedData("models");
describe.skipIf(!shared)("models of others", () => {
  test.each([
    ["yolox_nano/yolox_nano.onnx", "images", [1, 3, 416, 416], [[1, 3549, 85]]],
    ["fastestdet/FastestDet.onnx", "input.1", [1, 3, 352, 352], [[1, 85, 22, 22]]],
    [
      "deeplab_v3_mobilenet/deeplab_v3_1_default_1.onnx",
      "sub_7",
      [1, 257, 257, 3],
      [[1, 257, 257, 21]],
    ],
    [
      "picodet_s/picodet_s_320_coco.onnx",
      "image",
      [1, 3, 320, 320],
      [1600, 400, 100, 25]
        .flatMap((n) => [[1, n, 80]])
        .concat([1600, 400, 100, 25].map((n) => [1, n, 32])),
    ],
  ])("%s", (file, input, dims, outputs) => {
    const { io } = readOnnx(fs.readFileSync(path.join(shared ?? "", file)));
    expect(io.inputs).toEqual([{ name: input, type: "float32", dims }]);
    expect(io.outputs.map((output) => output.dims)).toEqual(outputs);
  });

  test("Silero VAD and the free sizes of YuNet", () => {
    const silero = readOnnx(fs.readFileSync(path.join(shared ?? "", "silero_vad/silero_vad.onnx")));
    expect(silero.io.inputs.map(({ name, type }) => [name, type])).toEqual([
      ["input", "float32"],
      ["state", "float32"],
      ["sr", "int64"],
    ]);
    expect(silero.operators).toContain("If");
    const yunet = readOnnx(fs.readFileSync(path.join(shared ?? "", "yunet/yunet_n_dynamic.onnx")));
    expect(yunet.io.inputs[0]?.dims.filter((dim) => typeof dim !== "number").length).toBe(3);
  });
});

/** A file with that graph. */
function modelOf(graph: ProtobufWriter): Uint8Array {
  const opset = new ProtobufWriter().string(1, "").varint(2, 13);
  return new ProtobufWriter().varint(1, 7).message(7, graph).message(8, opset).finish();
}
