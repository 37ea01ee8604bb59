import * as ort from "onnxruntime-web";
import { expect, test } from "vitest";
import { type Initializer, type OnnxNode, writeOnnx } from "./onnx-writer";
import { suitsWinograd, TRANSFORMS, winogradBias, winogradNodes } from "./winograd";

const IN = 32;
const OUT = 33;

test.each([
  [8, 8],
  [13, 13],
  [5, 18],
  [18, 5],
  [52, 7],
  [3, 2],
])("a picture of %i × %i comes out as an ordinary convolution has it", async (height, width) => {
  const weights = floats(OUT * IN * 9, (n) => Math.sin(n * 1.7));
  const picture = floats(IN * height * width, (n) => Math.cos(n * 0.9));
  const initializer: Initializer = {
    ...{ name: "w", type: "float32", dims: [OUT, IN, 3, 3], data: weights },
  };
  const bias = floats(OUT, (n) => n / 10 - 1);
  const plain: OnnxNode = {
    op: "Conv",
    inputs: ["x", "w", "bias"],
    outputs: ["y"],
    attributes: [{ name: "pads", ints: [1, 1, 1, 1] }],
  };
  const sizes = { inChannels: IN, outChannels: OUT, height, width };
  const fast = winogradNodes({ name: "y", source: "x", weights: "w", ...sizes });
  fast.product.inputs.push("placed");
  const transforms = [...Object.values(TRANSFORMS), winogradBias("placed", bias)];
  const ofChannels: Initializer = { name: "bias", type: "float32", dims: [OUT], data: bias };
  const expected = await run([plain], [initializer, ofChannels]);
  const result = await run(fast.nodes, [initializer, ...transforms, ...fast.initializers]);
  const furthest = result.reduce(
    (most, value, n) => Math.max(most, Math.abs(value - (expected[n] ?? 0))),
    0,
  );
  expect(result.length).toBe(OUT * height * width);
  expect(furthest).toBeLessThan(1e-3);

  async function run(nodes: readonly OnnxNode[], initializers: readonly Initializer[]) {
    const session = await ort.InferenceSession.create(
      writeOnnx({
        ...{ name: "a convolution", producer: "a test", opset: 13, nodes, initializers },
        inputs: [{ name: "x", type: "float32", dims: [1, IN, height, width] }],
        outputs: [{ name: "y", type: "float32", dims: [1, OUT, height, width] }],
      }),
    );
    const x = new ort.Tensor("float32", picture, [1, IN, height, width]);
    const { y } = await session.run({ x });
    if (!(y?.data instanceof Float32Array)) throw new TypeError("There is no result.");
    return y.data;
  }
});

test("only where it is right, and saves something", () => {
  const plain = { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] };
  const channels = { inChannels: 32, outChannels: 32 };
  expect(suitsWinograd({ ...plain, ...channels })).toBe(true);
  expect(suitsWinograd({ ...plain, ...channels, strides: [2, 2] })).toBe(false);
  expect(suitsWinograd({ ...plain, ...channels, kernel: [1, 1] })).toBe(false);
  expect(suitsWinograd({ ...plain, ...channels, pads: [0, 0, 0, 0] })).toBe(false);
  expect(suitsWinograd({ ...plain, ...channels, outChannels: 16 })).toBe(false);
});

function floats(length: number, valueAt: (n: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, n) => valueAt(n));
}
