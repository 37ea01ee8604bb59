import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const VERSION = "1.30.0";
const FOLDER = path.resolve("node_modules/.cache/trazo-bench");
const PACKAGE = path.join(FOLDER, "node_modules/onnxruntime-node");

/** What is used of onnxruntime-node, which is installed for this bench alone. */
type Native = {
  InferenceSession: {
    create(file: string, options: object): Promise<{ run(feeds: object): Promise<unknown> }>;
  };
  Tensor: new (type: string, data: Float32Array, dims: readonly number[]) => object;
};

export type NativeModel = {
  /** Milliseconds of each of so many runs. */
  measure(runs: number): Promise<number[]>;
};

/** A model in onnxruntime-node with one input of floats, to be run on the same numbers again and again. */
export async function openNative(options: {
  file: string;
  input: { name: string; data: Float32Array; dims: readonly number[] };
  threads: number;
}): Promise<NativeModel> {
  const { file, input, threads } = options;
  const { InferenceSession, Tensor } = loadNative();
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const feeds = { [input.name]: new Tensor("float32", input.data, input.dims) };
  await session.run(feeds);
  return {
    async measure(runs) {
      const times: number[] = [];
      for (let n = 0; n < runs; n += 1) {
        const startMs = performance.now();
        await session.run(feeds);
        times.push(performance.now() - startMs);
      }
      return times;
    },
  };
}

/**
 * Its install script wants to fetch a build for graphics cards, which fails without a network of its own; the package holds
 * all that a processor needs. So it is no dependency, but installed here without scripts when it is first needed.
 */
function loadNative(): Native {
  if (!fs.existsSync(PACKAGE)) {
    fs.mkdirSync(FOLDER, { recursive: true });
    fs.writeFileSync(path.join(FOLDER, "package.json"), '{ "private": true }\n');
    const install = ["install", "--prefix", FOLDER, "--ignore-scripts", "--save-exact"];
    execFileSync("npm", [...install, `onnxruntime-node@${VERSION}`], { stdio: "ignore" });
  }
  return createRequire(import.meta.url)(PACKAGE) as Native;
}
