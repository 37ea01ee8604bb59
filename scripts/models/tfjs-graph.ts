import * as z from "zod";

const attrSchema = z.object({
  f: z.number().optional(),
  b: z.boolean().optional(),
  s: z.string().optional(),
  list: z.object({ i: z.array(z.coerce.number()).optional() }).optional(),
  shape: z.object({ dim: z.array(z.object({ size: z.coerce.number() })) }).optional(),
});
const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attrSchema).default({}),
});
export type TfjsNode = z.infer<typeof nodeSchema>;

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number()),
  dtype: z.enum(["float32", "int32"]),
  quantization: z.object({ dtype: z.literal("float16") }).optional(),
});
const graphModelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z.array(z.object({ weights: z.array(weightSchema) })),
});

export type TfjsConstant = { shape: number[]; values: Float32Array | Int32Array };
export type TfjsGraph = { nodes: TfjsNode[]; constants: Map<string, TfjsConstant> };

/** A TensorFlow.js graph model: its JSON and its one file of weights. */
export function readTfjsGraph(json: string, weights: Uint8Array): TfjsGraph {
  const { modelTopology, weightsManifest } = graphModelSchema.parse(JSON.parse(json));
  const constants = new Map<string, TfjsConstant>();
  let at = 0;
  for (const { name, shape, dtype, quantization } of weightsManifest.flatMap((g) => g.weights)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const byteLength = count * (quantization ? 2 : 4);
    // A copy: what comes in the middle of the file is not aligned.
    const bytes = Uint8Array.from(weights.subarray(at, at + byteLength)).buffer;
    if (bytes.byteLength !== byteLength) throw new RangeError(`The weights end before ${name}.`);
    at += byteLength;
    const values =
      dtype === "int32"
        ? new Int32Array(bytes)
        : quantization
          ? Float32Array.from(new Uint16Array(bytes), halfToFloat)
          : new Float32Array(bytes);
    constants.set(name, { shape, values });
  }
  if (at !== weights.byteLength) throw new RangeError("There are more weights than are named.");
  return { nodes: modelTopology.node, constants };
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
