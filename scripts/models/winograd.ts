import type { Initializer, OnnxNode } from "./onnx-writer";

/*
 * Convolutions by Winograd's minimal filtering, F(4×4, 3×3) (Lavin and Gray, arXiv:1509.09308): tiles of 6×6 pixels are transformed,
 * multiplied channel by channel with transformed weights, and transformed back into 4×4 results. That is a quarter of the
 * multiplications. WebAssembly has neither wide vectors nor fused multiplication, so that there they are what takes the time; the
 * runtime itself always multiplies all.
 */

const RESULT = 4;
const TILE = 6;
const PLACES = TILE * TILE;
const TO_TILE = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];
const TO_WEIGHTS = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];
const TO_RESULT = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];
/** With fewer channels the transformations cost more than they save. */
const MIN_CHANNELS = 32;

/** Constants that all such convolutions share. */
export const TRANSFORMS = {
  weights: floats("winograd/weights", [9, PLACES], turned(squared(TO_WEIGHTS), PLACES)),
  tile: floats("winograd/tile", [PLACES, 1, TILE, TILE], squared(TO_TILE)),
  result: floats(
    "winograd/result",
    [PLACES, 1, RESULT, RESULT],
    turned(squared(TO_RESULT), RESULT ** 2),
  ),
};

export type Convolution = {
  name: string;
  source: string;
  weights: string;
  inChannels: number;
  outChannels: number;
  /** Of the source, and of the result. */
  height: number;
  width: number;
};

export function suitsWinograd(options: {
  kernel: readonly number[];
  strides: readonly number[];
  pads: readonly number[];
  inChannels: number;
  outChannels: number;
}): boolean {
  const { kernel, strides, pads, inChannels, outChannels } = options;
  return (
    kernel.every((size) => size === 3) &&
    strides.every((step) => step === 1) &&
    pads.every((pad) => pad === 1) &&
    Math.min(inChannels, outChannels) >= MIN_CHANNELS
  );
}

/** Nodes, with TRANSFORMS, that give under `name` what a convolution of 3×3 without bias, padded by 1, would. */
export function winogradNodes(convolution: Convolution): {
  nodes: OnnxNode[];
  initializers: Initializer[];
} {
  const { name, source, weights, inChannels, outChannels, height, width } = convolution;
  const [rows, columns] = [Math.ceil(height / RESULT), Math.ceil(width / RESULT)];
  // Tiles reach past the end where the sides are no multiples of 4; what is too much is cut off.
  const [below, right] = [rows * RESULT - height, columns * RESULT - width];
  const shapes = {
    channels: [inChannels, 1, height, width],
    tiles: [inChannels, PLACES, rows * columns],
    pairs: [outChannels * inChannels, 9],
    transformed: [outChannels, inChannels, PLACES],
    products: [outChannels, PLACES, rows, columns],
    result: [1, outChannels, height, width],
  };
  const at = (part: string) => `${name}/${part}`;
  const reshape = (from: string, to: keyof typeof shapes): OnnxNode => ({
    op: "Reshape",
    inputs: [from, at(`shape of ${to}`)],
    outputs: [to === "result" ? name : at(to)],
  });
  const turn = (from: string, perm: readonly number[], to: string): OnnxNode => ({
    op: "Transpose",
    inputs: [at(from)],
    outputs: [at(to)],
    attributes: [{ name: "perm", ints: perm }],
  });
  const window = (size: number, pads: readonly number[]) => [
    { name: "kernel_shape", ints: [size, size] },
    { name: "strides", ints: [RESULT, RESULT] },
    { name: "pads", ints: pads },
  ];
  const nodes: OnnxNode[] = [
    // Of constants alone: done once, when the model is loaded.
    reshape(weights, "pairs"),
    {
      op: "MatMul",
      inputs: [at("pairs"), TRANSFORMS.weights.name],
      outputs: [at("pairs transformed")],
    },
    reshape(at("pairs transformed"), "transformed"),
    turn("transformed", [2, 0, 1], "factors"),
    reshape(source, "channels"),
    {
      op: "Conv",
      inputs: [at("channels"), TRANSFORMS.tile.name],
      outputs: [at("windows")],
      attributes: window(TILE, [1, 1, below + 1, right + 1]),
    },
    reshape(at("windows"), "tiles"),
    turn("tiles", [1, 0, 2], "by place"),
    { op: "MatMul", inputs: [at("factors"), at("by place")], outputs: [at("multiplied")] },
    turn("multiplied", [1, 0, 2], "by channel"),
    reshape(at("by channel"), "products"),
    {
      op: "ConvTranspose",
      inputs: [at("products"), TRANSFORMS.result.name],
      outputs: [at("single channels")],
      attributes: window(RESULT, [0, 0, below, right]),
    },
    reshape(at("single channels"), "result"),
  ];
  const initializers = Object.entries(shapes).map(([to, dims]) => ({
    name: at(`shape of ${to}`),
    type: "int64" as const,
    dims: [dims.length],
    data: BigInt64Array.from(dims, BigInt),
  }));
  return { nodes, initializers };
}

function floats(name: string, dims: readonly number[], data: Float32Array): Initializer {
  return { name, type: "float32", dims, data };
}

/** The matrix for both directions of a picture at once: its product with itself (Kronecker's), row by row. */
function squared(matrix: readonly (readonly number[])[]): Float32Array {
  const values = matrix.flatMap((down) =>
    matrix.flatMap((across) => down.flatMap((a) => across.map((b) => a * b))),
  );
  return Float32Array.from(values);
}

/** Rows become columns. */
function turned(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  return values.map((_, n) => values[(n % rows) * columns + Math.floor(n / rows)] ?? 0);
}
