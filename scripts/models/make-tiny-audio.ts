import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeOnnx } from "./onnx-writer";

export const TINY_AUDIO_CLASSES = ["hum", "hiss"];

/**
 * A model that tells a hum from a hiss, for tests and for trying out how one brings a model: logarithm of the energy
 * and share of zero crossings of a window of samples, weighed. Silence is neither.
 */
export function tinyAudioModel(): Uint8Array<ArrayBuffer> {
  const float = (name: string, dims: readonly number[], values: readonly number[]) => ({
    name,
    type: "float32" as const,
    dims,
    data: Float32Array.from(values),
  });
  const int = (name: string, value: number) => ({
    name,
    type: "int64" as const,
    dims: [1],
    data: BigInt64Array.of(BigInt(value)),
  });
  const onRows = [
    { name: "axes", ints: [1] },
    { name: "keepdims", int: 1 },
  ];
  const bytes = writeOnnx({
    name: "tiny-audio",
    producer: "trazo",
    opset: 13,
    inputs: [{ name: "waveform", type: "float32", dims: [1, "samples"] }],
    outputs: [{ name: "logits", type: "float32", dims: [1, 2] }],
    initializers: [
      float("floor", [1], [1e-7]),
      float("zero", [1], [0]),
      int("begin", 0),
      int("second", 1),
      int("last", -1),
      int("end", 2 ** 31),
      int("axis", 1),
      // Rows: energy, crossings. Columns: hum, hiss.
      float("weights", [2, 2], [1, 1, -40, 20]),
      float("bias", [2], [10, 1]),
    ],
    nodes: [
      { op: "Mul", inputs: ["waveform", "waveform"], outputs: ["squares"] },
      { op: "ReduceMean", inputs: ["squares"], outputs: ["energy"], attributes: onRows },
      { op: "Add", inputs: ["energy", "floor"], outputs: ["raised"] },
      { op: "Log", inputs: ["raised"], outputs: ["loudness"] },
      { op: "Slice", inputs: ["waveform", "begin", "last", "axis"], outputs: ["before"] },
      { op: "Slice", inputs: ["waveform", "second", "end", "axis"], outputs: ["after"] },
      { op: "Mul", inputs: ["before", "after"], outputs: ["products"] },
      { op: "Less", inputs: ["products", "zero"], outputs: ["isCrossing"] },
      {
        op: "Cast",
        inputs: ["isCrossing"],
        outputs: ["crossing"],
        attributes: [{ name: "to", int: 1 }],
      },
      { op: "ReduceMean", inputs: ["crossing"], outputs: ["crossings"], attributes: onRows },
      {
        op: "Concat",
        inputs: ["loudness", "crossings"],
        outputs: ["features"],
        attributes: [{ name: "axis", int: 1 }],
      },
      { op: "MatMul", inputs: ["features", "weights"], outputs: ["weighed"] },
      { op: "Add", inputs: ["weighed", "bias"], outputs: ["logits"] },
    ],
  });
  return new Uint8Array(bytes);
}

/** Writes tiny-audio.onnx into a folder: `npx tsx scripts/models/make-tiny-audio.ts <folder>`. */
async function main(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "tiny-audio.onnx"), tinyAudioModel());
  await writeFile(
    path.join(folder, "tiny-audio-classes.txt"),
    `${TINY_AUDIO_CLASSES.join("\n")}\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? "data/tiny-models");
}
