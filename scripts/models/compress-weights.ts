import type { Initializer, OnnxNode } from "./onnx-writer";

/** Below, a file is not worth making smaller. */
const MIN_VALUES = 1_024;
const LARGEST = 127;

/**
 * Weights of a convolution (out, in, rows, columns) as bytes with a factor for each output channel: a quarter of the size.
 * They are multiplied out once, when the runtime loads the model, so that it computes with floats as before.
 */
export function compressWeights(
  name: string,
  dims: readonly number[],
  values: Float32Array,
): { name: string; initializers: Initializer[]; nodes: OnnxNode[] } {
  if (values.length < MIN_VALUES) {
    return { name, initializers: [{ name, type: "float32", dims, data: values }], nodes: [] };
  }
  const [channels = 1] = dims;
  const each = values.length / channels;
  const bytes = new Int8Array(values.length);
  const factors = new Float32Array(channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const own = values.subarray(channel * each, (channel + 1) * each);
    const factor = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / LARGEST || 1;
    factors[channel] = factor;
    // What one weight loses in rounding is given to the next, so that sums over a window stay: pictures are smooth.
    let lost = 0;
    for (const [at, value] of own.entries()) {
      const exact = value / factor + lost;
      const rounded = Math.max(-LARGEST, Math.min(LARGEST, Math.round(exact)));
      lost = exact - rounded;
      bytes[channel * each + at] = rounded;
    }
  }
  return {
    name,
    initializers: [
      { name: `${name}/bytes`, type: "int8", dims, data: bytes },
      { name: `${name}/factors`, type: "float32", dims: [channels, 1, 1, 1], data: factors },
    ],
    nodes: [
      {
        op: "Cast",
        inputs: [`${name}/bytes`],
        outputs: [`${name}/floats`],
        attributes: [{ name: "to", int: 1 }],
      },
      { op: "Mul", inputs: [`${name}/floats`, `${name}/factors`], outputs: [name] },
    ],
  };
}
