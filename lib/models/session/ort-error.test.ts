import fs from "node:fs";
import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { type OnnxModel, writeOnnx } from "@/scripts/models/onnx-writer";
import { ModelError } from "../model-error";
import { modelErrorOf } from "./ort-error";

const GOOD: OnnxModel = {
  name: "small",
  producer: "a test",
  opset: 13,
  inputs: [{ name: "x", type: "float32", dims: ["batch", 3] }],
  outputs: [{ name: "y", type: "float32", dims: ["batch", 3] }],
  nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
  initializers: [],
};

/** What the runtime really says of a file, or of running it on three zeros. */
async function problemOf(bytes: Uint8Array, dims = [1, 3]): Promise<ModelError | null> {
  try {
    const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 });
    await session.run({ x: new ort.Tensor("float32", new Float32Array(3), dims) });
    return null;
  } catch (error) {
    return modelErrorOf(error);
  }
}

describe("what the runtime says, in words of ours", () => {
  test("nothing of a good file", async () => {
    expect(await problemOf(writeOnnx(GOOD))).toBeNull();
  });

  test("an operator set that is newer", async () => {
    const error = await problemOf(writeOnnx({ ...GOOD, opset: 99 }));
    expect(error).toMatchObject({ problem: "opset", detail: "99" });
  });

  test("an operator that nobody knows", async () => {
    const nodes = [{ op: "Fancy", inputs: ["x"], outputs: ["y"] }];
    const error = await problemOf(writeOnnx({ ...GOOD, nodes }));
    expect(error).toMatchObject({ problem: "operator", detail: "Fancy" });
  });

  test("an operator that is known but not there in so old a version", async () => {
    const error = await problemOf(writeOnnx({ ...GOOD, opset: 1 }));
    expect(error).toMatchObject({ problem: "operator", detail: "Relu" });
  });

  test("a file that is cut off, and a graph with a hole", async () => {
    const cut = fs.readFileSync("models/nanodet-g-416.onnx").subarray(0, 100_000);
    expect(await problemOf(cut)).toMatchObject({ problem: "corrupt" });
    const nodes = [{ op: "Relu", inputs: ["nowhere"], outputs: ["y"] }];
    expect(await problemOf(writeOnnx({ ...GOOD, nodes }))).toMatchObject({ problem: "corrupt" });
  });

  test("an operator that cannot take such numbers", async () => {
    const value = { type: "int8" as const, dims: ["batch", 3] };
    const error = await problemOf(
      writeOnnx({
        ...GOOD,
        inputs: [{ name: "x", ...value }],
        outputs: [{ name: "y", ...value }],
        nodes: [{ op: "Sin", inputs: ["x"], outputs: ["y"] }],
      }),
    );
    expect(error).toMatchObject({ problem: "failed" });
    expect(error?.detail).toContain("Type 'tensor(int8)' of input parameter (x) of operator (Sin)");
  });

  test("an input of another shape", async () => {
    const error = await problemOf(writeOnnx(GOOD), [3, 1]);
    expect(error).toMatchObject({ problem: "layout" });
  });

  test("more memory than WebAssembly can have", async () => {
    const data = BigInt64Array.of(1_000_000n, 1_000n);
    const times = { name: "times", type: "int64" as const, dims: [2], data };
    const nodes = [{ op: "Tile", inputs: ["x", "times"], outputs: ["y"] }];
    const outputs = [{ name: "y", type: "float32" as const, dims: ["many", "more"] }];
    const error = await problemOf(writeOnnx({ ...GOOD, nodes, outputs, initializers: [times] }));
    expect(error).toMatchObject({ problem: "memory" });
  });
});

test("what is none of the runtime's words is kept, without the paths of its source", () => {
  expect(modelErrorOf(new Error("The cat is on the keyboard"))).toMatchObject({
    problem: "failed",
    detail: "The cat is on the keyboard",
  });
  const known = new ModelError("hash", "x");
  expect(modelErrorOf(known)).toBe(known);
  expect(modelErrorOf(88_123_456)).toMatchObject({ problem: "memory" });
});
