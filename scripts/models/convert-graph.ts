import { compressWeights } from "./compress-weights";
import type { Initializer, OnnxModel, OnnxNode } from "./onnx-writer";
import type { TfjsConstant, TfjsGraph, TfjsNode } from "./tfjs-graph";
import { type OpenNode, suitsWinograd, TRANSFORMS, winogradBias, winogradNodes } from "./winograd";

/**
 * A value of the new graph. TensorFlow wants channels last, ONNX first, so the old graph turns its values over and over.
 * Here that is only noted: axis `i` of the old value is axis `axes[i]` of the one that exists.
 */
type Value = {
  name: string;
  dims: readonly number[];
  axes: readonly number[];
  /** Noted, too, until something is computed of it: by axis of `dims`, before and after. */
  pads?: { value: number; amounts: readonly (readonly [number, number])[] };
};

const CHANNELS_LAST = [0, 2, 3, 1];
const OPSET = 13;
/** What is padded with less cannot be the largest. */
const NEVER_LARGEST = -1e30;

export type ConversionOptions = {
  name: string;
  inputName: string;
  /** New names of outputs by old ones, in the order in which they are to be. */
  outputs: Readonly<Record<string, string>>;
  metadata: Readonly<Record<string, string>>;
};

/** @throws Error when the graph has an operator that NanoDet does not need. */
export function convertGraph(graph: TfjsGraph, options: ConversionOptions): OnnxModel {
  return new Conversion(graph, options).model();
}

class Conversion {
  private readonly graph: TfjsGraph;
  private readonly options: ConversionOptions;
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers: Initializer[] = [];
  private readonly values = new Map<string, Value>();
  private readonly inputDims: readonly number[];
  /** Weights whose bias comes with the Add that follows. */
  private readonly openConvolutions = new Map<string, OpenNode>();
  private readonly openProducts = new Map<string, OpenNode>();

  /** By operator. Shapes are computed of constants alone: see `integers`. */
  private readonly handlers: Readonly<Record<string, (node: TfjsNode) => void>> = {
    Const: () => {},
    Placeholder: () => {},
    SparseToDense: () => {},
    AddV2: () => {},
    Identity: ({ name, input }) => this.define(name, this.valueOf(at(input, 0))),
    Transpose: (node) => this.transpose(node),
    Pad: (node) => this.pad(node),
    PadV2: (node) => this.pad(node),
    Conv2D: (node) => this.convolution(node),
    MaxPool: (node) => this.maxPool(node),
    Add: (node) => this.add(node),
    LeakyRelu: (node) => this.each(node, [{ name: "alpha", float: node.attr["alpha"]?.f ?? 0.2 }]),
    Sigmoid: (node) => this.each(node, []),
    ConcatV2: (node) => this.concat(node),
    SplitV: (node) => this.split(node),
    ResizeBilinear: (node) => this.resize(node),
    Reshape: (node) => this.reshape(node),
  };

  constructor(graph: TfjsGraph, options: ConversionOptions) {
    this.graph = graph;
    this.options = options;
    const input = graph.nodes.find(({ op }) => op === "Placeholder");
    this.inputDims = input?.attr["shape"]?.shape?.dim.map(({ size }) => size) ?? [];
    if (!input || this.inputDims.length !== 4) throw new Error("The graph has no input of 4 axes.");
    this.define(input.name, this.fresh(options.inputName, this.inputDims));
    for (const node of graph.nodes) this.convert(node);
  }

  model(): OnnxModel {
    const { name, inputName, outputs, metadata } = this.options;
    const renamed = Object.entries(outputs).map(([from, to]) => {
      const value = this.settled(this.valueOf(from));
      this.nodes.push({ op: "Identity", inputs: [value.name], outputs: [to] });
      return { name: to, type: "float32" as const, dims: value.dims };
    });
    return {
      name,
      producer: "trazo",
      opset: OPSET,
      inputs: [{ name: inputName, type: "float32", dims: this.inputDims }],
      outputs: renamed,
      nodes: this.nodes,
      initializers: [...Object.values(TRANSFORMS), ...this.initializers],
      metadata,
    };
  }

  private convert(node: TfjsNode): void {
    const handle = this.handlers[node.op];
    if (!handle) throw new Error(`No way is known to convert ${node.op}.`);
    handle(node);
  }

  private transpose({ name, input }: TfjsNode): void {
    const value = this.valueOf(at(input, 0));
    const order = this.integers(at(input, 1));
    this.define(name, { ...value, axes: order.map((axis) => at(value.axes, axis)) });
  }

  private pad({ name, input }: TfjsNode): void {
    const value = this.settled(this.valueOf(at(input, 0)), this.valueOf(at(input, 0)).axes);
    const paddings = this.integers(at(input, 1));
    const amounts = value.dims.map((): [number, number] => [0, 0]);
    for (const [axis, stored] of value.axes.entries()) {
      amounts[stored] = [at(paddings, 2 * axis), at(paddings, 2 * axis + 1)];
    }
    const filled = input[2] ? at(this.constant(input[2]).values, 0) : 0;
    this.define(name, { ...value, pads: { value: filled, amounts } });
  }

  private convolution({ name, input, attr }: TfjsNode): void {
    const { source, pads } = this.window(at(input, 0), (value) => value === 0);
    const strides = attr["strides"]?.list?.i ?? [];
    const { shape, values } = this.constant(at(input, 1));
    const [rows = 0, columns = 0, , outChannels = 0] = shape;
    const weights = this.weights(name, shape, values);
    const dims = [
      at(source.dims, 0),
      outChannels,
      steps(source.dims, { axis: 2, kernel: rows, stride: at(strides, 1), pads }),
      steps(source.dims, { axis: 3, kernel: columns, stride: at(strides, 2), pads }),
    ];
    const shared = { kernel: [rows, columns], strides: strides.slice(1, 3), pads };
    const inChannels = at(source.dims, 1);
    if (suitsWinograd({ ...shared, inChannels, outChannels })) {
      const [, , height = 0, width = 0] = source.dims;
      const { nodes, initializers, product } = winogradNodes({
        ...{ name, source: source.name, weights, inChannels, outChannels, height, width },
      });
      this.nodes.push(...nodes);
      this.initializers.push(...initializers);
      this.openProducts.set(name, product);
      this.define(name, { name, dims, axes: CHANNELS_LAST });
      return;
    }
    const node = {
      op: "Conv",
      inputs: [source.name, weights],
      outputs: [name],
      attributes: [
        { name: "kernel_shape", ints: shared.kernel },
        { name: "strides", ints: shared.strides },
        { name: "pads", ints: pads },
      ],
    };
    this.nodes.push(node);
    this.openConvolutions.set(name, node);
    this.define(name, { name, dims, axes: CHANNELS_LAST });
  }

  private maxPool({ name, input, attr }: TfjsNode): void {
    const { source, pads } = this.window(at(input, 0), (value) => value < NEVER_LARGEST);
    const [, rows = 0, columns = 0] = attr["ksize"]?.list?.i ?? [];
    const strides = attr["strides"]?.list?.i ?? [];
    const dims = [
      at(source.dims, 0),
      at(source.dims, 1),
      steps(source.dims, { axis: 2, kernel: rows, stride: at(strides, 1), pads }),
      steps(source.dims, { axis: 3, kernel: columns, stride: at(strides, 2), pads }),
    ];
    this.nodes.push({
      op: "MaxPool",
      inputs: [source.name],
      outputs: [name],
      attributes: [
        { name: "kernel_shape", ints: [rows, columns] },
        { name: "strides", ints: strides.slice(1, 3) },
        { name: "pads", ints: pads },
      ],
    });
    this.define(name, { name, dims, axes: CHANNELS_LAST });
  }

  /** What a window moves over, channels first, and the padding that the window itself can do. */
  private window(input: string, fits: (padding: number) => boolean) {
    const value = this.valueOf(input);
    const { pads, ...bare } = value;
    if (!pads || !fits(pads.value) || !same(value.axes, CHANNELS_LAST)) {
      return { source: this.settled(value, CHANNELS_LAST), pads: [0, 0, 0, 0] };
    }
    const [top, bottom] = at(pads.amounts, 2);
    const [left, right] = at(pads.amounts, 3);
    return { source: bare, pads: [top, left, bottom, right] };
  }

  private add(node: TfjsNode): void {
    const [left = "", right = ""] = node.input;
    const open = this.openConvolutions.get(left);
    const bias = this.graph.constants.get(right);
    if (open && bias) {
      this.initializers.push(floats(right, bias.shape, bias.values));
      open.inputs.push(right);
      this.define(node.name, this.valueOf(left));
      return;
    }
    const product = this.openProducts.get(left);
    if (product && bias) {
      this.initializers.push(winogradBias(right, bias.values));
      product.inputs.push(right);
      this.define(node.name, this.valueOf(left));
      return;
    }
    const a = this.settled(this.valueOf(left), this.valueOf(left).axes);
    const b = this.settled(this.valueOf(right), a.axes);
    this.nodes.push({ op: "Add", inputs: [a.name, b.name], outputs: [node.name] });
    this.define(node.name, { ...a, name: node.name });
  }

  private each(node: TfjsNode, attributes: NonNullable<OnnxNode["attributes"]>): void {
    const value = this.valueOf(at(node.input, 0));
    const source = this.settled(value, value.axes);
    const { name, op } = node;
    this.nodes.push({ op, inputs: [source.name], outputs: [name], attributes });
    this.define(name, { ...source, name });
  }

  private concat({ name, input }: TfjsNode): void {
    const axes = this.valueOf(at(input, 0)).axes;
    const parts = input.slice(0, -1).map((part) => this.settled(this.valueOf(part), axes));
    const axis = at(axes, at(this.integers(at(input, input.length - 1)), 0));
    const dims = at(parts, 0).dims.map((size, index) =>
      index === axis ? parts.reduce((sum, part) => sum + at(part.dims, index), 0) : size,
    );
    this.nodes.push({
      op: "Concat",
      inputs: parts.map((part) => part.name),
      outputs: [name],
      attributes: [{ name: "axis", int: axis }],
    });
    this.define(name, { name, dims, axes });
  }

  private split({ name, input }: TfjsNode): void {
    const value = this.valueOf(at(input, 0));
    const source = this.settled(value, value.axes);
    const sizes = this.integers(at(input, 1));
    const axis = at(source.axes, at(this.integers(at(input, 2)), 0));
    const outputs = sizes.map((_, part) => `${name}:${part}`);
    this.nodes.push({
      op: "Split",
      inputs: [source.name, this.int64s(`${name}/sizes`, sizes)],
      outputs,
      attributes: [{ name: "axis", int: axis }],
    });
    for (const [part, size] of sizes.entries()) {
      const dims = source.dims.map((whole, index) => (index === axis ? size : whole));
      this.define(`${name}:${part}`, { name: `${name}:${part}`, dims, axes: source.axes });
    }
    // Without a number it is the first.
    this.define(name, this.valueOf(`${name}:0`));
  }

  private resize({ name, input, attr }: TfjsNode): void {
    if (!attr["half_pixel_centers"]?.b) throw new Error("Resizing is known by half pixels alone.");
    const source = this.settled(this.valueOf(at(input, 0)), CHANNELS_LAST);
    const dims = [...source.dims.slice(0, 2), ...this.integers(at(input, 1))];
    this.nodes.push({
      op: "Resize",
      inputs: [source.name, "", "", this.int64s(`${name}/sizes`, dims)],
      outputs: [name],
      attributes: [
        { name: "mode", text: "linear" },
        { name: "coordinate_transformation_mode", text: "half_pixel" },
      ],
    });
    this.define(name, { name, dims, axes: CHANNELS_LAST });
  }

  private reshape({ name, input }: TfjsNode): void {
    const source = this.settled(this.valueOf(at(input, 0)));
    const wanted = this.integers(at(input, 1));
    const rest = product(source.dims) / product(wanted.filter((size) => size !== -1));
    const dims = wanted.map((size) => (size === -1 ? rest : size));
    this.nodes.push({
      op: "Reshape",
      inputs: [source.name, this.int64s(`${name}/shape`, dims)],
      outputs: [name],
    });
    this.define(name, this.fresh(name, dims));
  }

  /** The value with its noted padding done and its axes in the order wanted (as they are named: 0, 1, 2 …). */
  private settled(value: Value, wanted: readonly number[] = value.axes.map((_, i) => i)): Value {
    const { pads, ...padded } = value;
    if (pads) throw new Error(`Padding of ${value.name} is not a window's.`);
    if (same(padded.axes, wanted)) return padded;
    const old = wanted.map((_, stored) => wanted.indexOf(stored));
    const order = old.map((axis) => at(padded.axes, axis));
    const name = `${padded.name}/${order.join("")}`;
    const dims = order.map((axis) => at(padded.dims, axis));
    if (!this.nodes.some(({ outputs }) => outputs[0] === name)) {
      this.nodes.push({
        op: "Transpose",
        inputs: [padded.name],
        outputs: [name],
        attributes: [{ name: "perm", ints: order }],
      });
    }
    return { name, dims, axes: wanted };
  }

  private fresh(name: string, dims: readonly number[]): Value {
    return { name, dims, axes: dims.map((_, axis) => axis) };
  }

  private define(name: string, value: Value): void {
    this.values.set(name, value);
  }

  private valueOf(name: string): Value {
    const value = this.values.get(name);
    if (!value) throw new Error(`${name} is used before it is made.`);
    return value;
  }

  private constant(name: string): TfjsConstant {
    const constant = this.graph.constants.get(name);
    if (!constant) throw new Error(`${name} is no constant.`);
    return constant;
  }

  /** Whole numbers of a constant, or what the graph computes of constants. */
  private integers(name: string): number[] {
    const constant = this.graph.constants.get(name);
    if (constant) return [...constant.values];
    const node = this.graph.nodes.find((each) => each.name === name);
    if (node?.op === "AddV2") {
      const right = this.integers(at(node.input, 1));
      return this.integers(at(node.input, 0)).map((value, index) => value + at(right, index));
    }
    const [indices = "", shape = "", , filled = ""] = node?.input ?? [];
    if (node?.op === "SparseToDense" && this.integers(indices).length === 0) {
      const count = product(this.integers(shape));
      return new Array<number>(count).fill(at(this.integers(filled), 0));
    }
    throw new Error(`${name} is no constant.`);
  }

  private int64s(name: string, values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    this.initializers.push({ name, type: "int64", dims: [values.length], data });
    return name;
  }

  /** Rows, columns, in, out become out, in, rows, columns. */
  private weights(name: string, shape: readonly number[], values: ArrayLike<number>): string {
    const [rows = 0, columns = 0, inChannels = 0, outChannels = 0] = shape;
    const turned = new Float32Array(values.length);
    const area = rows * columns;
    for (let place = 0; place < area; place += 1) {
      for (let i = 0; i < inChannels; i += 1) {
        for (let o = 0; o < outChannels; o += 1) {
          turned[(o * inChannels + i) * area + place] =
            values[(place * inChannels + i) * outChannels + o] ?? 0;
        }
      }
    }
    const dims = [outChannels, inChannels, rows, columns];
    const compressed = compressWeights(`${name}/weights`, dims, turned);
    this.initializers.push(...compressed.initializers);
    this.nodes.push(...compressed.nodes);
    return compressed.name;
  }
}

/** How often a window fits along an axis. */
function steps(
  dims: readonly number[],
  window: { axis: 2 | 3; kernel: number; stride: number; pads: readonly number[] },
): number {
  const { axis, kernel, stride, pads } = window;
  const length = at(dims, axis) + at(pads, axis - 2) + at(pads, axis);
  return Math.floor((length - kernel) / stride) + 1;
}

function floats(name: string, dims: readonly number[], values: ArrayLike<number>): Initializer {
  return { name, type: "float32", dims, data: Float32Array.from(values) };
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`There is nothing at ${index}.`);
  return value;
}
