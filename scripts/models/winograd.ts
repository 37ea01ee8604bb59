import type { Initializer, OnnxNode } from "./onnx-writer";

/*
 * Convolutions by Winograd's minimal filtering, F(4×4, 3×3) (Lavin and Gray, arXiv:1509.09308): tiles of 6×6 pixels are transformed,
 * multiplied channel by channel with transformed weights, and transformed back into 4×4 results. That is a quarter of the
 * multiplications. WebAssembly has neither wide vectors nor fused multiplication, so that there they are what takes the time; the
 * runtime itself always multiplies all.
 *
 * What the runtime does on one thread only, or channel by channel, costs more than it saves. So all channels lie below one
 * another in one picture of a single channel, as high as a multiple of the tiles, with rows of zeros between them: tiles are
 * taken from it first down, then across, by two convolutions, and come out place by place, as the multiplications want them.
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

/** The place whose part in all 16 results of a tile is the same, so that a bias goes in there. */
const EVEN_PLACE = TILE + 1;

/** Constants that all such convolutions share. */
export const TRANSFORMS = {
  weights: floats("winograd/weights", [9, PLACES], turned(squared(TO_WEIGHTS), PLACES)),
  down: floats("winograd/down", [TILE, 1, TILE, 1], Float32Array.from(TO_TILE.flat())),
  across: floats("winograd/across", [TILE, 1, 1, TILE], Float32Array.from(TO_TILE.flat())),
  result: floats("winograd/result", [RESULT ** 2, PLACES, 1, 1], squared(TO_RESULT)),
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

/** A node to which something is added while the graph is made. */
export type OpenNode = OnnxNode & { inputs: string[] };

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

/**
 * Nodes, with TRANSFORMS, that give under `name` what a convolution of 3×3, padded by 1, would. `product` takes a bias
 * (`winogradBias`) as its third input.
 */
export function winogradNodes(convolution: Convolution): {
  nodes: OnnxNode[];
  initializers: Initializer[];
  product: OpenNode;
} {
  const { name, source, weights, inChannels, outChannels, height, width } = convolution;
  // With the row of zeros above; the one below is the next channel's.
  const rows = Math.ceil((height + 1) / RESULT);
  const columns = Math.ceil(width / RESULT);
  const stacked = rows * RESULT;
  const right = columns * RESULT - width + 1;
  const shapes = {
    stack: [1, 1, inChannels * stacked, width],
    strips: [TILE, 1, inChannels * rows, width],
    tiles: [1, PLACES * inChannels, rows, columns],
    pairs: [outChannels * inChannels, 9],
    transformed: [outChannels, inChannels, PLACES],
    factors: [PLACES * outChannels, inChannels, 1, 1],
    places: [1, PLACES, outChannels * rows, columns],
    padded: [1, outChannels, stacked, columns * RESULT],
  };
  const at = (part: string) => `${name}/${part}`;
  const reshape = (from: string, to: keyof typeof shapes): OnnxNode => ({
    op: "Reshape",
    inputs: [from, at(`shape of ${to}`)],
    outputs: [at(to)],
  });
  const window = (
    kernel: readonly number[],
    strides: readonly number[],
    pads: readonly number[],
  ) => [
    { name: "kernel_shape", ints: kernel },
    { name: "strides", ints: strides },
    { name: "pads", ints: pads },
  ];
  const product: OpenNode = {
    op: "Conv",
    inputs: [at("tiles"), at("factors")],
    outputs: [at("multiplied")],
    attributes: [
      { name: "kernel_shape", ints: [1, 1] },
      { name: "group", int: PLACES },
    ],
  };
  const nodes: OnnxNode[] = [
    // Of constants alone: done once, when the model is loaded.
    reshape(weights, "pairs"),
    {
      op: "MatMul",
      inputs: [at("pairs"), TRANSFORMS.weights.name],
      outputs: [at("pairs transformed")],
    },
    reshape(at("pairs transformed"), "transformed"),
    {
      op: "Transpose",
      inputs: [at("transformed")],
      outputs: [at("by place")],
      attributes: [{ name: "perm", ints: [2, 0, 1] }],
    },
    reshape(at("by place"), "factors"),
    { op: "Pad", inputs: [source, at("zeros between")], outputs: [at("apart")] },
    reshape(at("apart"), "stack"),
    {
      op: "Conv",
      inputs: [at("stack"), TRANSFORMS.down.name],
      outputs: [at("down")],
      attributes: window([TILE, 1], [RESULT, 1], [0, 0, TILE - RESULT, 0]),
    },
    reshape(at("down"), "strips"),
    {
      op: "Conv",
      inputs: [at("strips"), TRANSFORMS.across.name],
      outputs: [at("across")],
      attributes: window([1, TILE], [1, RESULT], [0, 1, 0, right]),
    },
    reshape(at("across"), "tiles"),
    product,
    reshape(at("multiplied"), "places"),
    {
      op: "Conv",
      inputs: [at("places"), TRANSFORMS.result.name],
      outputs: [at("results")],
      attributes: [{ name: "kernel_shape", ints: [1, 1] }],
    },
    {
      op: "DepthToSpace",
      inputs: [at("results")],
      outputs: [at("side by side")],
      attributes: [{ name: "blocksize", int: RESULT }],
    },
    reshape(at("side by side"), "padded"),
    {
      op: "Slice",
      inputs: [at("padded"), at("first"), at("end"), at("axes")],
      outputs: [name],
    },
  ];
  const initializers = [
    ...Object.entries(shapes).map(([to, dims]) => int64s(at(`shape of ${to}`), dims)),
    int64s(at("zeros between"), [0, 0, 1, 0, 0, 0, stacked - height - 1, 0]),
    int64s(at("first"), [0, 0]),
    int64s(at("end"), [height, width]),
    int64s(at("axes"), [2, 3]),
  ];
  return { nodes, initializers, product };
}

/** What makes a bias, one for each channel, of the third input of a product. */
export function winogradBias(name: string, bias: ArrayLike<number>): Initializer {
  const placed = new Float32Array(PLACES * bias.length);
  placed.set(Float32Array.from(bias), EVEN_PLACE * bias.length);
  return floats(name, [placed.length], placed);
}

function int64s(name: string, values: readonly number[]): Initializer {
  return { name, type: "int64", dims: [values.length], data: BigInt64Array.from(values, BigInt) };
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
