/**
 * Records what a real model says of a picture, for testing/fixtures: of its outputs the rows without which the
 * adapter would say something else, overlapping boxes included. Run it again when a model is exchanged:
 * `npx tsx lib/models/testing/record-tensors.ts <adapter> <model.onnx> <picture> [rest] > lib/models/testing/fixtures/<name>.json`
 * `rest` is what stands in all other rows: 0, or far below it where scores come before their sigmoid.
 */
import { findAdapter } from "../adapters";
import { runAdapter } from "../drive";
import type { Tensor, Tensors } from "../tensor";
import type { SparseTensor } from "./adapter-fixture";
import { readPicture } from "./read-picture";
import { openSession } from "./run-with-onnx";

const DIGITS = 3;
const MIN_SCORE = 0.4;
const [adapterId = "", model = "", picture = "", rest = "0"] = process.argv.slice(2);

const adapter = findAdapter(adapterId);
if (!adapter) throw new TypeError(`No adapter is called “${adapterId}”.`);
const session = await openSession(model);
const { classes, options } = adapter.defaults(session.io);
const context = {
  io: { model: session.io },
  classes,
  options: { ...options, iouThreshold: null, minScore: MIN_SCORE },
  assets: {},
};

let outputs: Tensors = {};
await runAdapter(adapter, {
  input: await readPicture(picture),
  context,
  answer: async (step) => {
    if (step.kind !== "run") throw new TypeError("Only models of pictures are recorded.");
    outputs = await session.run(step.inputs);
    return outputs;
  },
});
// The numbers are there: a small copy of the picture has the same shape.
const input = await readPicture(picture, 128);
const complete = await suggestions();
const recorded: Record<string, SparseTensor> = {};
for (const [name, tensor] of Object.entries(outputs)) recorded[name] = await recordRows(tensor);
console.log(JSON.stringify({ io: session.io, outputs: recorded }));

async function recordRows({ dims, data }: Tensor): Promise<SparseTensor> {
  if (!(data instanceof Float32Array)) throw new TypeError("Only float32 is recorded.");
  const columns = dims.at(-1) ?? 1;
  const rows: Record<string, number[]> = {};
  for (let row = 0; row < data.length / columns; row++) {
    const values = data.slice(row * columns, (row + 1) * columns);
    data.fill(Number(rest), row * columns, (row + 1) * columns);
    if ((await suggestions()) === complete) continue;
    data.set(values, row * columns);
    rows[row] = Array.from(values, (value) => Number(value.toFixed(DIGITS)));
  }
  return { dims, rest: Number(rest), rows };
}

async function suggestions(): Promise<string> {
  if (!adapter) return "";
  return JSON.stringify(await runAdapter(adapter, { input, context, answer: () => outputs }));
}
