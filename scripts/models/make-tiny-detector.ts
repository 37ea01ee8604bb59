import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeOnnx } from "./onnx-writer";

const SIDE_PX = 32;
/** Cells of the strides 8, 16 and 32. */
const CELLS = 21;
const PLACE = [16, 16, 16, 8];

/**
 * A detector of as many classes as are named, laid out and described as Ultralytics do, for tests and for trying out how
 * one brings a model. It sees one thing in every picture: in the middle, half as wide, a quarter as high, of class `sees`.
 */
export function tinyDetector(options: {
  classes: readonly string[];
  sees: number;
  score?: number;
}): Uint8Array<ArrayBuffer> {
  const { classes, sees, score = 0.9 } = options;
  const rows = PLACE.length + classes.length;
  const answer = new Float32Array(rows * CELLS);
  for (const [row, value] of PLACE.entries()) answer[row * CELLS] = value;
  answer[(PLACE.length + sees) * CELLS] = score;
  const float = (name: string, dims: readonly number[], data: Float32Array) => ({
    ...{ name, type: "float32" as const, dims, data },
  });
  const bytes = writeOnnx({
    name: "tiny-detector",
    producer: "trazo",
    opset: 13,
    inputs: [{ name: "images", type: "float32", dims: [1, 3, SIDE_PX, SIDE_PX] }],
    outputs: [{ name: "output0", type: "float32", dims: [1, rows, CELLS] }],
    initializers: [
      float("answer", [1, rows, CELLS], answer),
      float("nothing", [1], Float32Array.of(0)),
    ],
    nodes: [
      {
        op: "ReduceMean",
        inputs: ["images"],
        outputs: ["brightness"],
        attributes: [
          { name: "axes", ints: [1, 2, 3] },
          { name: "keepdims", int: 0 },
        ],
      },
      { op: "Mul", inputs: ["brightness", "nothing"], outputs: ["ignored"] },
      { op: "Add", inputs: ["answer", "ignored"], outputs: ["output0"] },
    ],
    metadata: {
      task: "detect",
      stride: "32",
      imgsz: `[${SIDE_PX}, ${SIDE_PX}]`,
      names: `{${classes.map((name, index) => `${index}: '${name}'`).join(", ")}}`,
    },
  });
  return new Uint8Array(bytes);
}

/** A model of no family: what goes in comes out. */
export function tinyStranger(): Uint8Array<ArrayBuffer> {
  const bytes = writeOnnx({
    name: "tiny-stranger",
    producer: "trazo",
    opset: 13,
    inputs: [{ name: "left", type: "float32", dims: [7, 5] }],
    outputs: [{ name: "right", type: "float32", dims: [7, 5] }],
    initializers: [],
    nodes: [{ op: "Identity", inputs: ["left"], outputs: ["right"] }],
  });
  return new Uint8Array(bytes);
}

/** Writes tiny-detector.onnx into a folder: `npx tsx scripts/models/make-tiny-detector.ts <folder>`. */
async function main(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const classes = Array.from({ length: 500 }, (_, n) => `kind ${n}`);
  await writeFile(path.join(folder, "tiny-detector.onnx"), tinyDetector({ classes, sees: 499 }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? "data/tiny-models");
}
